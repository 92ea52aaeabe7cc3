"""Awareness sessions are planned, changed, put off and cancelled; whoever speaks is told."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.core.formats import local
from naung.core.text import Text
from naung.duties.operations import notify
from naung.prevention.models import AwarenessSession, ChangeKind, SessionChange, SessionStatus, Speaker
from naung.prevention.operations import rollout
from naung.prevention.queries import rollout as rollout_queries
from naung.prevention.queries.codes import new_code
from naung.prevention.queries.sessions import clashing, month_bounds, on_leave
from naung.prevention.rules.sessions import SessionFacts, wrong_facts, wrong_time
from naung.teams import queries as teams
from naung.teams.models import Organisation, Team

KINDS = "kegiatan_pencegahan"
FIELDS = (
    "kind", "title", "school_id", "ward_id", "place", "audiences", "material", "target", "from_at", "until_at",
)  # fmt: skip
NO_KIND = Text("Pilih jenis kegiatan.", "Choose the kind of activity.")
AT_TWO_PLACES = Text(
    "{name} sudah menjadi pembicara “{title}” ({code}) pada jam itu.",
    "{name} speaks at “{title}” ({code}) in those hours already.",
)
AWAY = Text(
    "{names} tercatat cuti pada hari itu. Pilih orang lain, atau nyatakan bahwa ia tetap datang.",
    "{names} is on leave that day. Choose somebody else, or confirm that she comes all the same.",
)
NO_REASON = Text("Tulis alasannya.", "Write the reason.")
PUT_IT_OFF = Text(
    "Untuk waktu lain pakai “Tunda”, supaya alasannya tercatat dan pembicara diberi tahu.",
    "For another time use “Put off”, so that the reason is kept and the speakers are told.",
)
SAME_TIME = Text("Tulis waktu yang lain.", "Write another time.")
OVER = Text("Kegiatan ini sudah selesai atau dibatalkan.", "This session is over or cancelled.")


@atomic
def plan_session(
    *, by: Actor, facts: SessionFacts, now: datetime, leave_known: bool = False, earlier: bool = False
) -> AwarenessSession:
    """Plan an awareness session, or with `earlier` write down one that was held already.

    Nobody speaks at two places at once; a speaker who is on leave must be confirmed.
    """
    require(by, P.SESSION_PLAN)
    office = _locked_office()
    _check(facts, None, now, leave_known=leave_known, earlier=earlier)
    session = AwarenessSession(
        code=new_code(),
        office=office,
        planned_by_id=_person(by),
        changed_at=now,
        team=_team(facts, office),
        **_columns(facts),
    )
    session.save(force_insert=True)
    Speaker.objects.bulk_create(Speaker(session=session, user_id=one) for one in sorted(facts.speakers))
    audit.record(by=by, event="session.planned", about=session, at=now, earlier=earlier)
    rollout.follow(by=by, session=session, now=now)
    if not earlier:
        _tell(by, session, facts.speakers, "session.speaker", now)
    return session


@atomic
def change_session(
    *, by: Actor, session_id: UUID, facts: SessionFacts, version: int | None, now: datetime, leave_known: bool = False
) -> AwarenessSession:
    """Correct a planned session: its place, people, target; the hours only of one that is over.

    Another time is put off, with a reason.
    """
    require(by, P.SESSION_PLAN)
    _locked_office()
    session = _planned(session_id).expect(version)
    over = session.until_at <= now
    if not over and (facts.from_at, facts.until_at) != (session.from_at, session.until_at):
        raise Refused(PUT_IT_OFF, field="day")
    _check(facts, session, now, leave_known=leave_known, earlier=over)
    left = rollout_queries.place_of(session)
    for name, value in _columns(facts).items():
        setattr(session, name, value)
    session.changed_at = now
    session.store(*_columns(facts), "changed_at")
    new = _set_speakers(session, facts.speakers)
    audit.record(by=by, event="session.changed", about=session, at=now)
    rollout.follow(by=by, session=session, now=now, left=left)
    _tell(by, session, new, "session.speaker", now)
    return session


@atomic
def postpone_session(
    *, by: Actor, session_id: UUID, from_at: datetime, until_at: datetime, reason: str, version: int | None,
    now: datetime, leave_known: bool = False,
) -> AwarenessSession:  # fmt: skip
    """Put a planned session off to another time, with the reason; its speakers are told."""
    require(by, P.SESSION_PLAN)
    _locked_office()
    session = _planned(session_id).expect(version)
    reason = _reason(reason)
    if from_at == session.from_at:
        raise Refused(SAME_TIME, field="day")
    _refuse(wrong_time(from_at, until_at, now, earlier=False))
    speakers = _speakers(session)
    _check_speakers(speakers, from_at, until_at, session.pk, leave_known=leave_known)
    _write_down(by, session, ChangeKind.POSTPONED, reason, now, from_at)
    session.from_at, session.until_at, session.changed_at = from_at, until_at, now
    session.store("from_at", "until_at", "changed_at")
    audit.record(by=by, event="session.postponed", about=session, at=now)
    _tell(by, session, speakers, "session.postponed", now)
    return session


@atomic
def cancel_session(*, by: Actor, session_id: UUID, reason: str, version: int | None, now: datetime) -> AwarenessSession:
    """Cancel a planned session, with the reason; its speakers are told."""
    require(by, P.SESSION_PLAN)
    session = _planned(session_id).expect(version)
    _write_down(by, session, ChangeKind.CANCELLED, _reason(reason), now, None)
    session.status, session.changed_at = SessionStatus.CANCELLED, now
    session.store("status", "changed_at")
    audit.record(by=by, event="session.cancelled", about=session, at=now)
    rollout.follow(by=by, session=session, now=now)
    _tell(by, session, _speakers(session), "session.cancelled", now)
    return session


@atomic
def remind_speakers(*, by: Actor, now: datetime) -> int:
    """Tell the speakers of tomorrow's sessions, once. The clock does it."""
    require(by, P.DUTY_KEEP)
    tomorrow = local(now).date() + timedelta(days=1)
    since, _ = month_bounds(tomorrow)
    begins = since + timedelta(days=tomorrow.day - 1)
    found = AwarenessSession.objects.filter(
        status=SessionStatus.PLANNED, from_at__gte=begins, from_at__lt=begins + timedelta(days=1)
    )
    told = 0
    for session in found.order_by("from_at"):
        told += notify(
            by=by, to=_speakers(session), kind="session.tomorrow", about=session, now=now, email=False,
            once=f"session.tomorrow:{session.pk}:{tomorrow}", number=session.code,
        )  # fmt: skip
    if told:
        audit.record(by=by, event="session.reminded", at=now, count=told)
    return told


