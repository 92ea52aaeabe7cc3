"""The page of one report: the story on the left, the sheet with its forming level on the right."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import permits, require, visible
from naung.core import reference
from naung.core.errors import Refused, Stale
from naung.core.forms import whole_number
from naung.core.text import Text
from naung.intake import forms, operations
from naung.intake.models import Report, ReportedChild
from naung.intake.queries import page as pages
from naung.intake.queries.sheets import sheet_of
from naung.intake.rules import ANSWER_TEXTS, Answer, SheetEntry, changed
from naung.intake.rules.opening import MASKED
from naung.people.models import Child
from naung.people.operations import note_search
from naung.teams.models import User


@never_cache
@require_safe
def triage(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Read a report and sort it. Opening is written down."""
    actor, now = _actor(request), timezone.now()
    report = operations.open_report(by=actor, report_id=report_id, now=now)
    context = pages.page_of(actor, report, now)
    if context["may"].answer and any(m.read_at is None and not m.from_office for m in context["messages_so_far"]):
        operations.read_messages(by=actor, report_id=report_id, now=now)
    return render(request, "intake/triage.html", context | _forms(actor, context))


def _forms(actor: Actor, context: dict[str, Any]) -> dict[str, Any]:
    sheet, report = context["sheet"], context["report"]
    child, team = sheet.child, context["proposed_team"]
    return {
        "form": forms.SheetForm.of(sheet, _people(sheet, context)),
        "ending": _ending(context),
        "decision": forms.Decision(),
        "send": forms.SendOn(office_id=report.office_id, initial={"team": team.pk if team else None}),
        "look_up": forms.LookUp(initial={"name": child.name, "birth_date": child.birth_date})
        if permits(actor, P.CHILD_LOOK_UP, report) else None,
        "say": forms.Say(),
        "phrase": forms.Phrase(initial={"code": report.phrase}),
        "reveal_form": forms.Reveal(),
        "register_url": reverse("cases:register", args=[report.pk]) if context["may"].register else "",
    }  # fmt: skip


def _people(sheet: Any, context: dict[str, Any]) -> Iterable[User]:
    """Once the answer is yes, anybody of the office can be named; before that those who resemble."""
    alike = pages.people_in_question(sheet)
    return [*alike, *pages.office_people(sheet.report, context["now"])] if context["staff_here"] else alike


def _ending(context: dict[str, Any]) -> forms.Ending:
    held = context["report"].level or context["result"].level
    return forms.Ending(level=held, may_lower=context["may"].lower)


def _join_url(report: Report, child: Child) -> str:
    return reverse("cases:join", args=[report.pk, child.current_case_id]) if child.current_case_id else ""


