"""The frame of a case page: header, safety line, next duty, the gates of the next steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from naung.access.actors import Actor
from naung.access.models import Grant
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import given_under, permits
from naung.cases.models import Case, DangerFlag, Safety
from naung.cases.queries import cases
from naung.cases.queries.facts import facts_of
from naung.cases.queries.same import ALONE, SameChild, same_child
from naung.cases.rules import steps
from naung.cases.rules.gates import CaseFacts, CaseGate
from naung.cases.rules.steps import CaseStatus
from naung.core.text import Text
from naung.duties.models import Deadline
from naung.duties.queries import open_for
from naung.people.models import Child
from naung.teams.models import User

# Where a step is taken; the others are taken on the case page itself.
PLACES = {CaseStatus.IMPLEMENTATION: "cases:plan"}


@dataclass(frozen=True)
class GateLine:
    """One gate as the page shows it."""

    gate: CaseGate
    met: bool


@dataclass(frozen=True)
class NextStep:
    """A step that comes next: its name, its gates, and whether this person may take it now."""

    target: str
    text: Text
    gates: tuple[GateLine, ...]
    stage: bool
    may: bool
    asks_reason: bool
    place: str = ""

    @property
    def ready(self) -> bool:
        """Whether everything stands."""
        return all(line.met for line in self.gates)


@dataclass(frozen=True)
class Frame:
    """What every page of a case shows above its own part."""

    case: Case
    child: Child | None
    safety: Safety | None
    flags: list[DangerFlag]
    duties: list[Deadline]
    next_steps: list[NextStep]
    emergency_until: datetime | None = None
    same: SameChild = ALONE

    @property
    def duty(self) -> Deadline | None:
        """The next duty: the earliest that runs, a paused one only when no other waits."""
        return next((d for d in self.duties if d.paused_at is None), next(iter(self.duties), None))


def frame_of(actor: Actor, case: Case) -> Frame:
    """The frame of one case. Five queries."""
    child = cases.child_of(actor, case)
    flags = list(_open_flags(case))
    for flag in flags:
        flag.case = case
    told = permits(actor, P.READ_D3, case)
    return Frame(
        case=case, child=child, safety=cases.safety_of(case), flags=flags, duties=list(open_for(case)),
        next_steps=next_steps(actor, case, facts_of(case)) if told and case.status in steps.WORKING else [],
        emergency_until=_emergency_until(actor, case), same=same_child(actor, child),
    )  # fmt: skip


def _emergency_until(actor: Actor, case: Case) -> datetime | None:
    """Until when she may see a file that she opened as an emergency. A query only for whoever did."""
    if actor.id is None or not given_under(actor, Role.EMERGENCY, case.pk):
        return None
    given = Grant.objects.filter(user_id=actor.id, role=Role.EMERGENCY, record_id=case.pk, revoked_at=None)
    return given.values_list("until_at", flat=True).first()


def _open_flags(case: Case) -> QuerySet[DangerFlag]:
    """The dangers that are not over, each with the name of who saw it."""
    seen_by = User.objects.filter(pk=OuterRef("raised_by_id")).values("name")
    return DangerFlag.objects.filter(case=case, ended_at=None).annotate(by_name=Subquery(seen_by)).order_by("raised_at")


def next_steps(actor: Actor, case: Case, facts: CaseFacts) -> list[NextStep]:
    """The steps of status and stage that lie ahead, with what they still need."""
    return [*_status_steps(actor, case, facts), *_stage_steps(actor, case, facts)]


def _status_steps(actor: Actor, case: Case, facts: CaseFacts) -> Iterable[NextStep]:
    for step in steps.steps_from(case.status):
        if step.gates and not step.asks:
            yield NextStep(
                step.target, steps.STATUS_TEXTS[step.target], _lines(step.gates, facts), stage=False,
                may=permits(actor, step.needs, case), asks_reason=False, place=PLACES.get(step.target, ""),
            )  # fmt: skip


def _stage_steps(actor: Actor, case: Case, facts: CaseFacts) -> Iterable[NextStep]:
    for step in steps.stage_steps_from(case.stage):
        if "danger" not in step.asks:
            yield NextStep(
                step.target, steps.STAGE_TEXTS[step.target], _lines(step.gates, facts), stage=True,
                may=permits(actor, step.needs, case), asks_reason="reason" in step.asks,
            )  # fmt: skip


def _lines(gates: Iterable[CaseGate], facts: CaseFacts) -> tuple[GateLine, ...]:
    return tuple(GateLine(gate, gate.met(facts)) for gate in gates)
