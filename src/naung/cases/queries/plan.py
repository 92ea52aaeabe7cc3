"""The plans of a case with all that hangs on them: goals, actions, who was told, services delivered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.cases.models import Action, Assessment, Case, Delivery, Goal, Plan, PlanTold, Rating
from naung.cases.queries import assessment as assessments
from naung.cases.rules import assessment as rules
from naung.cases.rules import gates
from naung.core.text import Text
from naung.teams.models import User

CHILD, CAREGIVER = "CHILD", "CAREGIVER"
WHO_TEXTS: Mapping[str, Text] = {
    CHILD: Text("Anak", "The child"),
    CAREGIVER: Text("Pengasuh", "The caregiver"),
}


@dataclass(frozen=True)
class Sheet:
    """One version of the plan as it stands on paper."""

    plan: Plan
    goals: tuple[Goal, ...]
    actions: Mapping[UUID, tuple[Action, ...]] = field(default_factory=dict)
    told: tuple[PlanTold, ...] = ()
    ratings: Mapping[str, rules.Rating] = field(default_factory=dict)

    @property
    def all_actions(self) -> list[Action]:
        return [action for goal in self.goals for action in self.actions.get(goal.pk, ())]

    @cached_property
    def without_goal(self) -> tuple[str, ...]:
        """The factors rated 1 or 2 that still lack a goal."""
        return rules.without_goal(self.ratings, {goal.factor for goal in self.goals})

    @cached_property
    def goals_without_action(self) -> tuple[Goal, ...]:
        return tuple(goal for goal in self.goals if not self.actions.get(goal.pk))

    @cached_property
    def not_told(self) -> tuple[str, ...]:
        """Who of child and caregiver was neither told nor has a reason why not. Telling one of them is enough."""
        return tuple(who for who in WHO_TEXTS if who not in {told.who for told in self.told})

    @property
    def missing(self) -> list[gates.CaseGate]:
        """What must stand before the plan is submitted and approved."""
        met = (
            (gates.GOALS_SET, bool(self.goals) and not self.without_goal),
            (gates.ACTIONS_ASSIGNED, bool(self.goals) and not self.goals_without_action),
            (gates.PLAN_TOLD, any(line.told for line in self.told)),
        )
        return [gate for gate, stands in met if not stands]


def of_case(actor: Actor, case: Case) -> list[Plan]:
    """The versions of a case's plan, newest first."""
    plans = list(visible(actor, P.READ_D3, Plan).filter(case=case).order_by("-number"))
    for plan in plans:
        plan.case = case
    return plans


def in_force(plans: Iterable[Plan]) -> Plan | None:
    """The approved version that no other has replaced."""
    return next((plan for plan in plans if plan.approved_at and not plan.replaced_at), None)


def being_written(plans: Iterable[Plan]) -> Plan | None:
    """The version that is not approved yet."""
    return next((plan for plan in plans if plan.approved_at is None), None)


def sheet(plan: Plan, known: Iterable[Assessment] = ()) -> Sheet:
    """Everything on one version, in a fixed number of queries; `known` are assessments read already."""
    goals = tuple(Goal.objects.filter(plan=plan, removed_at=None).order_by("factor", "pk"))
    actions: dict[UUID, list[Action]] = {}
    for action in Action.objects.filter(goal__plan=plan, goal__removed_at=None, removed_at=None).order_by(
        "due_date", "pk"
    ):
        actions.setdefault(action.goal_id, []).append(action)
    told = tuple(PlanTold.objects.filter(plan=plan).order_by("told_at"))
    parts: list[Any] = [*goals, *told, *(a for held in actions.values() for a in held)]
    for part in parts:
        part.case = plan.case
    return Sheet(plan, goals, {k: tuple(v) for k, v in actions.items()}, told, _ratings(plan, known))


def _ratings(plan: Plan, known: Iterable[Assessment]) -> dict[str, rules.Rating]:
    """The ratings on which the plan rests."""
    rests_on = next((a for a in known if a.pk == plan.assessment_id), None)
    if rests_on is not None:
        return assessments.rated(rests_on)
    ratings = list(Rating.objects.filter(assessment=plan.assessment_id)) if plan.assessment_id else []
    for rating in ratings:
        rating.case = plan.case
    return {rating.factor: assessments.as_rule(rating) for rating in ratings}


def open_actions(actor: Actor, case: Case) -> list[Action]:
    """The actions of the plan in force that are neither done nor explained, the earliest first."""
    found = visible(actor, P.READ_D3, Action).filter(
        case=case, done_at=None, removed_at=None, goal__removed_at=None,
        goal__plan__approved_at__isnull=False, goal__plan__replaced_at=None,
    )  # fmt: skip
    actions = list(found.select_related("goal").order_by("due_date", "pk"))
    for action in actions:
        action.case = action.goal.case = case
    return actions


def deliveries(actor: Actor, case: Case) -> list[Delivery]:
    """The services that the child really received, newest first."""
    found = list(visible(actor, P.READ_D3, Delivery).filter(case=case).order_by("-date", "-pk"))
    for delivery in found:
        delivery.case = case
    return found


def people_on(case: Case) -> dict[UUID, str]:
    """Who may own an action of this case: its holder and everybody assigned, by name."""
    assigned = case.assignments.filter(until_at=None).values("user_id")
    users = User.objects.filter(Q(pk=case.owner_id) | Q(pk__in=assigned), is_active=True)
    return dict(users.order_by("name").values_list("pk", "name"))
