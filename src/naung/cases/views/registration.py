"""A triaged report becomes a case, or joins one."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.cases import operations
from naung.cases.forms import life as forms
from naung.cases.models import Case
from naung.cases.queries import cases, sheets, staff
from naung.cases.rules import assigning
from naung.cases.views.page import attempt, opened, who
from naung.intake import operations as intake
from naung.intake.models import Report
from naung.people.operations import note_search
from naung.people.queries import KnownChild, account, look_up
from naung.people.rules import ChildFacts
from naung.places.models import Area
from naung.teams.models import Team

FORM = ("GET", "HEAD", "POST")


@require_http_methods(FORM)
def register(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Look whether the child is known, choose people with their load before one's eyes, make the case."""
    report, told = _report(request, report_id)
    if request.method != "POST":
        intake.open_report(by=who(request), report_id=report_id, now=timezone.now())
    asked = request.POST.get("team") or request.GET.get("tim", "")
    team = staff.team_asked(report.office_id, asked, report.team_id)
    known = _known(request, report, told)
    candidates = _candidates(team, report, told)
    initial = _initial(team, candidates) if request.method != "POST" else {}
    form = forms.Registration(
        request.POST or None, candidates=candidates, children=_options(known), initial=initial,
        teams=staff.teams_for(report.office_id),
    )  # fmt: skip
    made: list[Case] = []
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, lambda: made.append(_make(request, report, form))):
        messages.success(request, gettext("Kasus %(number)s terdaftar.") % {"number": made[0].number})
        seen = visible(who(request), P.READ_D1, Case).filter(pk=made[0].pk).exists()
        return redirect("cases:file", made[0].pk) if seen else redirect("cases:list")
    if request.method == "POST":  # also what comes back is a look
        intake.open_report(by=who(request), report_id=report_id, now=timezone.now())
    context = _context(request, report, told, known, candidates)
    context |= {"form": form, "team": team, "teams": staff.teams_for(report.office_id)}
    return render(request, "cases/register.html", context, status=422 if form.is_bound else 200)


def _report(request: HttpRequest, report_id: UUID) -> tuple[Report, ChildFacts]:
    report = visible(who(request), P.READ_D1, Report).get(pk=report_id)
    require(who(request), P.CASE_REGISTER, report)
    return report, sheets.reported_child(who(request), report)


def _known(request: HttpRequest, report: Report, told: ChildFacts) -> list[KnownChild]:
    terms: dict[str, Any] = {"name": told.name, "birth_date": told.birth_date, "nik": told.nik}
    found = look_up(who(request), known=account(told))
    note_search(by=who(request), kind="known-child", terms=terms, found=len(found), about=report.pk, now=timezone.now())
    return found


def _candidates(team: Team, report: Report, told: ChildFacts) -> list[assigning.Candidate]:
    ward = Area.objects.filter(pk=told.ward_id).first() if told.ward_id else None
    area = ward.parent_id if ward else report.area_id
    return staff.candidates([team.pk], area, report, timezone.now())


def _initial(team: Team, candidates: list[assigning.Candidate]) -> dict[str, Any]:
    """The recommended people are marked; a person decides."""
    best = {role: recommended(candidates, role) for role in ("SOCIAL_WORKER", "COMPANION")}
    holder, companion = best["SOCIAL_WORKER"], best["COMPANION"]
    return {
        "team": team.pk,
        "stage": "INTERVENTION",
        "holder_id": str(holder.id) if holder else None,
        "companion_ids": [str(companion.id)] if companion else [],
    }


def recommended(candidates: list[assigning.Candidate], role: str) -> assigning.Recommendation | None:
    """Whom load and area speak for among those who do this work."""
    able = [person for person in candidates if person.role == role]
    return assigning.recommend(able, settings.CITY.caseload_warning)


def _options(known: list[KnownChild]) -> list[tuple[str, str]]:
    return [(str(line.child.pk), line.child.name or gettext("Tanpa nama")) for line in known if line.child]


def _make(request: HttpRequest, report: Report, form: forms.Registration) -> Case:
    told = dict(form.cleaned_data)
    child, team = told.pop("child"), told.pop("team")
    facts = sheets.reported_child(who(request), report)
    return operations.register_case(
        by=who(request), report_id=report.pk, team_id=team.pk, now=timezone.now(),
        child=facts if child == forms.NEW else UUID(child), **told,
    )  # fmt: skip


def _context(
    request: HttpRequest, report: Report, told: ChildFacts, known: list[KnownChild],
    candidates: list[assigning.Candidate],
) -> dict[str, Any]:  # fmt: skip
    running = {
        line.child.pk: case
        for line in known
        if line.child and (case := cases.open_case_of(who(request), line.child.pk)) is not None
    }
    return {
        "report": report,
        "told": told,
        "known": known,
        "running": running,
        "candidates": candidates,
        "recommended": {role: recommended(candidates, role) for role in ("SOCIAL_WORKER", "COMPANION")},
        "limit": settings.CITY.caseload_warning,
        "now": timezone.now(),
        "age": told.age_on(timezone.localdate()),
    }


@require_http_methods(FORM)
def join(request: HttpRequest, report_id: UUID, case_id: UUID) -> HttpResponse:
    """The report belongs to the child's open case."""
    report = visible(who(request), P.READ_D1, Report).get(pk=report_id)
    require(who(request), P.CASE_REGISTER, report)
    case = opened(request, case_id, "join")
    if request.method != "POST":
        intake.open_report(by=who(request), report_id=report_id, now=timezone.now())
    form = forms.Join(request.POST or None)
    if request.method == "POST" and form.is_valid() and attempt(
        form,
        lambda: operations.join_report(
            by=who(request), report_id=report_id, case_id=case_id, now=timezone.now(), **form.cleaned_data
        ),
    ):  # fmt: skip
        messages.success(request, gettext("Laporan digabung ke kasus ini."))
        return redirect("cases:file", case_id)
    if request.method == "POST":
        operations.open_file(by=who(request), case=case, page="join", now=timezone.now())
        intake.open_report(by=who(request), report_id=report_id, now=timezone.now())
    context = {"form": form, "report": report, "case": case, "child": cases.child_of(who(request), case)}
    return render(request, "cases/join.html", context, status=422 if form.is_bound else 200)
