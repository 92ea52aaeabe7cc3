"""Gathering what the rules of unusual looking need, and how often each of them was wrong. A fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncHour

from naung.access.actors import Actor
from naung.access.models import Grant
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit.models import Entry
from naung.core.text import Text
from naung.privacy.models import Review, Verdict
from naung.privacy.queries.barred import barred
from naung.privacy.rules import looking
from naung.privacy.rules.looking import Hit, Known, Look, Rule
from naung.teams.models import Membership, Shift, Team, User

REPORT = "intake.Report"
RECORDS = ("cases.Case", REPORT)
USUAL_OVER = timedelta(days=28)
LOOKED_UP = Q(event__startswith="search.") | Q(event="emergency.not-found")
OPENED = Q(event__endswith=".opened") | Q(event__endswith=".revealed") | Q(event__endswith=".printed")


class Record(NamedTuple):
    """What may be known of a case or report without reading it."""

    number: str
    team_id: UUID | None
    owner_id: UUID | None


@dataclass(frozen=True)
class Rate:
    """How often a rule was wrong: of those reviewed, how many were harmless; and what normal work would give."""

    rule: Rule
    harmless: int
    reviewed: int

    @property
    def percent(self) -> int | None:
        """The share of false alarms; none before anything was reviewed."""
        return round(100 * self.harmless / self.reviewed) if self.reviewed else None

    @property
    def expected(self) -> int:
        """About how many hits a thousand openings of simulated normal work give."""
        return looking.EXPECTED[self.rule]

    @property
    def text(self) -> object:
        return looking.TEXTS[self.rule]

    @property
    def how(self) -> object:
        return looking.HOW.get(self.rule)


def readable() -> QuerySet[Entry]:
    """The trace without what concerns a record in which the reader is named herself. One query more."""
    shut = barred()
    entries = Entry.objects.all()
    return entries.exclude(Q(about_id__in=shut) | Q(key_subject_id__in=shut)) if shut else entries


def looks_between(since: datetime, until: datetime) -> list[Look]:
    """Every look at a case or report, and every look-up, by a person. One query."""
    rows = readable().filter(Q(OPENED, about__in=RECORDS) | LOOKED_UP, at__gte=since, at__lt=until)
    told = rows.filter(actor_id__isnull=False).values_list("id", "at", "actor_id", "roles", "about", "about_id")
    return [
        Look(pk, at, actor, frozenset(roles.split(",")), record if about in RECORDS else None, about == REPORT)
        for pk, at, actor, roles, about, record in told
        if actor
    ]


def unusual(actor: Actor, since: datetime, until: datetime) -> list[Hit]:
    """What the rules ask about in a period, the newest first. Nine queries."""
    require(actor, P.AUDIT_READ)
    looks = looks_between(since, until)
    return looking.unusual(looks, known_of(looks, since, until)) if looks else []


def known_of(looks: Collection[Look], since: datetime, until: datetime) -> Known:
    """What is known beside these looks. Eight queries."""
    people = {look.actor_id for look in looks}
    records = records_of({look.record_id for look in looks if look.record_id})
    pairs = {(look.actor_id, look.record_id) for look in looks if look.record_id}
    given = Grant.objects.filter(user_id__in=people, record_id__in=list(records)).values_list("user_id", "record_id")
    return Known(
        zone=settings.CITY.zone,
        roster=settings.CITY.roster,
        teams_of=_teams_of(people),
        team_of={pk: record.team_id for pk, record in records.items()},
        holder_of={pk: record.owner_id for pk, record in records.items()},
        team_names=dict(Team.objects.values_list("pk", "name")),
        given=frozenset(given),
        resembling=_resembling(pairs),
        turns=_turns(since, until),
        usual=_usual(people, since),
    )


def records_of(ids: Collection[UUID]) -> dict[UUID, Record]:
    """Number, team and holder of cases and reports, for whoever reads the trace; for others none. One query."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, number, team_id, owner_id FROM privacy_records(%s)", [sorted(ids)])
        return {pk: Record(*rest) for pk, *rest in cursor.fetchall()}