def _person(by: Actor) -> UUID:
    """Whoever plans is a person of the office."""
    if by.id is None:
        raise AccessDenied(P.SESSION_PLAN, permission=P.SESSION_PLAN, label="prevention.AwarenessSession", id=None)
    return by.id


def _locked_office() -> Organisation:
    """One plan at a time: two planners cannot send the same person to two places."""
    return Organisation.objects.select_for_update().get(pk=teams.office().pk)


def _planned(session_id: UUID) -> AwarenessSession:
    session = AwarenessSession.objects.select_for_update().get(pk=session_id)
    if session.status != SessionStatus.PLANNED:
        raise NotAllowedNow(OVER)
    return session


def _columns(facts: SessionFacts) -> dict[str, object]:
    told = asdict(facts)
    return {name: told[name] for name in FIELDS} | {"audiences": list(facts.audiences)}


def _team(facts: SessionFacts, office: Organisation) -> Team | None:
    school = Organisation.objects.filter(pk=facts.school_id).first() if facts.school_id else None
    return teams.team_for_area(office.pk, facts.ward_id or (school.area_id if school else None))


def _check(
    facts: SessionFacts, session: AwarenessSession | None, now: datetime, *, leave_known: bool, earlier: bool
) -> None:
    if reference.codes(KINDS).get(facts.kind) is None:
        raise Refused(NO_KIND, field="kind")
    _refuse(wrong_facts(facts))
    moved = session is None or (facts.from_at, facts.until_at) != (session.from_at, session.until_at)
    if moved:
        _refuse(wrong_time(facts.from_at, facts.until_at, now, earlier=earlier))
    but = session.pk if session else None
    _check_speakers(facts.speakers, facts.from_at, facts.until_at, but, leave_known=leave_known or earlier)


def _check_speakers(
    speakers: Iterable[UUID], from_at: datetime, until_at: datetime, but: UUID | None, *, leave_known: bool
) -> None:
    for held in clashing(speakers, from_at, until_at, but):
        told = {"name": held.user.name, "title": held.session.title, "code": held.session.code}
        raise Refused(AT_TWO_PLACES.format(**told), field="speakers")
    away = [] if leave_known else on_leave(speakers, from_at, until_at)
    if away:
        raise Refused(AWAY.format(names=", ".join(away)), field="speakers", confirm="leave")


def _refuse(wrong: tuple[str, Text] | None) -> None:
    if wrong:
        raise Refused(wrong[1], field=wrong[0])


def _reason(told: str) -> str:
    if not told.strip():
        raise Refused(NO_REASON, field="reason")
    return told.strip()


def _speakers(session: AwarenessSession) -> set[UUID]:
    return set(session.speakers.values_list("user_id", flat=True))


def _set_speakers(session: AwarenessSession, wanted: frozenset[UUID]) -> set[UUID]:
    """Bring the speakers to what is wanted; returns those who are new."""
    held = _speakers(session)
    session.speakers.filter(user__in=held - wanted).delete()
    Speaker.objects.bulk_create(Speaker(session=session, user_id=one) for one in sorted(wanted - held))
    return set(wanted - held)


def _write_down(
    by: Actor, session: AwarenessSession, kind: ChangeKind, reason: str, now: datetime, from_at: datetime | None
) -> None:
    SessionChange.objects.create(
        session=session,
        kind=kind,
        at=now,
        by_id=_person(by),
        reason=reason,
        was_from_at=session.from_at,
        from_at=from_at,
    )


def _tell(by: Actor, session: AwarenessSession, to: Iterable[UUID], kind: str, now: datetime) -> None:
    """Tell the speakers, but not whoever did it herself."""
    others = set(to) - {by.id}
    if others:
        notify(
            by=by, to=others, kind=kind, about=session, now=now, once=f"{kind}:{session.pk}:{session.version}",
            number=session.code,
        )  # fmt: skip
