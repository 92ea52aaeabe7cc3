"""What a plan is made from, and how a plan reads: its visits by month and team."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncMonth

from naung.core.formats import office_zone
from naung.places.models import Level
from naung.prevention.models import AwarenessSession, PlannedVisit, PlanState, RolloutPlan, SessionStatus
from naung.prevention.queries.rollout import Asked
from naung.prevention.queries.rollout_next import waiting
from naung.prevention.rules.planning import Candidate, Slot, candidate
from naung.prevention.rules.rollout import LONG_AGO, Place
from naung.teams.models import Team, TeamKind


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a plan is asked for: which months, and what teams and sessions can do."""

    from_month: date
    months: int
    per_team: int
    per_session: int


def usual_terms(today: date) -> Terms:
    """Half a year from next month on, as the city's file says."""
    rollout = settings.CITY.rollout
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return Terms(from_month=following, months=6, per_team=rollout.per_team, per_session=rollout.per_session)


def candidates(terms: Terms, now: datetime) -> tuple[list[Candidate], int]:
    """The schools never reached, or not for two years, in the order of the list; and how many have no known size."""
    due = [place for place in waiting(Asked(), now) if place.months is None or place.months >= LONG_AGO]
    sized = sorted((place for place in due if place.pupils), key=lambda place: place.id)
    return [_candidate(place, terms) for place in sized], len(due) - len(sized)


def _candidate(place: Place, terms: Terms) -> Candidate:
    size = {"per_session": terms.per_session, "per_team": terms.per_team}
    return candidate(place.id, place.pupils or 0, place.need, place.district, **size)


def slots(office_id: UUID, terms: Terms, months: Sequence[date]) -> list[Slot]:
    """What each team can still do in each month: what it has planned already is taken off."""
    if not months:
        return []
    teams = Team.objects.filter(office=office_id, kind=TeamKind.COMPANIONS, closed_at=None)
    taken = _taken(months)
    return [
        Slot(team.pk, month, max(0, terms.per_team - taken.get((team.pk, month), 0)), _districts_of(team))
        for month in months
        for team in teams.prefetch_related("areas__parent").order_by("name", "pk")
    ]


def _districts_of(team: Team) -> frozenset[str]:
    """The names of the kecamatan in which a team works."""
    areas = [area.parent if area.level == Level.WARD and area.parent else area for area in team.areas.all()]
    return frozenset(area.name for area in areas)


def _taken(months: Sequence[date]) -> Mapping[tuple[UUID, date], int]:
    last = months[-1]
    until = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    since, end = (datetime.combine(day, time(), office_zone()) for day in (months[0], until))
    sessions = AwarenessSession.objects.filter(from_at__gte=since, from_at__lt=end, team__isnull=False)
    rows = sessions.exclude(status=SessionStatus.CANCELLED).annotate(month=TruncMonth("from_at", tzinfo=office_zone()))
    counted = rows.order_by().values_list("team", "month").annotate(number=Count("pk"))
    return {(team, month.date()): number for team, month, number in counted}


def plans() -> list[RolloutPlan]:
    """The plans, the latest first; dropped ones are no longer shown."""
    found = RolloutPlan.objects.exclude(state=PlanState.DROPPED)
    return list(found.annotate(schools=Count("visits")).order_by("-made_at")[:20])


def plan(plan_id: UUID) -> RolloutPlan:
    """One plan."""
    return RolloutPlan.objects.get(pk=plan_id)


@dataclass(frozen=True)
class Month:
    """A month of a plan, with what each team does in it."""

    month: date
    teams: Sequence[tuple[Team, Sequence[PlannedVisit]]]


def by_month(found: RolloutPlan) -> list[Month]:
    """The visits of a plan by month and team; within a team the largest school first."""
    visits = found.visits.select_related("school__area", "team").order_by(
        "month", "team__name", "team", "-pupils", "pk"
    )
    return [Month(month, _by_team(rows)) for month, rows in groupby(visits, key=lambda visit: visit.month)]


def _by_team(visits: Iterable[PlannedVisit]) -> list[tuple[Team, list[PlannedVisit]]]:
    return [(team, list(rows)) for team, rows in groupby(visits, key=lambda visit: visit.team)]