@require_POST
def save(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Save the sheet after each answer; the answer is the level as it stands now."""
    actor, now = _actor(request), timezone.now()
    report = visible(actor, P.REPORT_TRIAGE, Report).get(pk=report_id)
    sheet = sheet_of(actor, report)
    named_before = pages.staff_here(sheet)
    people = [*pages.people_in_question(sheet), *pages.office_people(report, now)]
    form = forms.SheetForm(request.POST, people=people)
    problem: dict[str, Any] = {}
    if not form.is_valid():
        problem = {"errors": form.errors}
    else:
        entry, version = form.entry(), form.cleaned_data["version"]
        try:
            operations.save_triage(by=actor, report_id=report_id, entry=entry, version=version, now=now)
        except Refused as refusal:
            problem = {"refused": _said(refusal.message)}
        except Stale as stale:
            problem = {"stale": stale, "both": _both(stale.about["mine"], stale.about["theirs"])}
    return _after_saving(request, actor, report_id, problem, named_before=named_before)


def _after_saving(
    request: HttpRequest, actor: Actor, report_id: UUID, problem: dict[str, Any], *, named_before: bool
) -> HttpResponse:
    """The parts that changed, or the whole page where people are to be named from now on.

    Where the answer took the report out of sight, the way back to the queue.
    """
    here = reverse("intake:triage", args=[report_id])
    report = visible(actor, P.REPORT_TRIAGE, Report).filter(pk=report_id).first()
    if report is None:
        messages.success(request, _("Laporan dialihkan kepada unit lain karena menyangkut orang dari unit ini."))
        return _go(request, reverse("intake:queue"))
    if not request.htmx and not problem:  # type: ignore[attr-defined]
        return redirect(here)
    now = timezone.now()
    sheet = sheet_of(actor, report)
    context = {"sheet": sheet, "report": report, "may": pages.rights(actor, report), "now": now, "here": here}
    context |= pages.level_of(sheet, timezone.localdate(now)) | problem
    context["ending"] = _ending(context)
    page = "intake/_saved.html" if request.htmx else "intake/not_saved.html"  # type: ignore[attr-defined]
    if not problem and context["staff_here"] != named_before:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, page, context, status=422 if problem else 200)


def _go(request: HttpRequest, url: str) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(url)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = url
    return answer


def _both(mine: Any, theirs: Any) -> list[tuple[str, str, str]]:
    """What differs between two people's sheets, in words: question, hers, the other's."""
    return [(_question(name), _value(mine, name), _value(theirs, name)) for name in changed(theirs, mine)]


LISTS = ("bahaya", "faktor_risiko", "faktor_pelindung")


def _question(name: str) -> str:
    for list_name in LISTS:
        if code := reference.codes(list_name).get(name):
            return f"{name} {code.label(get_language() or 'id')}"
    field = forms.SheetForm.base_fields.get({"forms": "forms_", "age_known": "age_unknown"}.get(name, name))
    return str(field.label) if field else name


def _value(entry: SheetEntry, name: str) -> str:
    if name in entry.answers or not hasattr(entry, name):
        return ANSWER_TEXTS[Answer(entry.answers.get(name, Answer.NOT_ASKED))].say(get_language())
    value = getattr(entry, name)
    return ", ".join(sorted(str(one) for one in value)) if isinstance(value, frozenset) else str(value or "–")


def _said(message: object) -> str:
    return message.say(get_language()) if isinstance(message, Text) else str(message)


@require_POST
def end(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """End triage with the level on the page."""
    operations.end_triage(
        by=_actor(request), report_id=report_id, version=_version(request), now=timezone.now(), **_level(request)
    )
    messages.success(request, _("Triase selesai. Putuskan apa yang terjadi dengan laporan ini."))
    return redirect(reverse("intake:triage", args=[report_id]) + "#putusan")


@require_POST
def level(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Raise or lower the level of a triaged report."""
    operations.set_level(by=_actor(request), report_id=report_id, now=timezone.now(), **_level(request))
    messages.success(request, _("Tingkat disimpan."))
    return redirect("intake:triage", report_id)


def _level(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:1_000] for name in ("level", "reason", "note")}


def _version(request: HttpRequest) -> int | None:
    return whole_number(request.POST.get("version", ""))


