"""Awareness sessions as the office sees them: lists, months, who speaks, who cannot."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet, Sum

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.core.formats import local
from naung.places.models import Area, Level
from naung.prevention.models import AwarenessSession, Commitment, SessionStatus, Speaker
from naung.prevention.rules.sessions import Counts
from naung.teams.models import Absence, User


def sessions(actor: Actor) -> QuerySet[AwarenessSession]:
    """Every session of the office, with its place and its speakers."""
    spoken = Speaker.objects.select_related("user").order_by("user__name")
    found = visible(actor, P.OFFICE_READ, AwarenessSession).select_related("school", "ward")
    return found.prefetch_related(Prefetch("speakers", spoken, to_attr="speaking"))


def listed(
    actor: Actor, *, status: str, search: str = "", district: str = "", month: date | None = None, mine: bool = False
) -> QuerySet[AwarenessSession]:
    """One list of sessions: the next ones first, of those held or cancelled the latest."""
    found = sessions(actor).filter(status=status)
    if search:
        found = found.filter(_named(search))
    if district:
        found = found.filter(_in_district(district))
    if month:
        since, until = month_bounds(month)
        found = found.filter(from_at__gte=since, from_at__lt=until)
    if mine and actor.id:
        found = found.filter(pk__in=of_person(actor.id).values("pk"))
    return found.order_by("from_at" if status == SessionStatus.PLANNED else "-from_at", "pk")


def _named(search: str) -> Q:
    named = Q(title__icontains=search) | Q(school__name__icontains=search) | Q(ward__name__icontains=search)
    return named | Q(code__iexact=search.replace("-", "").strip()) | Q(place__icontains=search)


def _in_district(code: str) -> Q:
    paths = ("ward__parent", "ward", "school__area", "school__area__parent")
    found = Q()
    for path in paths:
        found |= Q(**{f"{path}__code": code})
    return found


def districts() -> list[Area]:
    """The kecamatan to choose from."""
    return list(Area.objects.filter(level=Level.DISTRICT).order_by("name"))


def of_person(user_id: UUID) -> QuerySet[AwarenessSession]:
    """The sessions that somebody planned or speaks at."""
    speaks = Speaker.objects.filter(user=user_id).values("session")
    return AwarenessSession.objects.filter(Q(planned_by_id=user_id) | Q(pk__in=speaks))


def month_bounds(month: date) -> tuple[datetime, datetime]:
    """The first moment of a month and of the next one, on the office's clock."""
    first = month.replace(day=1)
    following = first + timedelta(days=monthrange(first.year, first.month)[1])
    begins, ends = (datetime.combine(day, time(), settings.CITY.zone) for day in (first, following))
    return begins, ends


@dataclass(frozen=True)
class MonthDay:
    """One day of the calendar; `inside` is false for days of the months around."""

    day: date
    inside: bool
    sessions: tuple[AwarenessSession, ...]


def month_of(actor: Actor, month: date, *, mine: bool = False) -> list[list[MonthDay]]:
    """A month by weeks, Monday first, with what is planned or was held. Two queries."""
    since, until = month_bounds(month)
    found = sessions(actor).exclude(status=SessionStatus.CANCELLED).filter(from_at__gte=since, from_at__lt=until)
    if mine and actor.id:
        found = found.filter(pk__in=of_person(actor.id).values("pk"))
    by_day: dict[date, list[AwarenessSession]] = {}
    for session in found.order_by("from_at", "pk"):
        by_day.setdefault(local(session.from_at).date(), []).append(session)
    first, last = since.date(), until.date() - timedelta(days=1)
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    days = [monday + timedelta(days=number) for number in range(7 * weeks)]
    rows = [MonthDay(day, first <= day <= last, tuple(by_day.get(day, ()))) for day in days]
    return [rows[start : start + 7] for start in range(0, len(rows), 7)]


def clashing(people: Iterable[UUID], from_at: datetime, until_at: datetime, but: UUID | None) -> list[Speaker]:
    """Who of these people speaks at another session in these hours, and at which."""
    found = Speaker.objects.filter(user__in=list(people), session__status=SessionStatus.PLANNED)
    found = found.filter(session__from_at__lt=until_at, session__until_at__gt=from_at).exclude(session=but)
    return list(found.select_related("user", "session").order_by("user__name", "session__from_at"))


def on_leave(people: Iterable[UUID], from_at: datetime, until_at: datetime) -> list[str]:
    """The names of those who are away on these days."""
    first, last = local(from_at).date(), local(until_at).date()
    away = Absence.objects.filter(user__in=list(people), ended_at=None, from_date__lte=last, until_date__gte=first)
    return list(away.order_by("user__name").values_list("user__name", flat=True).distinct())


def counts_of(session: AwarenessSession) -> Counts:
    """How many came, by group and sex."""
    rows = session.attendance.values_list("audience", "sex", "people")
    return {(audience, sex): people for audience, sex, people in rows}


def total_of(session: AwarenessSession) -> int:
    """How many came in all."""
    return session.attendance.aggregate(total=Sum("people"))["total"] or 0


def speakers_of(session: AwarenessSession) -> list[User]:
    """Who speaks, by name."""
    return list(User.objects.filter(speaks_at__session=session).order_by("name"))


def commitments_of(session: AwarenessSession) -> list[Commitment]:
    """What the school promised, the next day first."""
    return list(session.commitments.order_by("done_at", "due_date", "pk"))


def waiting_for(actor: Actor, until: datetime) -> list[AwarenessSession]:
    """What this person's sessions ask of her by then: to be held or counted, or to be followed up. One query."""
    if actor.id is None or P.SESSION_PLAN not in actor.may:
        return []
    to_hold = Q(status=SessionStatus.PLANNED, from_at__lte=until)
    to_follow = Q(status=SessionStatus.HELD, follow_up__done_at=None, follow_up__due_at__lte=until)
    found = of_person(actor.id).filter(to_hold | to_follow)
    return list(found.select_related("school", "ward", "follow_up").order_by("from_at", "pk"))