def _teams_of(people: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Every team that somebody belongs or belonged to: a case may have moved on since."""
    rows = Membership.objects.filter(user__in=people, team__isnull=False).values_list("user_id", "team_id")
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for user, team in rows:
        found[user].add(team)
    return {user: frozenset(teams) for user, teams in found.items()}


def _resembling(pairs: Iterable[tuple[UUID, UUID]]) -> frozenset[tuple[UUID, UUID]]:
    """The pairs of person and record that share a telling name or a phone number; no name comes out. Two queries."""
    pairs = sorted(pairs)
    people = {user.pk: user for user in User.objects.filter(pk__in={actor for actor, _ in pairs})}
    asked = [(record, *_marks(people[actor]), actor) for actor, record in pairs if actor in people]
    asked = [row for row in asked if any(row[1:4])]
    if not asked:
        return frozenset()
    records, folded, plain, phones, actors = (list(column) for column in zip(*asked, strict=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT place FROM privacy_resembling(%s, %s, %s, %s)", [records, folded, plain, phones])
        return frozenset((actors[place - 1], records[place - 1]) for (place,) in cursor.fetchall())


def _marks(user: User) -> tuple[str, str, str]:
    return looking.telling_word(user.name), looking.plain_word(user.name), looking.phone_end(user.phone)


def _turns(since: datetime, until: datetime) -> dict[UUID, list[tuple[datetime, datetime]]]:
    found: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for shift in Shift.objects.filter(from_at__lt=until, until_at__gt=since):
        for person in (shift.first_id, shift.second_id):
            if person:
                found[person].append((shift.from_at, shift.until_at))
    return found


def _usual(people: Collection[UUID], since: datetime) -> dict[UUID, int]:
    """Each person's usual hour in the four weeks before: how many different records."""
    rows = (
        Entry.objects.filter(OPENED, about__in=RECORDS, at__gte=since - USUAL_OVER, at__lt=since, actor_id__in=people)
        .annotate(hour=TruncHour("at"))
        .values("actor_id", "hour")
        .annotate(count=Count("about_id", distinct=True))
        .order_by()
        .values_list("actor_id", "count")
    )
    hours: dict[UUID, list[int]] = defaultdict(list)
    for person, count in rows:
        hours[person].append(count)  # type: ignore[index]
    return {person: looking.usual_hour(counts) for person, counts in hours.items()}


def rates() -> list[Rate]:
    """How often each rule was wrong so far. One query."""
    rows = Review.objects.values_list("rule", "verdict").annotate(count=Count("id")).order_by()
    found: Counter[tuple[str, str]] = Counter()
    for rule, verdict, count in rows:
        found[rule, verdict] += count
    return [
        Rate(rule, found[rule, Verdict.HARMLESS], sum(found[rule, verdict] for verdict in Verdict))
        for rule in looking.FINDERS
    ]


def reviewed(entry_ids: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Which of these looks were reviewed under which rule. One query."""
    return set(Review.objects.filter(entry_id__in=entry_ids).values_list("entry_id", "rule"))


def waiting(actor: Actor, rule: Rule) -> QuerySet[Entry]:
    """The emergency openings, or the reveals, that nobody has reviewed yet, the oldest first."""
    require(actor, P.AUDIT_READ)
    which = Q(event="emergency.opened") if rule is Rule.EMERGENCY else Q(event__endswith=".revealed")
    done = Review.objects.filter(rule=rule).values("entry_id")
    return readable().filter(which).exclude(pk__in=done).order_by("at", "id")


def reviews_waiting(actor: Actor) -> list[tuple[Text, int]]:
    """How many emergency openings and reveals wait for review. Two queries."""
    return [(looking.TEXTS[rule], waiting(actor, rule).count()) for rule in (Rule.EMERGENCY, Rule.REVEAL)]
