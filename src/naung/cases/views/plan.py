"""Pages of the plan: write goals and actions, tell child and caregiver, submit, approve or return, print."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from naung.cases.forms import plan as forms
from naung.cases.models import Action, Case, Goal, Plan
from naung.cases.operations import plan as operations
from naung.cases.queries import plan as queries
from naung.cases.queries import staff
from naung.cases.rules import assessment as rules
from naung.cases.views.page import attempt, not_possible, status_of, who
from naung.cases.views.work import file_of, frame
from naung.core import formats, reference
from naung.core.errors import NotAllowedNow, Stale
from naung.core.forms import whole_number


@require_POST
def start(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Begin a version of the plan, or go on with the one being written."""
    operations.start_plan(by=who(request), case_id=case_id, now=timezone.now())
    return redirect("cases:plan", case_id)


@require_GET
def current(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The version being written, else the one in force."""
    case = file_of(request, case_id, "plan")
    versions = queries.of_case(who(request), case)
    return _page(request, case, versions, queries.being_written(versions) or queries.in_force(versions))


@require_GET
def version(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """One version of the plan to read and print (document RIL)."""
    case = file_of(request, case_id, "plan")
    versions = queries.of_case(who(request), case)
    chosen = next((plan for plan in versions if plan.number == number), None)
    if chosen is None:
        raise Plan.DoesNotExist
    return _page(request, case, versions, chosen)


def _page(request: HttpRequest, case: Case, versions: list[Plan], plan: Plan | None, status: int = 200) -> HttpResponse:
    sheet = queries.sheet(plan) if plan else None
    told = sheet.told if sheet else ()
    wrote = [plan.author_id, plan.approved_by_id, plan.submitted_by_id] if plan else []
    people = [a.responsible_id for a in sheet.all_actions] if sheet else []
    mine = frame(request, case)
    editable = plan is not None and plan.submitted_at is None and plan.approved_at is None and mine["may_assess"]
    wrote_it = plan is not None and who(request).id in (plan.author_id, plan.submitted_by_id)
    context = {
        "versions": versions,
        "plan": plan,
        "sheet": sheet,
        "names": staff.names([*wrote, *people, *(t.by_id for t in told)]),
        "who_texts": queries.WHO_TEXTS,
        "factors": rules.factors(),
        "editable": editable,
        "decides": plan is not None
        and plan.submitted_at is not None
        and plan.approved_at is None
        and mine["may_approve"]
        and not wrote_it,
        "return_form": forms.Reason(initial={"version": plan.version if plan else 0}),
        "review_form": forms.Review(current=case.level),
    }
    return render(request, "cases/plan.html", mine | context, status=status)


def _writing(request: HttpRequest, case: Case) -> Plan:
    found = queries.being_written(queries.of_case(who(request), case))
    if found is None:
        raise Plan.DoesNotExist
    return found


def _form_page(request: HttpRequest, case: Case, template: str, form: Any, **more: Any) -> HttpResponse:
    context = frame(request, case) | {"form": form, **more}
    return render(request, template, context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, case_id: UUID, goal_id: UUID | None = None) -> HttpResponse:
    """Write a goal for one factor."""
    case = file_of(request, case_id, "plan")
    plan = _writing(request, case)
    sheet = queries.sheet(plan)
    held = next((g for g in sheet.goals if g.pk == goal_id), None)
    if goal_id is not None and held is None:
        raise Goal.DoesNotExist
    initial: dict[str, Any] = {"factor": request.GET.get("faktor", next(iter(sheet.without_goal), ""))}
    if held is not None:
        initial = {"factor": held.factor, "text": held.text, "version": held.version}
    form = forms.Goal(request.POST or None, initial=initial, low=rules.needing_goal(sheet.ratings))
    made: list[Goal] = []
    if form.is_valid() and attempt(form, lambda: made.append(_write_goal(request, plan, goal_id, form))):
        done = goal_id is not None or sheet.actions.get(made[0].pk)
        return redirect("cases:plan", case_id) if done else redirect("cases:plan_action_new", case_id, made[0].pk)
    return _form_page(request, case, "cases/plan_goal.html", form, goal=held, sheet=sheet)


def _write_goal(request: HttpRequest, plan: Plan, goal_id: UUID | None, form: forms.Goal) -> Goal:
    return operations.write_goal(
        by=who(request), plan_id=plan.pk, goal_id=goal_id, now=timezone.now(), **form.cleaned_data
    )


@require_POST
def remove_goal(request: HttpRequest, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """Take a goal out of the draft."""
    plan = _writing(request, file_of(request, case_id, "plan"))
    operations.remove_goal(by=who(request), plan_id=plan.pk, goal_id=goal_id, now=timezone.now())
    return redirect("cases:plan", case_id)


@require_http_methods(["GET", "POST"])
def action(
    request: HttpRequest, case_id: UUID, goal_id: UUID | None = None, action_id: UUID | None = None
) -> HttpResponse:
    """Write an action of a goal: what, who, until when, which service."""
    case = file_of(request, case_id, "plan")
    plan = _writing(request, case)
    sheet = queries.sheet(plan)
    held = next((a for a in sheet.all_actions if a.pk == action_id), None)
    key = held.goal_id if held is not None else goal_id
    of = next((g for g in sheet.goals if g.pk == key), None)
    if of is None:
        raise Action.DoesNotExist
    initial: dict[str, Any] = {"responsible_id": who(request).id}
    if held is not None:
        initial = {
            "text": held.text, "responsible_id": held.responsible_id, "due_date": held.due_date,
            "service": held.service, "version": held.version,
        }  # fmt: skip
    form = forms.Action(request.POST or None, initial=initial, people=queries.people_on(case))
    if form.is_valid() and attempt(
        form,
        lambda: operations.write_action(
            by=who(request), plan_id=plan.pk, goal_id=of.pk, action_id=action_id, now=timezone.now(),
            **form.cleaned_data,
        ),
    ):  # fmt: skip
        return redirect("cases:plan", case_id)
    return _form_page(request, case, "cases/plan_action.html", form, goal=of, action=held, services=_services())


def _services() -> list[tuple[str, str, str, str]]:
    """The services with who is eligible and who gives them, in the page's language."""
    language = "en" if (get_language() or "").startswith("en") else "id"
    return [
        (code.code, code.label(language), code.extra.get(f"eligibility_{language}", ""), code.extra.get("provider", ""))
        for code in reference.codes("layanan").values()
    ]


@require_POST
def remove_action(request: HttpRequest, case_id: UUID, action_id: UUID) -> HttpResponse:
    """Take an action out of the draft."""
    plan = _writing(request, file_of(request, case_id, "plan"))
    operations.remove_action(by=who(request), plan_id=plan.pk, action_id=action_id, now=timezone.now())
    return redirect("cases:plan", case_id)


@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who of child and caregiver was told the plan, and what they said."""
    case = file_of(request, case_id, "plan")
    versions = queries.of_case(who(request), case)
    plan = queries.being_written(versions) or queries.in_force(versions)
    if plan is None:
        raise Plan.DoesNotExist
    initial = {"told_at": formats.local(timezone.now()), "who": request.GET.get("siapa", "")}
    form = forms.Told(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form, lambda: operations.tell_plan(by=who(request), plan_id=plan.pk, now=timezone.now(), **form.cleaned_data)
    ):
        return redirect("cases:plan", case_id)
    return _form_page(request, case, "cases/plan_told.html", form, sheet=queries.sheet(plan))


def _decided(request: HttpRequest, case_id: UUID, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("cases:work", case_id)


def _decide(request: HttpRequest, case_id: UUID, act: Callable[..., object], done: str) -> HttpResponse:
    """Submit or approve what was shown; what changed meanwhile is shown first and decided again."""
    case = file_of(request, case_id, "plan")
    plan = _writing(request, case)
    try:
        act(by=who(request), plan_id=plan.pk, version=_version_shown(request), now=timezone.now())
    except Stale:
        messages.warning(request, gettext("Rencana ini berubah sesudah halaman Anda dibuka. Baca lagi, lalu putuskan."))
        versions = queries.of_case(who(request), case)
        return _page(request, case, versions, queries.being_written(versions) or queries.in_force(versions), status=409)
    except NotAllowedNow as problem:
        not_possible(request, problem)
        return redirect("cases:plan", case_id)
    return _decided(request, case_id, done)


def _version_shown(request: HttpRequest) -> int | None:
    return whole_number(request.POST.get("version", ""))


@require_POST
def submit(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put the plan before the supervisor."""
    return _decide(request, case_id, operations.submit_plan, gettext("Rencana diajukan kepada supervisor."))


@require_POST
def withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take a submitted plan back to change it."""
    plan = _writing(request, file_of(request, case_id, "plan"))
    operations.withdraw_plan(by=who(request), plan_id=plan.pk, now=timezone.now())
    return redirect("cases:plan", case_id)


@require_POST
def approve(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Approve the submitted plan."""
    return _decide(request, case_id, operations.approve_plan, gettext("Rencana disetujui dan mulai berlaku."))


@require_POST
def give_back(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the submitted plan to its author, saying what has to change."""
    case = file_of(request, case_id, "plan")
    plan = _writing(request, case)
    form = forms.Reason(request.POST)
    if not form.is_valid() or not attempt(
        form, lambda: operations.return_plan(by=who(request), plan_id=plan.pk, now=timezone.now(), **form.cleaned_data)
    ):
        return _form_page(request, case, "cases/plan_return.html", form)
    return _decided(request, case_id, gettext("Rencana dikembalikan kepada penyusun."))


@require_POST
def review(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep that the plan in force was looked at again and stands."""
    case = file_of(request, case_id, "plan")
    plan = queries.in_force(queries.of_case(who(request), case))
    form = forms.Review(request.POST, current=case.level)
    if plan is None:
        raise Plan.DoesNotExist
    if not form.is_valid() or not attempt(
        form, lambda: operations.review_plan(by=who(request), plan_id=plan.pk, now=timezone.now(), **form.cleaned_data)
    ):
        return _form_page(request, case, "cases/plan_review.html", form)
    return _decided(request, case_id, gettext("Tinjauan tersimpan. Tinjauan berikutnya sudah dijadwalkan."))
