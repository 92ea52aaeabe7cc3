"""The tab "Asesmen & rencana", the tasks of a case, and the services delivered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from naung.access.policy import Permission as P
from naung.access.queries import permits, visible
from naung.cases.forms import plan as forms
from naung.cases.models import Action, Case, Goal
from naung.cases.operations import children, steps
from naung.cases.operations import work as operations
from naung.cases.queries import family, staff, work
from naung.cases.queries import plan as queries
from naung.cases.rules.steps import CaseStatus
from naung.cases.views.page import attempt, shell, status_of, who
from naung.core import formats

# What a report leaves open (`intake/rules/receiving.unknowns`), in words.
QUESTIONS = {
    "name": _("nama anak"), "sex": _("jenis kelamin"), "age": _("umur"), "nik": _("NIK"), "address": _("alamat"),
    "ward": _("kelurahan"), "school": _("sekolah"), "caregivers": _("pengasuh"),
    "where_now": _("di mana anak sekarang"), "happened_when": _("kapan terjadi"), "place": _("tempat kejadian"),
    "alleged": _("siapa terlapor"), "alleged_access": _("apakah terlapor masih dekat dengan anak"),
    "child_wants": _("apa yang diinginkan anak"),
}  # fmt: skip


def file_of(request: HttpRequest, case_id: UUID, part: str, *, opened: bool = True, paper: bool = False) -> Case:
    """The case with its child for one who may read its story; every opening of the file is written down."""
    case = visible(who(request), P.READ_D3, Case).select_related("child").get(pk=case_id)
    if opened and request.method == "GET":
        children.open_file(by=who(request), case=case, page=part, now=timezone.now(), paper=paper)
    return case


def frame(request: HttpRequest, case: Case, tab: str = "") -> dict[str, Any]:
    """The frame of the case page, and what this person may do in this part."""
    return shell(request, case, tab) | {
        "may_assess": permits(who(request), P.CASE_ASSESS, case),
        "may_work": permits(who(request), P.CASE_WORK, case),
        "may_approve": permits(who(request), P.PLAN_APPROVE, case),
        "may_decide": permits(who(request), P.CASE_DECIDE, case),
        "may_lower": permits(who(request), P.LEVEL_LOWER, case),
    }


@require_GET
def tab(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Where assessment and plan stand, what comes next and what is missing for it."""
    case = file_of(request, case_id, "work")
    shown = work.standing(who(request), case) | frame(request, case, "work")
    context = shown | {"reported": family.reported(who(request), case, shown["child"]), "questions": QUESTIONS}
    return render(request, "cases/work.html", context)


@require_GET
def tasks(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The open actions of the plan in force, the services delivered, the goals."""
    case = file_of(request, case_id, "tasks")
    plan = queries.in_force(queries.of_case(who(request), case))
    delivered = queries.deliveries(who(request), case)
    context = {
        "sheet": queries.sheet(plan) if plan else None,
        "deliveries": delivered,
        "people": staff.names(
            [d.by_id for d in delivered] + ([a.responsible_id for a in queries.sheet(plan).all_actions] if plan else [])
        ),
        "today": formats.local(timezone.now()).date(),
    }
    return render(request, "cases/tasks.html", frame(request, case) | context)


@require_http_methods(["GET", "POST"])
def finish_action(request: HttpRequest, case_id: UUID, action_id: UUID) -> HttpResponse:
    """How an action of the plan ended."""
    case = file_of(request, case_id, "tasks")
    action = visible(who(request), P.READ_D3, Action).select_related("goal").get(pk=action_id, case=case)
    action.case = action.goal.case = case
    initial = {"version": action.version, "result": action.result, "explained": action.explained or ""}
    form = forms.Outcome(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form,
        lambda: operations.finish_action(by=who(request), action_id=action_id, now=timezone.now(), **form.cleaned_data),
    ):
        messages.success(request, gettext("Hasil kegiatan tersimpan."))
        return redirect("cases:tasks", case_id)
    context = frame(request, case) | {"form": form, "action": action}
    return render(request, "cases/action_outcome.html", context, status=status_of(form))


@require_POST
def reopen_action(request: HttpRequest, case_id: UUID, action_id: UUID) -> HttpResponse:
    """Take back that an action was finished."""
    operations.reopen_action(by=who(request), action_id=action_id, version=None, now=timezone.now())
    return redirect("cases:tasks", case_id)


@require_http_methods(["GET", "POST"])
def deliver(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write down a service that the child received."""
    case = file_of(request, case_id, "services")
    actions = {action.pk: action.text for action in queries.open_actions(who(request), case)}
    initial = {"service": request.GET.get("layanan", ""), "action_id": request.GET.get("kegiatan", "")}
    form = forms.Delivery(request.POST or None, actions=actions, now=timezone.now(), initial=initial)
    if form.is_valid() and attempt(
        form,
        lambda: operations.deliver_service(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data),
    ):
        messages.success(request, gettext("Layanan tercatat."))
        return redirect("cases:tasks", case_id)
    return render(request, "cases/delivery.html", frame(request, case) | {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def settle_goal(request: HttpRequest, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """Say whether a goal is met."""
    case = file_of(request, case_id, "tasks")
    goal = visible(who(request), P.READ_D3, Goal).get(pk=goal_id, case=case)
    goal.case = case
    form = forms.GoalSettled(request.POST or None, initial=_settled(goal))
    if form.is_valid() and attempt(
        form,
        lambda: operations.settle_goal(by=who(request), goal_id=goal_id, now=timezone.now(), **form.cleaned_data),
        shows=_settled,
    ):
        messages.success(request, gettext("Tujuan tersimpan."))
        return redirect("cases:tasks", case_id)
    context = frame(request, case) | {"form": form, "goal": goal}
    return render(request, "cases/goal_settled.html", context, status=status_of(form))


def _settled(goal: Goal) -> dict[str, Any]:
    met = {True: "yes", False: "no"}.get(goal.met) if goal.met is not None else None
    return {"version": goal.version, "met": met, "explained": goal.explained or ""}


@require_POST
def begin_monitoring(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Go from carrying out the plan to monitoring."""
    steps.advance(by=who(request), case_id=case_id, target=CaseStatus.MONITORING, now=timezone.now())
    messages.success(request, gettext("Kasus sekarang dipantau."))
    return redirect("cases:work", case_id)
