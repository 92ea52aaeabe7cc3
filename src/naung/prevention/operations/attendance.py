"""A school's list of absent pupils: taken, decided pupil by pupil, and gone.

What is left of it is what its sender raised, and what the clock keeps at an open report or case. The clock looks apart
from the sending: neither the answer to whoever sent the list nor its time tells who is known here.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import QuerySet

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core import keys
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.core.text import Text
from naung.duties.operations import notify_all
from naung.duties.rules.telling import Telling
from naung.intake.models import Report, SchoolAbsence
from naung.prevention.models import AbsenceList, AbsentPupil
from naung.prevention.queries import attendance as queries
from naung.prevention.queries.concerns import own_id, person_of
from naung.prevention.rules.attendance import Absent
from naung.teams import queries as teams
from naung.teams.models import User

CASE, REPORT = "cases.Case", "intake.Report"
NOBODY = Text("Tidak ada murid yang dapat diambil dari berkas ini.", "No pupil of this file can be taken.")
ONE_AT_A_TIME = Text(
    "Daftar yang lama masih terbuka. Selesaikan dulu, lalu kirim yang baru.",
    "The last list is still open. Finish it first, then send the new one.",
)


@atomic
def take_list(*, by: Actor, pupils: Sequence[Absent], now: datetime) -> AbsenceList:
    """Take a list of absent pupils of one's own school, to look through it. Only who sent it reads it."""
    require(by, P.CONCERN_RAISE)
    if not pupils:
        raise Refused(NOBODY, field="file")
    held = _begun(by, now)
    AbsentPupil.objects.bulk_create(AbsentPupil(list=held, told=queries.told_of(pupil)) for pupil in pupils)
    audit.record(by=by, event="absences.sent", about=held, at=now, count=len(pupils))
    return held


@atomic
def leave_pupil(*, by: Actor, pupil_id: UUID, now: datetime) -> None:
    """Decide that nothing is to be told of one pupil of one's list; it is gone from there."""
    require(by, P.CONCERN_RAISE)
    _settle(queries.pupils_of(by).select_related("list").get(pk=pupil_id), now)
    audit.record(by=by, event="absences.left", at=now, pupil=pupil_id)


@atomic
def pupil_told_of(*, by: Actor, pupil_id: UUID, now: datetime) -> None:
    """What was raised of one pupil of one's list is kept through the concern, so the list needs it no more.

    Told twice, by a form sent twice, it is gone already.
    """
    require(by, P.CONCERN_RAISE)
    row = queries.pupils_of(by).select_related("list").filter(pk=pupil_id).first()
    if row is not None:
        _settle(row, now)
        audit.record(by=by, event="absences.raised", at=now, pupil=pupil_id)


@atomic
def end_list(*, by: Actor, now: datetime) -> int:
    """Be done with one's list: every pupil not told of is gone. Returns how many that were."""
    require(by, P.CONCERN_RAISE)
    held = queries.lists_of(by).select_for_update(of=("self",)).get()
    left = queries.pupils_of(by).count()
    held.ended_at = now
    held.store("ended_at")
    audit.record(by=by, event="absences.ended", about_id=held.pk, at=now, count=left)
    if held.checked_at is not None:
        _drop(held)
    return left


@atomic
def look_for_known(*, by: Actor, now: datetime) -> int:
    """Keep the days absent of pupils with an open report or case, and drop what nobody needs any more of new lists.

    Only the clock may. Returns how many lists were looked at. The trace of a list does not say what was found.
    """
    require(by, P.DUTY_KEEP)
    new = visible(by, P.READ_CLASS_NOTES, AbsenceList).filter(checked_at=None)
    lists = list(new.select_for_update(skip_locked=True))
    for held in lists:
        _look(by, held, now)
    if lists:
        audit.record(by=by, event="absences.looked-at", at=now, lists=[held.pk for held in lists])
    return len(lists)


