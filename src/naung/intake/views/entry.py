"""Writing a report down: kept on the server while it is typed, filed once."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import permits, require
from naung.core import formats
from naung.core.errors import Refused
from naung.core.forms import typed, whole_number
from naung.core.ids import new_id
from naung.core.text import Text
from naung.intake import forms, operations
from naung.intake.queries.drafts import draft_of, drafting_role
from naung.intake.queries.page import known_to_be
from naung.people.operations import note_search
from naung.people.rules import Finding
from naung.teams.queries.schools import school_labels

NOT_KEPT = frozenset({"csrfmiddlewaretoken", "more", "send", "seen", "find"})


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """A fresh page with an address of its own, so that what is typed can be kept under it."""
    require(request.actor, P.REPORT_FILE)  # type: ignore[attr-defined]
    return redirect("intake:entry", new_id())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One page for the whole report; "one more child" and "file it" are its two buttons."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, P.REPORT_FILE)
    if request.method != "POST":
        return _page(request, draft_id, _kept(actor, draft_id) or _asked_for(request))
    if "find" in request.POST and "send" not in request.POST:
        _keep(request, actor, draft_id)
        return _page(request, draft_id, request.POST, known=_known(request))
    if "more" in request.POST:
        _keep(request, actor, draft_id)
        return _page(request, draft_id, request.POST, more=1)
    return _file(request, actor, draft_id)


@require_POST
def autosave(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Keep what is on the page so far."""
    require(request.actor, P.REPORT_FILE)  # type: ignore[attr-defined]
    saved = _keep(request, request.actor, draft_id)  # type: ignore[attr-defined]
    return JsonResponse({"saved_at": formats.clock(timezone.now())}, status=200 if saved else 409)


@require_POST
def known(request: HttpRequest, draft_id: UUID) -> HttpResponse:  # noqa: ARG001 - the address of the draft's page
    """Whether the child is known that is being written down; asked while somebody types, and kept nowhere."""
    return render(request, "intake/_known.html", _known(request))


def _known(request: HttpRequest) -> dict[str, Any]:
    """What is known of the child with the number `find`."""
    actor, now = request.actor, timezone.now()  # type: ignore[attr-defined]
    require(actor, P.CHILD_LOOK_UP)
    number = whole_number(request.POST.get("find", "")) or 1
    told = forms.ChildrenForms(request.POST, today=timezone.localdate(now), filled=True).told(number)
    terms = {"name": told.name, "birth_date": told.birth_date, "nik": told.nik}
    found = known_to_be(actor, told)
    note_search(by=actor, kind="known-child", terms=terms, found=len(found), now=now)
    return {"found": found, "asked": any(terms.values()), "find": number, "report": None}


@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    operations.discard_draft(by=request.actor, draft_id=draft_id, now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, _("Draf laporan dibuang."))
    return redirect("intake:queue")


def _kept(actor: Actor, draft_id: UUID) -> QueryDict:
    kept = QueryDict(mutable=True)
    draft = draft_of(actor, draft_id)
    for name, values in ((draft.fields or {}) if draft else {}).items():
        kept.setlist(name, values)
    return kept


def _asked_for(request: HttpRequest) -> QueryDict:
    """What the page that led here already knows: by which channel the report comes, from which session."""
    known = QueryDict(mutable=True)
    for name in ("channel", "session"):
        if told := request.GET.get(name, ""):
            known[name] = told
    return known


def _keep(request: HttpRequest, actor: Actor, draft_id: UUID) -> bool:
    if drafting_role(actor) is None:
        return True  # her browser keeps it
    fields = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
    return operations.save_draft(by=actor, draft_id=draft_id, fields=fields, now=timezone.now()) is not None


def _page(
    request: HttpRequest, draft_id: UUID, data: QueryDict, *, more: int = 0, status: int = 200,
    known: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page as it was left, without asking yet whether it is right."""
    now = timezone.now()
    blank = forms.Entry(now=now)
    form = forms.Entry(now=now, initial=typed(blank, data)) if data else blank
    children = forms.ChildrenForms(data, today=timezone.localdate(now), filled=False, more=more)
    return _render(request, draft_id, form, children, status=status, known=known)


def _file(request: HttpRequest, actor: Actor, draft_id: UUID) -> HttpResponse:
    now = timezone.now()
    form = forms.Entry(request.POST, now=now)
    children = forms.ChildrenForms(request.POST, today=timezone.localdate(now), filled=True)
    if not (form.is_valid() & children.is_valid()):
        return _render(request, draft_id, form, children, status=422)
    warnings = [*((0, finding) for finding in form.warnings), *children.warnings]
    if warnings and request.POST.get("seen") != _signature(warnings):
        return _render(request, draft_id, form, children, warnings=warnings, status=422)
    try:
        reports = operations.file_report(
            by=actor, filing=form.filing(children.facts(), str(draft_id)), now=now, draft_id=draft_id
        )
    except Refused as refusal:
        form.add_error(None, _said(refusal.message))
        return _render(request, draft_id, form, children, status=422)
    numbers = ", ".join(report.number for report in reports)
    told = ngettext("Laporan diterima: %(numbers)s.", "%(count)s laporan diterima: %(numbers)s.", len(reports))
    messages.success(request, told % {"count": len(reports), "numbers": numbers})
    if permits(actor, P.REPORT_TRIAGE, reports[0]):
        return redirect("intake:triage", reports[0].pk)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _signature(warnings: list[tuple[int, Finding]]) -> str:
    return ",".join(f"{number}:{finding.code}" for number, finding in warnings)


def _said(message: object) -> str:
    return message.say(get_language()) if isinstance(message, Text) else str(message)


def _render(
    request: HttpRequest, draft_id: UUID, form: forms.Entry, children: forms.ChildrenForms, *,
    warnings: list[tuple[int, Finding]] | None = None, status: int = 200, known: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        "schools": school_labels(),
        "form": form, "children": children.forms, "draft_id": draft_id, "warnings": warnings or [],
        "seen": _signature(warnings or []), "on_server": drafting_role(request.actor) is not None,  # type: ignore[attr-defined]
    }  # fmt: skip
    may_look = P.CHILD_LOOK_UP in request.actor.may  # type: ignore[attr-defined]
    return render(
        request, "intake/entry.html", context | {"may_look": may_look, "find": 0} | (known or {}), status=status
    )
