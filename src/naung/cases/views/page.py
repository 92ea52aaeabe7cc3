"""What every page of a case shares: who asks, the opened file, the frame with its tabs, a form's answer."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import permits, require
from naung.cases.models import Case, Draft
from naung.cases.operations import open_file
from naung.cases.queries import cases, writers
from naung.cases.queries.page import frame_of
from naung.cases.rules.steps import CaseStatus
from naung.core import formats
from naung.core.clashes import show_clash, stored_of
from naung.core.errors import NotAllowedNow, Refused, Stale
from naung.core.text import Text
from naung.people.rules import age_now

MAY = {
    "work": P.CASE_WORK, "assess": P.CASE_ASSESS, "assign": P.CASE_ASSIGN, "close": P.CASE_CLOSE,
    "suspend": P.CASE_SUSPEND, "reopen": P.CASE_REOPEN, "merge": P.CHILD_MERGE,
    "end_danger": P.DANGER_END, "lower": P.LEVEL_LOWER, "legal": P.READ_D5, "story": P.READ_D3, "child": P.READ_D2,
}  # fmt: skip


def who(request: HttpRequest) -> Actor:
    """Who is asking."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def opened(request: HttpRequest, case_id: UUID, page: str, needs: P = P.READ_D1) -> Case:
    """The case for one who may see it and holds what the page asks for; every opening of the file is written down."""
    case = cases.seen(who(request), case_id)
    require(who(request), needs, case)
    if request.method in ("GET", "HEAD"):
        open_file(by=who(request), case=case, page=page, now=timezone.now())
    return case


def shell(request: HttpRequest, case: Case, tab: str = "") -> dict[str, Any]:
    """The frame of a case page and what this person may do on it. `tab` names the part that is open.

    A form that comes back shows the file too: that look is written down here, that of a page asked for by `opened`.
    """
    now = timezone.now()
    if request.method == "POST":
        page = request.resolver_match.url_name if request.resolver_match else tab
        open_file(by=who(request), case=case, page=page or tab, now=now)
    frame = frame_of(who(request), case)
    child = frame.child
    return {
        "frame": frame,
        "case": case,
        "child": child,
        "now": now,
        "tab": tab,
        "may": {name: permits(who(request), permission, case) for name, permission in MAY.items()},
        "closed": case.status in (CaseStatus.CLOSED, CaseStatus.TRANSFERRED),
        "age": age_now(
            formats.local(now).date(), birth_date=child.birth_date, estimate=child.age_estimate,
            estimated=child.age_estimated_date,
        ) if child else None,
    }  # fmt: skip


def said(problem: NotAllowedNow | Refused) -> str:
    """What went wrong, in the page's language."""
    message = problem.message
    return message.say(get_language()) if isinstance(message, Text) else str(message)


Shows = Callable[[Any], Mapping[str, Any]]


def attempt(form: forms.Form, act: Callable[[], object], *, shows: Shows | None = None) -> bool:
    """Do it; what was refused stands at its field, what is not possible now stands above the form.

    When somebody saved the record meanwhile, the form keeps its words and what stands is put beside them; `shows`
    reads the record as the form's fields name it, where they are not its columns.
    """
    try:
        act()
    except Stale as problem:
        record: Any = problem.about["record"]
        stored = shows(record) if shows else stored_of(form, record)
        show_clash(form, stored, record.version, writers.last_writer(record))
        return False
    except (Refused, NotAllowedNow) as problem:
        field = problem.about.get("field")
        form.add_error(str(field) if field in form.fields else None, said(problem))
        return False
    return True


def begun(initial: Mapping[str, Any], unsent: Draft | None) -> dict[str, Any]:
    """How a form begins: with what this person has written and not yet sent, else with what stands."""
    return {**initial, **((unsent.data or {}) if unsent else {})}


def form_page(
    request: HttpRequest,
    case: Case,
    template: str,
    form: forms.Form,
    act: Callable[[], object],
    done: str,
    *,
    then: str = "cases:file",
    shows: Shows | None = None,
    **context: Any,
) -> HttpResponse:
    """A page with one form: shown, sent, refused with its words kept, or done."""
    if request.method == "POST" and form.is_valid() and attempt(form, act, shows=shows):
        messages.success(request, done)
        return redirect(then, case.pk)
    page = shell(request, case) | {"form": form} | context
    return render(request, template, page, status=status_of(form))


def status_of(*sent: forms.Form) -> int:
    """200 for a page that was asked for, 422 for a form that comes back, 409 when somebody else was faster."""
    if any(hasattr(form, "clash") for form in sent):
        return 409
    return 422 if any(form.is_bound for form in sent) else 200


def not_possible(request: HttpRequest, problem: NotAllowedNow | Refused) -> None:
    """Tell after the next page has come up why a step was not taken."""
    messages.error(request, f"{gettext('Belum dapat dilakukan.')} {said(problem)}")
