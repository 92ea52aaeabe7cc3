"""On the day and after it: how many came, what the school promised, what became of it."""

from datetime import date, datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.formats import local
from naung.core.text import Text
from naung.duties import operations as duties
from naung.prevention.models import (
    Attendance,
    AwarenessSession,
    Commitment,
    FollowUp,
    SessionStatus,
)
from naung.prevention.operations import rollout
from naung.prevention.rules.sessions import FOLLOW_UP, IMPOSSIBLE, KEPT, Counts, are_possible, doubts

TOO_EARLY = Text("Hari kegiatan ini belum tiba.", "The day of this session has not come.")
HELD_ALREADY = Text(
    "Kegiatan ini sudah selesai. Jumlah diperbaiki dengan tombolnya.",
    "This session is over. Its numbers are corrected by the button.",
)
CANCELLED = Text("Kegiatan ini dibatalkan.", "This session was cancelled.")
NOTHING_SAID = Text("Tulis isinya.", "Write what it is.")
NO_ANSWER = Text("Pilih salah satu jawaban.", "Choose an answer.")
NOT_HELD = Text("Kegiatan ini belum selesai.", "This session is not over yet.")


@atomic
def keep_counts(
    *, by: Actor, session_id: UUID, counts: Counts, on_paper: bool, list_at: str, now: datetime,
    version: int | None = None,
) -> AwarenessSession:  # fmt: skip
    """Keep how many came so far, by group and sex, until the session is said to be held. Nobody is named."""
    require(by, P.SESSION_PLAN)
    session = _on_its_day(session_id, now)
    if session.status == SessionStatus.HELD:
        raise NotAllowedNow(HELD_ALREADY)
    session.expect(version)
    _store(session, counts, list_at, on_paper=on_paper)
    audit.record(by=by, event="session.counted", about=session, at=now, people=sum(counts.values()), paper=on_paper)
    return session


@atomic
def hold_session(
    *, by: Actor, session_id: UUID, counts: Counts, on_paper: bool, list_at: str, now: datetime, sure: bool = False,
    version: int | None = None,
) -> AwarenessSession:  # fmt: skip
    """Say that a session was held and how many came; what became of it is asked three months later.

    Numbers that look wrong must be confirmed.
    """
    require(by, P.SESSION_PLAN)
    session = _on_its_day(session_id, now).expect(version)
    if not sure and (found := doubts(counts, session.target, session.school.pupils if session.school else None)):
        raise Refused(found[0], confirm="counts")
    _store(session, counts, list_at, on_paper=on_paper)
    first = session.status != SessionStatus.HELD
    session.status = SessionStatus.HELD
    session.held_at = session.held_at or min(now, session.until_at)
    session.changed_at = now
    session.store("status", "held_at", "changed_at")
    if first:
        _ask_later(by, session, now)
    audit.record(by=by, event="session.held", about=session, at=now, people=sum(counts.values()), paper=on_paper)
    rollout.follow(by=by, session=session, now=now)
    return session


@atomic
def add_commitment(
    *, by: Actor, session_id: UUID, text: str, function: str, due_date: date, now: datetime
) -> Commitment:
    """Write down what the school promised, who there does it by function, and by which day."""
    require(by, P.SESSION_PLAN)
    session = AwarenessSession.objects.select_for_update().get(pk=session_id)
    for field, told in (("text", text), ("function", function)):
        if not told.strip():
            raise Refused(NOTHING_SAID, field=field)
    made = Commitment.objects.create(session=session, text=text.strip(), function=function.strip(), due_date=due_date)
    audit.record(by=by, event="session.commitment-made", about=session, at=now, commitment=made.pk)
    return made


@atomic
def settle_commitment(*, by: Actor, commitment_id: UUID, now: datetime) -> Commitment:
    """Say that the school did what it promised."""
    require(by, P.SESSION_PLAN)
    held = Commitment.objects.select_for_update(of=("self",)).select_related("session").get(pk=commitment_id)
    if held.done_at is None:
        held.done_at, held.done_by_id = now, by.id
        held.store("done_at", "done_by_id")
        audit.record(by=by, event="session.commitment-kept", about=held.session, at=now, commitment=held.pk)
    return held


@atomic
def record_follow_up(
    *, by: Actor, session_id: UUID, kept: str, changed: str, next_step: str, version: int | None, now: datetime
) -> FollowUp:
    """Write down what became of a session: whether the promises were kept, what changed, what comes next."""
    require(by, P.SESSION_PLAN)
    found = FollowUp.objects.select_for_update(of=("self",)).select_related("session").filter(session=session_id)
    held = found.first()
    if held is None:
        raise NotAllowedNow(NOT_HELD)
    held.expect(version)
    if kept not in KEPT:
        raise Refused(NO_ANSWER, field="kept")
    if not changed.strip():
        raise Refused(NOTHING_SAID, field="changed")
    held.kept, held.changed, held.next_step = kept, changed.strip(), next_step.strip()
    held.done_at, held.done_by_id = held.done_at or now, held.done_by_id or by.id
    held.store("kept", "changed", "next_step", "done_at", "done_by_id")
    duties.meet(by=by, rule=FOLLOW_UP, subject=held.session, now=now)
    audit.record(by=by, event="session.followed-up", about=held.session, at=now, kept=kept)
    return held


def _on_its_day(session_id: UUID, now: datetime) -> AwarenessSession:
    session = AwarenessSession.objects.select_for_update().get(pk=session_id)
    if session.status == SessionStatus.CANCELLED:
        raise NotAllowedNow(CANCELLED)
    if local(now).date() < local(session.from_at).date():
        raise NotAllowedNow(TOO_EARLY)
    return session


def _store(session: AwarenessSession, counts: Counts, list_at: str, *, on_paper: bool) -> None:
    if not are_possible(counts):
        raise Refused(IMPOSSIBLE)
    session.attendance.all().delete()
    Attendance.objects.bulk_create(
        Attendance(session=session, audience=audience, sex=sex, people=people)
        for (audience, sex), people in sorted(counts.items())
        if people
    )
    session.on_paper, session.list_at = on_paper, list_at.strip()
    session.store("on_paper", "list_at")


def _ask_later(by: Actor, session: AwarenessSession, now: datetime) -> None:
    """The follow-up waits for whoever planned the session, with a clock like every other duty."""
    duty = duties.start(
        by=by, rule=FOLLOW_UP, subject=session, cause_at=session.from_at, now=now, level=None,
        detail={"number": session.code},
    )  # fmt: skip
    if duty:
        FollowUp.objects.get_or_create(session=session, defaults={"due_at": duty.due_at})