@require_POST
def decide(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """End a report without a case."""
    form = forms.Decision(request.POST)
    if not form.is_valid():
        return _again(request, report_id, decision=form)
    try:
        operations.decide(by=_actor(request), report_id=report_id, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error("receiver" if refusal.about.get("field") == "receiver" else None, _said(refusal.message))
        return _again(request, report_id, decision=form)
    messages.success(request, _("Keputusan disimpan."))
    return redirect("intake:queue")


@require_POST
def send_on(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Give a triaged report to a team's supervisor."""
    actor = _actor(request)
    report = visible(actor, P.REPORT_TRIAGE, Report).get(pk=report_id)
    form = forms.SendOn(request.POST, office_id=report.office_id)
    if not form.is_valid():
        return _again(request, report_id, send=form)
    team, proposed = form.cleaned_data["team"], form.cleaned_data["proposed"]
    try:
        operations.send_to_team(by=actor, report_id=report_id, team_id=team.pk, proposed=proposed, now=timezone.now())
    except Refused as refusal:
        form.add_error("team", _said(refusal.message))
        return _again(request, report_id, send=form)
    messages.success(request, _("Laporan %(number)s ada pada %(team)s.") % {"number": report.number, "team": team.name})
    return redirect("intake:queue")


def _again(request: HttpRequest, report_id: UUID, **wrong: Any) -> HttpResponse:
    actor, now = _actor(request), timezone.now()
    visible(actor, P.REPORT_TRIAGE, Report).get(pk=report_id)
    report = operations.open_report(by=actor, report_id=report_id, now=now)  # also what comes back is a look
    context = pages.page_of(actor, report, now)
    return render(request, "intake/triage.html", context | _forms(actor, context) | wrong, status=422)


@require_POST
def reveal(request: HttpRequest, report_id: UUID, part: str) -> HttpResponse:
    """Open who is alleged, who reported, or one of the child's numbers, for a reason."""
    report = visible(_actor(request), P.READ_D1, Report).get(pk=report_id)
    require(_actor(request), MASKED[part], report)
    form = forms.Reveal(request.POST)
    context: dict[str, Any] = {"part": part, "report_id": report_id, "reveal_form": form}
    if not form.is_valid():
        return render(request, "intake/_masked.html" if _part(request) else "intake/masked.html", context, status=422)
    held = operations.reveal(
        by=_actor(request), report_id=report_id, part=part, now=timezone.now(), **form.cleaned_data
    )
    if isinstance(held, ReportedChild):
        context["number"] = getattr(held, part)
    else:
        context["details"] = held.details or {}
    return render(request, "intake/_revealed.html" if _part(request) else "intake/revealed.html", context)


def _part(request: HttpRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]


@require_POST
def known_children(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Child records that resemble what is typed; a POST, so that no name stands in an address."""
    actor = _actor(request)
    report = visible(actor, P.REPORT_TRIAGE, Report).get(pk=report_id)
    form = forms.LookUp(request.POST)
    asked = form.cleaned_data if form.is_valid() else {}
    found = pages.known_children(actor, report, **asked) if asked else []
    note_search(by=actor, kind="known-child", terms=asked, found=len(found), about=report_id, now=timezone.now())
    joins = {line.child.pk: _join_url(report, line.child) for line in found if line.child}
    context = {"found": found, "report": report, "asked": any(asked.values()), "join_urls": joins}
    return render(request, "intake/_known.html" if _part(request) else "intake/known.html", context)


@require_POST
def told(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The reporter was told that the report arrived."""
    operations.acknowledge(by=_actor(request), report_id=report_id, now=timezone.now())
    messages.success(request, _("Dicatat: pelapor sudah diberi kabar."))
    return redirect("intake:triage", report_id)


@require_POST
def say(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Write to the reporter, who reads it with the receipt."""
    form = forms.Say(request.POST)
    if not form.is_valid():
        return _again(request, report_id, say=form)
    operations.say(by=_actor(request), report_id=report_id, text=form.cleaned_data["text"], now=timezone.now())
    messages.success(request, _("Pesan terkirim."))
    return redirect(reverse("intake:triage", args=[report_id]) + "#pesan")


@require_POST
def phrase(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Choose what the status page says."""
    form = forms.Phrase(request.POST)
    if not form.is_valid():
        return _again(request, report_id, phrase=form)
    operations.set_phrase(by=_actor(request), report_id=report_id, code=form.cleaned_data["code"], now=timezone.now())
    messages.success(request, _("Halaman status diperbarui."))
    return redirect(reverse("intake:triage", args=[report_id]) + "#pesan")


@never_cache
@require_safe
def printed(request: HttpRequest, report_id: UUID, document: str) -> HttpResponse:
    """The report (FPP) or the triage sheet (TRG) on paper."""
    actor, now = _actor(request), timezone.now()
    report = operations.open_report(by=actor, report_id=report_id, now=now, paper=document)
    context = pages.page_of(actor, report, now)
    context["answered"] = pages.answered(context["sheet"])
    return render(request, f"intake/{document}.html", context)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
