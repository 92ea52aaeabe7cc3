"""Duties as lines: level, time, first name and age, the duty in words, time left, the one action."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Case as DbCase
from django.db.models import IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role, Scope
from naung.access.queries import visible
from naung.cases.models import Case
from naung.core.levels import Level
from naung.core.text import Text
from naung.desk.rules import Way, rules_of, way_for
from naung.duties.models import Deadline
from naung.duties.queries.deadlines import OPEN
from naung.duties.rules import DutyRule, rule_for
from naung.duties.rules.notices import NEUTRAL
from naung.intake.models import Report
from naung.people.models import Caregiver, Child
from naung.people.rules.ages import age_now

# The most urgent level first; a duty without a level last.
URGENCY = DbCase(
    *(When(level=level, then=Value(-level.rank)) for level in Level), default=Value(1), output_field=IntegerField()
)


@dataclass(frozen=True)
class Line:
    """One duty as a line on a page."""

    due: datetime
    level: str
    who: str
    age: int | None
    number: str
    duty: Text
    basis: str
    action: Text | None
    href: str
    where: str = ""
    safe_hours: str = ""
    paused: bool = False


def my_duties(actor: Actor, until: datetime) -> QuerySet[Deadline]:
    """The open duties of the cases that the actor holds or was given, due by `until`, earliest first;
    also of whom she stands in for.

    A companion sees those that are a companion's work. What is due at midnight is work of the day before.
    """
    mine = Q(owner_id__in=sorted(actor.ids(P.CASE_WORK, Scope.OWN))) | Q(
        case_id__in=sorted(actor.ids(P.READ_D1, Scope.GRANTED))
    )
    duties = visible(actor, P.READ_D1, Deadline).filter(OPEN, mine, case_id__isnull=False, due_at__lte=until)
    rules = rules_of(actor.roles & {Role.SOCIAL_WORKER, Role.COMPANION})
    return duties.filter(rule__in=rules).order_by("due_at") if rules is not None else duties.order_by("due_at")


def team_late(actor: Actor, now: datetime) -> QuerySet[Deadline]:
    """What is late in the actor's teams (for the heads: in the office, from 150 % of its time, the
    most urgent first)."""
    late = visible(actor, P.READ_D1, Deadline).filter(OPEN, due_at__lt=now, paused_at=None)
    if Role.SUPERVISOR in actor.roles:
        teams = sorted(actor.ids(P.CASE_ASSIGN, Scope.TEAM))
        return late.filter(team_id__in=teams).order_by("due_at")
    return late.filter(division_at__lt=now).order_by(URGENCY, "due_at")


def lines_of(actor: Actor, duties: Iterable[Deadline], today: date, *, names: bool = True) -> list[Line]:
    """Duties with the child they are for: three queries, whatever the number. Without names for those who
    may not see one: these read and do not act."""
    found = list(duties)
    cases = {c.pk: c for c in _cases(actor, {d.case_id for d in found if d.case_id}, names=names)}
    reports = _report_numbers(actor, {d.report_id for d in found if d.report_id and not d.case_id})
    hours = _safe_hours([c.child_id for c in cases.values()]) if names else {}
    return [_line(duty, cases.get(duty.case_id or duty.pk), reports, hours, today, names=names) for duty in found]


def _cases(actor: Actor, ids: set[UUID], *, names: bool) -> QuerySet[Case]:
    cases = visible(actor, P.READ_D1, Case).filter(pk__in=ids)
    return cases.select_related("child", "child__ward") if names else cases


def _report_numbers(actor: Actor, ids: set[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    return dict(visible(actor, P.READ_D1, Report).filter(pk__in=ids).values_list("pk", "number"))


def _safe_hours(children: list[UUID]) -> dict[UUID, str]:
    rows = Caregiver.objects.filter(child_id__in=children, ended_at=None, safe_to_contact=True).exclude(safe_hours="")
    return dict(rows.order_by("is_main").values_list("child_id", "safe_hours"))


def _line(
    duty: Deadline, case: Case | None, reports: dict[UUID, str], hours: dict[UUID, str], today: date, *, names: bool
) -> Line:
    rule = rule_for(duty.rule, duty.started_at.astimezone(settings.CITY.zone).date())
    way = way_for(duty.rule, of_case=duty.report_id is None or duty.case_id is not None)
    child = case.child if case is not None and names else None
    return Line(
        due=duty.due_at,
        level=(case.level if case is not None else duty.level),
        who=first_name(child),
        age=age_of(child, today) if child else None,
        number=case.number if case is not None else reports.get(duty.report_id or duty.pk, "") or _code(duty),
        duty=_words(duty, rule, names=names),
        basis=rule.basis if rule and (names or duty.rule not in NEUTRAL) else "",
        action=way.action if names else None,
        href=_page(way, duty),
        where=child.ward.name if child is not None and child.ward else "",
        safe_hours=hours.get(child.pk, "") if child is not None else "",
        paused=duty.paused_at is not None,
    )


def _code(duty: Deadline) -> str:
    """A session's code; of a report that may not be seen nothing is said."""
    return str(duty.detail.get("number", "")) if duty.session_id else ""


def _words(duty: Deadline, rule: DutyRule | None, *, names: bool) -> Text:
    """What the duty is; neutral for those who may not know whose it is."""
    if not names and duty.rule in NEUTRAL:
        return NEUTRAL[duty.rule]
    return rule.text if rule else Text(duty.rule, duty.rule)


def _page(way: Way, duty: Deadline) -> str:
    """Where the duty is done; a visit after the return by its number in the series."""
    subject = duty.report_id if way.of_report else duty.subject[1]
    return reverse(way.page, args=[subject, int(duty.sequence)] if way.numbered else [subject])


def first_name(child: Child | None) -> str:
    """How a child is named on a line: what it is called, else the first name."""
    if child is None:
        return ""
    return child.nickname or child.name.split(" ")[0]


def age_of(child: Child, today: date) -> int | None:
    """The child's age in whole years, from the birth date or the estimate; none when unknown."""
    return age_now(today, birth_date=child.birth_date, estimate=child.age_estimate, estimated=child.age_estimated_date)
