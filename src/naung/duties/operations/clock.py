"""What the clock does by itself, each minute: warn, pass on, and look after the duty roster. Never a person's work."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from naung.access.actors import Actor
from naung.access.models import Grant
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.duties.models import Deadline
from naung.duties.operations.notices import notify_all
from naung.duties.queries import without_person
from naung.duties.queries.audience import tellings_for
from naung.duties.rules import ClockState, notices
from naung.duties.rules.telling import Telling
from naung.teams import queries as teams
from naung.teams.models import User
from naung.teams.operations import take_news

BATCH = 200
ROSTER_AHEAD = timedelta(hours=24)
LATELY = timedelta(days=1)
PREFIX = {notices.LEAVER: "leaver", notices.COMPANION_LEFT: "left"}
# step -> when it is reached, and where it is kept that people were told
STEPS = (
    (ClockState.WARNED, "warn_at", "warned_at"),
    (ClockState.LATE, "due_at", "late_at"),
    (ClockState.ESCALATED, "division_at", "escalated_at"),
)


@atomic
def tick(*, by: Actor, now: datetime, batch: int = BATCH) -> int:
    """Tell whoever must know that a duty is nearly due, late, or long late; each step once.

    Only the clock may. Takes a batch of the duties that have waited longest and are not in another clock's
    hands, and returns how many it took.
    """
    require(by, P.DUTY_KEEP)
    waiting = visible(by, P.READ_D1, Deadline).filter(next_at__lte=now).order_by("next_at")
    due = list(waiting.select_for_update(skip_locked=True)[:batch])
    if not due:
        return 0
    reached = {duty.pk: _reached(duty, now) for duty in due}
    people = teams.directory(now)
    leading = {*people.people(Role.SUPERVISOR), *people.people(Role.DIVISION_HEAD)}
    holding = {duty.owner_id for duty in due if duty.owner_id}
    away = teams.stand_ins(holding | leading, now.astimezone(settings.CITY.zone).date())
    tellings = [telling for duty in due for telling in tellings_for(duty, reached[duty.pk], people, away, now)]
    Deadline.objects.bulk_update(due, [*(told for _, _, told in STEPS), "next_at", "version"])
    notify_all(by=by, tellings=tellings, now=now)
    audit.record(by=by, event="duty.checked", at=now, steps=_by_step(due, reached))
    return len(due)


@atomic
def watch_roster(*, by: Actor, now: datetime) -> int:
    """Tell the supervisors, once a day, when the coming 24 hours have hours without anybody on duty.

    Only the clock may. Returns how many gaps there are.
    """
    require(by, P.DUTY_KEEP)
    office_id = teams.office().pk
    gaps = teams.gaps(office_id, now, now + ROSTER_AHEAD)
    if gaps:
        to = teams.directory(now).people(Role.SUPERVISOR)
        once = f"{notices.ROSTER_GAP}:{now.astimezone(settings.CITY.zone).date()}"
        telling = Telling(frozenset(to), notices.ROSTER_GAP, once, office_id, params={"since": gaps[0][0].isoformat()})
        notify_all(by=by, tellings=[telling], now=now)
    return len(gaps)


@atomic
def watch_leavers(*, by: Actor, now: datetime) -> int:
    """Tell a team's supervisors, once for each person, that somebody left who holds or accompanies open cases.

    Only the clock may. Returns how many people that concerns.
    """
    require(by, P.DUTY_KEEP)
    left = without_person(by, now).order_by().values_list("owner_id", "team_id", "office_id")
    rows = [(notices.LEAVER, *row) for row in left.annotate(count=Count("pk"))]
    rows += [(notices.COMPANION_LEFT, *row) for row in _companions_gone(by, now)]
    if not rows:
        return 0
    names = {user.pk: user.name for user in User.objects.filter(pk__in={row[1] for row in rows})}
    people = teams.directory(now)
    tellings = [
        Telling(
            to=frozenset(people.supervisors(team_id)),
            kind=kind,
            once=f"{PREFIX[kind]}:{person}:{team_id}",
            office_id=office_id,
            params={"person": names[person], "count": count},
        )
        for kind, person, team_id, office_id, count in rows
        if person
    ]
    notify_all(by=by, tellings=tellings, now=now)
    return len(names)


@atomic
def watch_accounts(*, by: Actor, now: datetime) -> int:
    """Tell whoever may confirm a role that it waits, and everybody whose second factor somebody took off.

    Only the clock may. Returns how many things there were to tell.
    """
    require(by, P.DUTY_KEEP)
    news, office_id = take_news(by=by, now=now), teams.office().pk
    tellings = [Telling(one.to, one.kind, one.once, office_id, params=one.params) for one in news]
    notify_all(by=by, tellings=tellings, now=now)
    return len(news)


def _companions_gone(by: Actor, now: datetime) -> list[tuple[UUID, UUID | None, UUID | None, int]]:
    """Who lost access to open cases lately because she is no companion any more: who, team, office, how many."""
    gone = teams.without_role(Role.COMPANION, now).values("pk")
    lost = Grant.objects.filter(
        role=Role.COMPANION, user_id__in=gone, revoked_at__gte=now - LATELY, revoked_at__lte=now
    )
    cases: dict[UUID, set[UUID]] = {}
    for person, case_id in lost.values_list("user_id", "record_id"):
        cases.setdefault(case_id, set()).add(person)
    open_duties = visible(by, P.READ_D1, Deadline).filter(met_at=None, dropped_at=None, case_id__in=cases)
    places = set(open_duties.values_list("case_id", "team_id", "office_id"))
    found = Counter((who, team, office) for case, team, office in places if case for who in cases[case])
    return [(*place, count) for place, count in found.items()]


def _reached(duty: Deadline, now: datetime) -> list[ClockState]:
    """Mark the steps that this clock has reached since it was last looked at, and give them back."""
    steps = [(s, told) for s, at, told in STEPS if getattr(duty, at) <= now and getattr(duty, told) is None]
    for _, told in steps:
        setattr(duty, told, now)
    duty.version += 1
    duty.schedule()
    return [step for step, _ in steps]


def _by_step(due: Iterable[Deadline], reached: dict[UUID, list[ClockState]]) -> list[str]:
    return [f"{step}:{duty.pk}" for duty in due for step in reached[duty.pk]]
