"""A teacher's own notes of early signs: written by her, read by her, and emptied when their time is over."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import AccessDenied, Refused
from naung.core.formats import local
from naung.core.text import Text
from naung.prevention.models import SignSeen, WatchedPupil
from naung.teams import queries as teams

NO_SIGN = Text("Centang sedikitnya satu tanda.", "Tick at least one sign.")
NO_LABEL = Text(
    "Tulis inisial atau nomor, supaya Anda mengenali catatan ini lagi.",
    "Write initials or a number, so that you know this note again.",
)
NOT_YET = Text("Hari ini belum terjadi.", "That day has not come yet.")
LONG_AGO = Text("Tanda yang lebih lama dari 90 hari tidak dicatat lagi.", "Signs older than 90 days are not noted.")
LONGEST = {"label": 40, "class_name": 20, "remark": 500}


@atomic
def note_signs(
    *,
    by: Actor,
    codes: Iterable[str],
    day: date,
    now: datetime,
    pupil_id: UUID | None = None,
    label: str = "",
    class_name: str = "",
    remark: str = "",
) -> WatchedPupil:
    """Note signs that a teacher saw on one day, of a pupil whom she watches already or begins to watch.

    Nobody but she reads them. The same sign of the same day is noted once.
    """
    require(by, P.READ_CLASS_NOTES)
    if by.id is None:
        raise AccessDenied(P.READ_CLASS_NOTES, permission=P.READ_CLASS_NOTES, label="prevention.WatchedPupil", id=None)
    known = reference.codes("tanda_dini")
    chosen = [code for code in dict.fromkeys(codes) if code in known]
    _check(chosen, day, now)
    pupil = _watched(by, pupil_id) if pupil_id else _begin(by, label.strip(), class_name.strip(), day, now)
    held = set(pupil.signs.filter(day=day).values_list("code", flat=True))
    for place, code in enumerate(code for code in chosen if code not in held):
        words = remark.strip()[: LONGEST["remark"]] if place == 0 else ""
        SignSeen.objects.create(pupil=pupil, code=code, day=day, remark=words or None, written_at=now)
    pupil.last_day, pupil.ends_at = max(pupil.last_day, day), now + _kept()
    pupil.store("last_day", "ends_at")
    audit.record(by=by, event="signs.noted", about=pupil, at=now, count=len(chosen))
    return pupil


@atomic
def forget_pupil(*, by: Actor, pupil_id: UUID, now: datetime) -> None:
    """Empty everything that a teacher noted of one pupil; it cannot be brought back. Only she may."""
    require(by, P.READ_CLASS_NOTES)
    _empty(_watched(by, pupil_id), now)
    audit.record(by=by, event="signs.forgotten", about_id=pupil_id, at=now)


@atomic
def forget_old_signs(*, by: Actor, now: datetime) -> int:
    """Empty the notes whose time is over. Only the clock may. Returns how many pupils that were."""
    require(by, P.DUTY_KEEP)
    over = visible(by, P.READ_CLASS_NOTES, WatchedPupil).filter(ended_at=None, ends_at__lte=now)
    pupils = list(over.select_for_update())
    for pupil in pupils:
        _empty(pupil, now)
    if pupils:
        audit.record(by=by, event="signs.run-out", at=now, count=len(pupils))
    return len(pupils)


def _kept() -> timedelta:
    """How long a teacher's notes lie after the last one."""
    return timedelta(days=settings.SIGNS_KEPT_DAYS)


def _check(chosen: list[str], day: date, now: datetime) -> None:
    today = local(now).date()
    if not chosen:
        raise Refused(NO_SIGN, field="codes")
    if day > today:
        raise Refused(NOT_YET, field="day")
    if day < today - _kept():
        raise Refused(LONG_AGO, field="day")


def _watched(by: Actor, pupil_id: UUID) -> WatchedPupil:
    mine = visible(by, P.READ_CLASS_NOTES, WatchedPupil).filter(owner_id=by.id, ended_at=None)
    return mine.select_for_update().get(pk=pupil_id)


def _begin(by: Actor, label: str, class_name: str, day: date, now: datetime) -> WatchedPupil:
    if not label:
        raise Refused(NO_LABEL, field="label")
    return WatchedPupil.objects.create(
        label=label[: LONGEST["label"]], class_name=class_name[: LONGEST["class_name"]] or None, begun_at=now,
        last_day=day, ends_at=now + _kept(), owner_id=by.id, office_id=teams.office().pk,
    )  # fmt: skip


def _empty(pupil: WatchedPupil, now: datetime) -> None:
    pupil.label = pupil.class_name = None
    pupil.ended_at = now
    pupil.store("label", "class_name", "ended_at")
    for sign in pupil.signs.select_for_update():
        sign.code, sign.remark = "", None
        sign.store("code", "remark")
