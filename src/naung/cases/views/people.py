"""The tab "Orang & lembaga": the child, the people around it, the people on the case, and handing over."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.cases import operations
from naung.cases.forms import life, people
from naung.cases.forms.same import Proposal
from naung.cases.models import Case
from naung.cases.queries import family, looking, staff
from naung.cases.views.page import attempt, form_page, opened, shell, status_of, who
from naung.cases.views.registration import recommended
from naung.core.forms import Form
from naung.people import operations as writing
from naung.people.models import Caregiver, Child
from naung.people.queries import facts_of
from naung.teams.queries.schools import label_of, school_labels

FORM = ("GET", "HEAD", "POST")
FORMS: dict[str, type[Form]] = {"pengasuh": people.Caregiver, "rumah": people.Member, "saudara": people.Related}
PREFIXES = {"pengasuh": "c", "rumah": "m", "saudara": "r"}


@require_safe
def tab(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who the child is, who is around it, and who works on the case."""
    case = opened(request, case_id, "people")
    context = shell(request, case, "people")
    holder, history = family.assignments(case)
    context |= {
        "holder": holder,
        "family": family.of_child(who(request), case.child_id),
        "elsewhere": [(other, family.of_child(who(request), other.child.pk)) for other in context["frame"].same.others],
        "reported": family.reported(who(request), case, context["child"]),
        "history": history,
        "caregiver_form": people.Caregiver(prefix="c"),
        "member_form": people.Member(prefix="m"),
        "related_form": people.Related(prefix="r"),
        "same_form": Proposal(prefix="s"),
    }
    return render(request, "cases/people.html", context)