@atomic
def forget_old_lists(*, by: Actor, now: datetime) -> int:
    """Delete the lists whose time is over. Only the clock may. Returns how many that were."""
    require(by, P.DUTY_KEEP)
    over = visible(by, P.READ_CLASS_NOTES, AbsenceList).filter(ends_at__lte=now)
    lists = list(over.select_for_update())
    for held in lists:
        _drop(held)
    if lists:
        audit.record(by=by, event="absences.run-out", at=now, lists=[held.pk for held in lists])
    return len(lists)


def _begun(by: Actor, now: datetime) -> AbsenceList:
    """A new list, one at a time: of two sent at once the second waits for the first, and finds it."""
    User.objects.select_for_update(no_key=True).get(pk=own_id(by))
    if queries.lists_of(by).exists():
        raise Refused(ONE_AT_A_TIME, field="file")
    return AbsenceList.objects.create(
        school=person_of(by, now).school, sent_at=now, ends_at=now + timedelta(days=settings.ABSENCE_LIST_DAYS),
        owner_id=own_id(by), office_id=teams.office().pk,
    )  # fmt: skip


def _settle(row: AbsentPupil, now: datetime) -> None:
    """One pupil is decided: deleted, or out of sight until the clock has looked at the whole list."""
    if row.list.checked_at is not None:
        _rows(row.list).filter(pk=row.pk).delete()
    else:
        row.settled_at = now
        row.store("settled_at")


def _drop(held: AbsenceList) -> None:
    """The list, its rows and its key are deleted, not only emptied."""
    _rows(held).delete()
    AbsenceList.objects.filter(pk=held.pk).delete()
    keys.destroy(held.pk)


def _rows(held: AbsenceList) -> QuerySet[AbsentPupil]:
    """Every row of a list, decided or not."""
    return AbsentPupil.objects.filter(list=held)


def _look(by: Actor, held: AbsenceList, now: datetime) -> None:
    keys.load([held.pk])
    pupils = [queries.pupil_of(row.told) for row in _rows(held)]
    found = queries.known(pupils, _sender(held))
    reports = visible(by, P.READ_D1, Report).in_bulk([one.report_id for one in found])
    for one in found:
        _keep(by, held, pupils[one.place], reports[one.report_id], one.number, now)
    held.checked_at = now
    held.store("checked_at")
    if held.ended_at is not None:
        _drop(held)
    else:
        _rows(held).filter(settled_at__isnull=False).delete()


def _sender(held: AbsenceList) -> Actor:
    """Who sent it, as she was then, whether or not she still has her account."""
    assert held.owner_id is not None  # noqa: S101 - a list is made by somebody
    return teams.actor_of(User.objects.get(pk=held.owner_id), held.sent_at)


def _keep(by: Actor, held: AbsenceList, pupil: Absent, report: Report, number: str, now: datetime) -> None:
    """Keep the days absent at one report; told again by the same school they are one entry, and one notice."""
    key = uuid5(report.pk, f"{held.school_id} {pupil.days} {pupil.from_date} {pupil.until_date}")
    kept = SchoolAbsence(
        id=key, report=report, school_id=held.school_id, days=pupil.days, from_date=pupil.from_date,
        until_date=pupil.until_date, listed_at=held.sent_at,
    )  # fmt: skip
    SchoolAbsence.objects.bulk_create([kept], ignore_conflicts=True)
    notify_all(by=by, tellings=[_telling(report, number, key, now)], now=now)
    audit.record(by=by, event="absence.kept", about=report, at=now, list=held.pk, sender=held.owner_id)


def _telling(report: Report, number: str, key: UUID, now: datetime) -> Telling:
    return Telling(
        to=frozenset(_holders(report, now)), kind="school.news", once=f"absence:{key}", office_id=report.office_id,
        about=CASE if report.case_id else REPORT, about_id=report.case_id or report.pk,
        barred_user_ids=report.barred_user_ids, barred_unit_ids=report.barred_unit_ids, params={"number": number},
    )  # fmt: skip


def _holders(report: Report, now: datetime) -> Iterable[UUID]:
    """Who holds the report or its case; while nobody does, the desk or team on which it lies."""
    return [report.owner_id] if report.owner_id else teams.directory(now).members(report.team_id)
