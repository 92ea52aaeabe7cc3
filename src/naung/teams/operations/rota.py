"""Leave with somebody who stands in, and the duty roster (piket)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.core.text import Text
from naung.teams import queries
from naung.teams.models import Absence, Organisation, Shift, User
from naung.teams.queries.rota import may_stand_in, roles_of
from naung.teams.rules.rota import Turn, overlaps, share_out, turns_of_week

ONE_WEEK = timedelta(days=7)
LONGEST_TURN = timedelta(hours=24)
LONGEST_LEAVE = timedelta(days=366)

WRONG_ORDER = Text("Hari terakhir tidak boleh sebelum hari pertama.", "The last day cannot be before the first.")
TOO_LONG_AWAY = Text("Cuti paling lama satu tahun.", "Leave lasts one year at most.")
AWAY_ALREADY = Text("Orang ini sudah tercatat tidak masuk pada hari-hari itu.", "This person is away then already.")
NOT_THE_SAME = Text("Pilih pengganti yang lain.", "Choose somebody else to stand in.")
OTHER_WORK = Text(
    "{name} tidak memegang peran yang sama, jadi tidak dapat menggantikan.",
    "{name} does not hold the same role and cannot stand in.",
)
SUBSTITUTE_AWAY = Text("{name} juga tidak masuk pada hari-hari itu.", "{name} is away on those days too.")
WRONG_HOURS = Text(
    "Giliran piket selesai setelah dimulai, paling lama 24 jam.", "A turn ends after it begins, within 24 hours."
)
TURNS_OVERLAP = Text("Giliran ini bertumpuk dengan giliran lain.", "This turn overlaps another one.")
SAME_PERSON = Text("Orang pertama dan kedua harus berbeda.", "First and second must be two people.")


@atomic
def record_absence(
    *, by: Actor, user_id: UUID, substitute_id: UUID | None, from_date: date, until_date: date, now: datetime
) -> Absence:
    """Record leave or illness, with the colleague who stands in.

    On those days, and no longer, the substitute sees and does what the absent person could with her own cases.
    Only who manages teams may.
    """
    require(by, P.TEAM_MANAGE)
    if until_date < from_date:
        raise Refused(WRONG_ORDER, field="until_date")
    if until_date - from_date > LONGEST_LEAVE:
        raise Refused(TOO_LONG_AWAY, field="until_date")
    user = User.objects.select_for_update().get(pk=user_id, is_active=True)
    if _away(user_id, from_date, until_date):
        raise Refused(AWAY_ALREADY, field="from_date")
    substitute = _substitute(user, substitute_id, from_date, until_date, now)
    absence = Absence.objects.create(user=user, substitute=substitute, from_date=from_date, until_date=until_date)
    audit.record(
        by=by, event="absence.recorded", about=absence, at=now, user=user_id, substitute=substitute_id,
        from_date=from_date, until_date=until_date,
    )  # fmt: skip
    return absence


@atomic
def end_absence(*, by: Actor, absence_id: UUID, now: datetime) -> Absence:
    """Somebody is back, or does not go: the absence ends and nobody stands in any more.

    Only who manages teams may.
    """
    require(by, P.TEAM_MANAGE)
    absence = Absence.objects.select_for_update().get(pk=absence_id, ended_at=None)
    absence.ended_at = now
    absence.store("ended_at")
    audit.record(by=by, event="absence.ended", about=absence, at=now, user=absence.user_id)
    return absence


@atomic
def add_shift(
    *, by: Actor, from_at: datetime, until_at: datetime, first_id: UUID, second_id: UUID | None, now: datetime
) -> Shift:
    """Write down who answers first and second in these hours. Only who manages teams may."""
    require(by, P.TEAM_MANAGE)
    office = _locked_office()
    shift = Shift(office=office)
    _set_shift(shift, from_at, until_at, first_id, second_id)
    shift.save()
    audit.record(by=by, event="roster.shift-added", about=shift, at=now, first=first_id, second=second_id)
    return shift


@atomic
def change_shift(
    *,
    by: Actor,
    shift_id: UUID,
    from_at: datetime,
    until_at: datetime,
    first_id: UUID,
    second_id: UUID | None,
    version: int,
    now: datetime,
) -> Shift:
    """Change a turn of duty. Only who manages teams may."""
    require(by, P.TEAM_MANAGE)
    _locked_office()
    shift = Shift.objects.select_for_update().get(pk=shift_id).expect(version)
    _set_shift(shift, from_at, until_at, first_id, second_id)
    shift.store("from_at", "until_at", "first", "second")
    audit.record(by=by, event="roster.shift-changed", about=shift, at=now, first=first_id, second=second_id)
    return shift


@atomic
def remove_shift(*, by: Actor, shift_id: UUID, now: datetime) -> None:
    """Take a turn out of the roster. Only who manages teams may."""
    require(by, P.TEAM_MANAGE)
    shift = Shift.objects.select_for_update().get(pk=shift_id)
    audit.record(by=by, event="roster.shift-removed", about=shift, at=now, from_at=shift.from_at, first=shift.first_id)
    shift.delete()


@atomic
def copy_week(*, by: Actor, monday: date, now: datetime) -> int:
    """Write last week's turns down for this week too, where the hours are still free.

    Whoever has left or is away then is left out. Only who manages teams may. Returns how many turns were added.
    """
    require(by, P.TEAM_MANAGE)
    office = _locked_office()
    since, until = queries.week_bounds(monday - ONE_WEEK)
    last = queries.shifts_between(office.pk, since, until).filter(from_at__gte=since)
    turns = [
        Turn(_a_week_later(turn.from_at), _a_week_later(turn.until_at), turn.first, turn.second)
        for turn in last
        if turn.first.is_active
    ]
    return _add_turns(by, office, monday, turns, now)


@atomic
def fill_week(*, by: Actor, monday: date, now: datetime) -> int:
    """Propose a week's turns by the city's rules: everybody of the role in turn, nobody who is away.

    Hours that are taken stay as they are. Only who manages teams may. Returns how many turns were added.
    """
    require(by, P.TEAM_MANAGE)
    office = _locked_office()
    rules = settings.CITY.roster
    roles = {role for rule in rules for role in (rule.first, rule.second)}
    people = {role: list(queries.people_with(Role(role), office.pk, now)) for role in roles}
    days = [monday + timedelta(days=number) for number in range(8)]
    away = {(absence.user, day) for day in days for absence in queries.away_on(day).select_related("user")}
    turns = share_out(turns_of_week(rules, monday, settings.CITY.zone), people, away)
    return _add_turns(by, office, monday, turns, now)


def _add_turns(by: Actor, office: Organisation, monday: date, turns: Iterable[Turn[User]], now: datetime) -> int:
    since, until = queries.week_bounds(monday)
    taken = [(turn.from_at, turn.until_at) for turn in queries.shifts_between(office.pk, since, until + ONE_WEEK)]
    free = [turn for turn in turns if not overlaps((turn.since, turn.until), taken)]
    Shift.objects.bulk_create(
        Shift(office=office, from_at=turn.since, until_at=turn.until, first=turn.first, second=turn.second)
        for turn in free
    )
    if free:
        audit.record(by=by, event="roster.week-filled", about=office, at=now, monday=monday, count=len(free))
    return len(free)


def _a_week_later(at: datetime) -> datetime:
    """The same hour on the office's clock, seven days on."""
    return at.astimezone(settings.CITY.zone) + ONE_WEEK