@require_safe
def documents(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The tab "Berkas": the papers that can be printed, consent, the law, and who opened the file."""
    case = opened(request, case_id, "documents")
    context = shell(request, case, "documents") | family.papers(who(request), case)
    context |= {
        "looks": looking.looks(
            who(request), case, request.GET.get("page"), context["frame"].same.cases
        ),
    }  # fmt: skip
    return render(request, "cases/documents.html", context)


@require_http_methods(FORM)
def child(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put right who the child is."""
    case = opened(request, case_id, "child")
    held = visible(who(request), P.READ_D2, Child).get(pk=case.child_id)
    facts = facts_of(held)
    form = people.Child(request.POST or None, initial=_child_shown(held))
    return form_page(
        request, case, "cases/child.html", form,
        lambda: writing.change_child(
            by=who(request), child_id=held.pk, facts=form.facts(facts),
            version=form.cleaned_data["version"], reported_at=case.report_received_at, now=timezone.now(),
        ),
        gettext("Data anak tersimpan."), then="cases:people", shows=_child_shown,
        schools=school_labels(), numbers={name: getattr(facts, name) for name in people.NUMBERS},
    )  # fmt: skip


def _child_shown(held: Child) -> dict[str, Any]:
    school = label_of(held.school) if held.school else held.school_name
    told = {name: value for name, value in facts_of(held).identity().items() if name not in people.NUMBERS}
    return told | {"version": held.version, "school": school}


@require_POST
def add(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Add a caregiver, a member of the household, or a related child."""
    case = opened(request, case_id, "people", P.READ_D2)
    form: Any = FORMS[kind](request.POST, prefix=PREFIXES[kind])
    if form.is_valid() and attempt(form, lambda: _add(request, case, kind, form)):
        messages.success(request, gettext("Tersimpan."))
        return redirect("cases:people", case_id)
    context = shell(request, case, "people") | {"form": form, "kind": kind}
    return render(request, "cases/people_add.html", context, status=422)


def _add(request: HttpRequest, case: Case, kind: str, form: Any) -> object:
    given: dict[str, Any] = {"by": who(request), "child_id": case.child_id, "now": timezone.now()}
    if kind == "pengasuh":
        return writing.add_caregiver(facts=form.facts(), **given)
    if kind == "rumah":
        return writing.add_household_member(**given, **form.cleaned_data)
    other = family.child_by_number(who(request), form.cleaned_data["number"])
    return writing.relate(other_child_id=other, relation=form.cleaned_data["relation"], **given)


@require_http_methods(FORM)
def caregiver(request: HttpRequest, case_id: UUID, member_id: UUID) -> HttpResponse:
    """Put right what is known of a caregiver."""
    case = opened(request, case_id, "caregiver")
    held = visible(who(request), P.READ_D2, Caregiver).get(pk=member_id, child=case.child_id)
    form = people.EditedCaregiver(request.POST or None, initial=_caregiver_shown(held))
    return form_page(
        request, case, "cases/caregiver.html", form,
        lambda: writing.change_caregiver(
            by=who(request), caregiver_id=member_id, facts=form.facts(), version=form.cleaned_data["version"],
            now=timezone.now(),
        ),
        gettext("Data pengasuh tersimpan."), then="cases:people", shows=_caregiver_shown,
    )  # fmt: skip


def _caregiver_shown(held: Caregiver) -> dict[str, Any]:
    answers = {True: "yes", False: "no", None: ""}
    told = {name: getattr(held, name) for name in ("name", "relation", "phone", "safe_hours", "is_main", "version")}
    return told | {name: answers[getattr(held, name)] for name in ("safe_to_contact", "lives_with_child")}


@require_POST
def end(request: HttpRequest, case_id: UUID, kind: str, member_id: UUID) -> HttpResponse:
    """A caregiver, member or relationship is no more."""
    member: Any = family.member(who(request), kind, member_id)
    writing.end_membership(by=who(request), member=member, now=timezone.now())
    messages.success(request, gettext("Ditandai berakhir. Riwayatnya tetap tersimpan."))
    return redirect("cases:people", case_id)


@require_http_methods(FORM)
def assign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give the case to other people, with everybody's load before one's eyes."""
    case = opened(request, case_id, "assign", P.CASE_ASSIGN)
    team = staff.team_asked(case.office_id, request.POST.get("team_id") or request.GET.get("tim", ""), case.team_id)
    candidates = staff.candidates([team.pk], case.area_id, case, timezone.now())
    now_on = [str(row.user_id) for row in staff.of_case(case)]
    form = life.Assignment(
        request.POST or None, candidates=candidates,
        initial={"holder_id": str(case.owner_id), "companion_ids": now_on, "team_id": team.pk},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _assign(request, case, form)):
        messages.success(request, gettext("Penugasan tersimpan."))
        seen = visible(who(request), P.READ_D1, Case).filter(pk=case.pk).exists()  # another team's is no longer hers
        return redirect("cases:people", case.pk) if seen else redirect("cases:list")
    context = shell(request, case) | {
        "form": form, "candidates": candidates, "team": team, "teams": staff.teams_for(case.office_id),
        "recommended": {role: recommended(candidates, role) for role in ("SOCIAL_WORKER", "COMPANION")},
        "limit": settings.CITY.caseload_warning,
    }  # fmt: skip
    return render(request, "cases/assign.html", context, status=status_of(form))


def _assign(request: HttpRequest, case: Case, form: life.Assignment) -> None:
    operations.assign(by=who(request), case_id=case.pk, now=timezone.now(), **form.cleaned_data)


@require_http_methods(FORM)
def hand_over(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Hand somebody's cases to a colleague: the list, whom to, a confirmation."""
    require(who(request), P.CASE_ASSIGN)
    now = timezone.now()
    carried = family.carried_by(who(request), user_id)
    colleagues = [c for c in staff.candidates(family.teams_of(carried), None, None, now) if c.id != user_id]
    name = staff.names([user_id]).get(user_id, "")
    form = life.HandOver(
        request.POST or None, people=[(str(c.id), _choice(c)) for c in colleagues],
        cases=[(str(case.pk), label) for case, label in family.labels(who(request), carried, now)],
        initial={"case_ids": [str(case.pk) for case in carried]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and attempt(
        form,
        lambda: operations.hand_over_cases(by=who(request), from_id=user_id, now=timezone.now(), **form.cleaned_data),
    ):  # fmt: skip
        count = len(form.cleaned_data["case_ids"])
        messages.success(request, gettext("%(count)s kasus diserahkan beserta tenggatnya.") % {"count": count})
        return redirect("cases:list")
    context = {"form": form, "name": name, "carried": carried, "now": now}
    return render(request, "cases/hand_over.html", context, status=422 if form.is_bound else 200)


def _choice(person: Any) -> str:
    role = gettext("pekerja sosial") if person.role == "SOCIAL_WORKER" else gettext("pendamping")
    away = f", {gettext('sedang cuti')}" if person.away else ""
    return f"{person.name} ({role}, {person.load or 0} {gettext('kasus')}{away})"
