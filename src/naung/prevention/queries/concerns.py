"""What a person of a school sees of the concerns she raised, and what the office sees of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from naung.access.acting import acting_as
from naung.access.actors import Actor, public
from naung.access.models import Grant
from naung.access.policy import P, Role
from naung.access.queries import permits, visible
from naung.core.text import Text
from naung.intake.models import Message, Report, ReportedChild
from naung.intake.rules import ReporterFacts
from naung.intake.rules.filing import RAISED
from naung.intake.rules.phrases import phrase_for
from naung.prevention.models import BodyStep, BreachJudgement, RaisedConcern, SchoolHandover, SchoolTask
from naung.prevention.rules.bodies import Sphere, body_on
from naung.prevention.rules.concerns import Side, figure
from naung.teams.models import Membership, Organisation, User
from naung.teams.queries import office_ids
from naung.teams.queries.people import current


@dataclass(frozen=True)
class SchoolPerson:
    """Somebody of a school: who, where, and what she does there."""

    user: User
    school: Organisation | None
    function: str

    @property
    def reporter(self) -> ReporterFacts:
        """How the office reaches her."""
        return ReporterFacts(name=self.user.name, phone=self.user.phone)


def own_id(actor: Actor) -> UUID:
    """Who asks; the clock and the command line are nobody here."""
    if actor.id is None:
        raise User.DoesNotExist
    return actor.id


def person_of(actor: Actor, now: datetime) -> SchoolPerson:
    """The school person who asks, with the school of which she became a member last."""
    held = current(Membership.objects.filter(user=own_id(actor), role=Role.SCHOOL), now)
    found = held.select_related("user", "school").order_by("-from_at").first()
    if found is None:
        raise Membership.DoesNotExist
    return SchoolPerson(found.user, found.school, found.school_function)


def head_of(school: Organisation | None, now: datetime) -> User | None:
    """Who heads a school, if she has an account."""
    held = current(Membership.objects.filter(school=school, school_function="HEAD", user__is_active=True), now)
    found = held.select_related("user").first() if school else None
    return found.user if found else None


def raised(actor: Actor, now: datetime) -> QuerySet[Report]:
    """The reports that she raised and still may know of, the newest first."""
    given = current(
        Grant.objects.filter(user_id=own_id(actor), role=Role.SCHOOL, reason_code=RAISED, revoked_at=None), now
    )
    return visible(actor, P.READ_D1, Report).filter(pk__in=given.values("record_id")).order_by("-received_at", "-id")


def reporters_side(actor: Actor, report_ids: Iterable[UUID]) -> Actor:
    """The same person as the reporter of what she raised: she reads and writes its messages and nothing else."""
    return replace(public(report_ids, office_ids()), name=actor.name, id=actor.id, unit_ids=actor.unit_ids, at=actor.at)


@dataclass(frozen=True)
class RaisedLine:
    """One concern as its school sees it: number, safe phrase, whether the office opened it and wrote anew."""

    report: Report
    phrase: Text
    unread: int = 0


def raised_lines(actor: Actor, reports: Iterable[Report]) -> list[RaisedLine]:
    """The concerns of one page, with how many answers wait to be read."""
    found = list(reports)
    with acting_as(reporters_side(actor, [report.pk for report in found])):
        new = Message.objects.filter(report__in=[r.pk for r in found], from_office=True, read_at=None)
        waiting = list(new.values_list("report_id", flat=True))
    return [RaisedLine(one, phrase_for(one.status, one.phrase), waiting.count(one.pk)) for one in found]


def tasks_of(actor: Actor) -> QuerySet[SchoolTask]:
    """What the office asked of this person of a school: open ones first, by their day."""
    mine = visible(actor, P.READ_D1, SchoolTask).filter(user_id=own_id(actor)).select_related("report")
    return mine.order_by("-done_at", "due_date", "given_at")


def task_named(actor: Actor, told: str) -> SchoolTask:
    """The task of hers whose id a form carries."""
    try:
        return tasks_of(actor).get(pk=UUID(told))
    except ValueError:
        raise SchoolTask.DoesNotExist from None


def may_be_asked(report: Report, now: datetime) -> QuerySet[User]:
    """The people of the child's school who may be given a task; of every school while that is not known.

    Nobody whom the report shuts out.
    """
    held = current(Membership.objects.filter(role=Role.SCHOOL), now)
    if school := ReportedChild.objects.filter(report=report).values_list("school_id", flat=True).first():
        held = held.filter(school=school)
    held = held.exclude(Q(school__in=report.barred_unit_ids) | Q(user__in=report.barred_user_ids))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")


def office_page(actor: Actor, report: Report, now: datetime) -> dict[str, Any]:
    """Everything that the office sees of a school's concern beside the report itself."""
    concern = visible(actor, P.READ_D3, RaisedConcern).select_related("school").filter(report=report).first()
    points = (concern.points or []) if concern else []
    judged = list(visible(actor, P.READ_D3, BreachJudgement).filter(report=report).order_by("-judged_at"))
    steps = list(visible(actor, P.READ_D3, BodyStep).filter(report=report).order_by("on_date", "written_at"))
    tasks = list(visible(actor, P.READ_D1, SchoolTask).filter(report=report).order_by("given_at"))
    handovers = visible(actor, P.READ_D1, SchoolHandover).filter(report=report)
    handed = list(handovers.select_related("from_school", "to_school").order_by("given_at"))
    day = _day(report)
    return {
        "report": report,
        "concern": concern,
        "child": visible(actor, P.READ_D2, ReportedChild).filter(report=report).first(),
        "points": points,
        "sides": [(side, figure(side, points)) for side in Side] if points else [],
        "judged": judged,
        "steps": steps,
        "tasks": tasks,
        "handovers": handed,
        "school_body": body_on(day, Sphere.SCHOOL),
        "city_body": body_on(day, Sphere.CITY),
        "names": _names(judged, steps, tasks, handed),
        "may_judge": permits(actor, P.REPORT_TRIAGE, report),
        "may_ask": permits(actor, P.SCHOOL_TASK_GIVE, report),
        "now": now,
    }


def _day(report: Report) -> date:
    return report.received_at.astimezone(settings.CITY.zone).date()


def _names(
    judged: list[BreachJudgement], steps: list[BodyStep], tasks: list[SchoolTask], handed: list[SchoolHandover]
) -> dict[UUID, str]:
    ids = {one.judged_by_id for one in judged} | {one.written_by_id for one in steps}
    ids |= {one.user_id for one in tasks} | {one.given_by_id for one in tasks}
    ids |= {one.giver_id for one in handed} | {one.receiver_id for one in handed}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