def _set_shift(shift: Shift, from_at: datetime, until_at: datetime, first_id: UUID, second_id: UUID | None) -> None:
    if not from_at < until_at <= from_at + LONGEST_TURN:
        raise Refused(WRONG_HOURS, field="until")
    if first_id == second_id:
        raise Refused(SAME_PERSON, field="second")
    others = Shift.objects.filter(office=shift.office_id, from_at__lt=until_at, until_at__gt=from_at)
    if others.exclude(pk=shift.pk).exists():
        raise Refused(TURNS_OVERLAP, field="since")
    people = User.objects.filter(is_active=True)
    shift.from_at, shift.until_at = from_at, until_at
    shift.first = people.get(pk=first_id)
    shift.second = people.get(pk=second_id) if second_id else None


def _locked_office() -> Organisation:
    """The office, held while its roster is written, so that two people do not fill the same hours."""
    office = queries.office()
    Organisation.objects.filter(pk=office.pk).update(version=F("version"))
    return office


def _away(user_id: UUID, from_date: date, until_date: date) -> bool:
    absences = Absence.objects.filter(user=user_id, ended_at=None)
    return absences.filter(from_date__lte=until_date, until_date__gte=from_date).exists()


def _substitute(
    user: User, substitute_id: UUID | None, from_date: date, until_date: date, now: datetime
) -> User | None:
    if substitute_id is None:
        return None
    if substitute_id == user.pk:
        raise Refused(NOT_THE_SAME, field="substitute")
    substitute = User.objects.get(pk=substitute_id, is_active=True)
    if not may_stand_in(roles_of(user.pk, now), roles_of(substitute_id, now)):
        raise Refused(OTHER_WORK.format(name=substitute.name), field="substitute")
    if _away(substitute_id, from_date, until_date):
        raise Refused(SUBSTITUTE_AWAY.format(name=substitute.name), field="substitute")
    return substitute
