"""What waits for a supervisor's word: reports to register, and the decisions that others may not take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Scope
from naung.access.queries import visible
from naung.cases.models import Case, Closure, DangerFlag, LevelFinding, Plan, ReintegrationPlan
from naung.cases.rules.steps import WORKING, Stage
from naung.core.text import Text
from naung.desk import rules
from naung.desk.queries.today import first_name
from naung.duties.models import Deadline
from naung.duties.queries.deadlines import OPEN
from naung.intake.models import Report
from naung.intake.rules.states import ReportStatus

REVIEW_SOON = timedelta(days=3)
REPORT = Text("Laporan {number}", "Report {number}")
Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what, for whom, since when or until when, and where it is decided."""

    level: str
    who: str | Text
    what: Text
    since: datetime | None
    due: datetime | None
    action: Text
    href: str


def waiting(actor: Actor, now: datetime, most: int) -> list[Waiting]:
    """Everything of the actor's teams that waits for her word: the reports first, then what has waited longest.

    Three queries, whatever the number.
    """
    return [*_reports(actor, most), *_decisions(actor, now, most)]


def _reports(actor: Actor, most: int) -> Iterator[Waiting]:
    """Triaged reports of the actor's teams that wait for registration or another outcome."""
    teams = sorted(actor.ids(P.CASE_REGISTER, Scope.TEAM))
    found = visible(actor, P.READ_D1, Report).filter(status=ReportStatus.TRIAGED, team_id__in=teams)
    duty = Deadline.objects.filter(OPEN, report_id=OuterRef("pk"), paused_at=None).order_by("due_at")
    for report in found.annotate(due=Subquery(duty.values("due_at")[:1])).order_by("received_at")[:most]:
        wait, who = rules.REPORT_WAITS, REPORT.format(number=report.number)
        place = reverse(wait.page, args=[report.pk])
        yield Waiting(report.level, who, wait.what, report.received_at, report.due, wait.action, place)


def _decisions(actor: Actor, now: datetime, most: int) -> Iterator[Waiting]:
    rows = [
        _plans(actor),
        _closings(actor),
        _lower_levels(actor),
        _returns(actor),
        _dangers(actor),
        _reviews(actor, now),
    ]
    asked = [row.order_by().values_list("about", "asks", "moment", "place") for row in rows]
    found = list(asked[0].union(*asked[1:], all=True).order_by("moment")[:most])
    cases = Case.objects.filter(pk__in={of for of, *_ in found}).select_related("child").in_bulk() if found else {}
    for of, kind, at, part in found:
        if of in cases:
            yield _line(cases[of], rules.WAITS[kind], at, part)


def _line(case: Case, wait: rules.Wait, at: datetime, part: UUID | None) -> Waiting:
    place = [case.pk, part] if wait.of_part else [case.pk]
    since, due = (None, at) if wait.timed else (at, None)
    who = first_name(case.child) or case.number
    return Waiting(case.level, who, wait.what, since, due, wait.action, reverse(wait.page, args=place))


def _rows(found: Rows, kind: str, at: str, of: str = "case_id", part: str = "") -> Rows:
    """One kind of thing in the shape that all share."""
    which = F(part) if part else Cast(Value(None), UUIDField())
    shaped: Rows = found.annotate(about=F(of), asks=Value(kind, CharField()), moment=F(at), place=which)
    return shaped


def _plans(actor: Actor) -> Rows:
    """Plans before her that she neither wrote nor submitted; also one that was given back and comes again."""
    found = visible(actor, P.PLAN_APPROVE, Plan).filter(submitted_at__isnull=False, approved_at=None, replaced_at=None)
    return _rows(found.exclude(author_id=actor.id).exclude(submitted_by_id=actor.id), "PLAN", "submitted_at")


def _closings(actor: Actor) -> Rows:
    found = visible(actor, P.CASE_CLOSE, Closure).filter(proposed_at__isnull=False, closed_at=None, returned_at=None)
    return _rows(found.exclude(proposed_by_id=actor.id), "CLOSING", "proposed_at")


def _lower_levels(actor: Actor) -> Rows:
    """Lower levels that an assessment or a review found, until they are decided."""
    found = visible(actor, P.LEVEL_LOWER, LevelFinding).filter(decided_at=None, case__status__in=WORKING)
    return _rows(found.exclude(found_by_id=actor.id), "LEVEL", "found_at")


def _returns(actor: Actor) -> Rows:
    """Plans for the child's return in which everything is answered; the page shows the other gates."""
    flagged = DangerFlag.objects.filter(case=OuterRef("case"), ended_at=None)
    found = visible(actor, P.CASE_DECIDE, ReintegrationPlan).filter(
        ~Exists(flagged), ~Q(destination=""), case__stage=Stage.REHABILITATION, case__status__in=WORKING,
        caregiver_assessed=True, school_place=True, child_agrees=True, community_checked=True, text__isnull=False,
    )  # fmt: skip
    return _rows(found, "RETURN", "made_at")


def _dangers(actor: Actor) -> Rows:
    found = visible(actor, P.DANGER_END, DangerFlag).filter(ended_at=None, case__closed_at=None)
    return _rows(found.exclude(raised_by_id=actor.id), "DANGER", "raised_at", part="pk")


def _reviews(actor: Actor, now: datetime) -> Rows:
    found = visible(actor, P.CASE_SUSPEND, Deadline).filter(
        OPEN, rule="SUSPENSION_REVIEW", due_at__lte=now + REVIEW_SOON
    )
    return _rows(found, "REVIEW", "due_at")
