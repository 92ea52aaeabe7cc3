"""Who is told of a breach: the agency, the persons concerned; or why somebody is not."""

from datetime import datetime
from typing import Any
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.privacy.models import Breach, BreachPerson
from naung.privacy.operations.breaches import EMPTY, NOT_YET
from naung.privacy.queries import breaches as register
from naung.privacy.queries.erasing import erasable
from naung.privacy.rules.breaches import PEOPLE, WAYS, Whom

NO_CASE = Text("Tidak ada kasus dengan nomor ini.", "There is no case with this number.")
NO_NAME = Text("Tulis siapa orang ini.", "Write who this is.")
AGAIN = Text("Ini sudah tercatat.", "This is on record already.")
TOO_EARLY = Text("Tidak mungkin sebelum kejadian diketahui.", "Not possible before the breach was known.")
NO_WAY = Text("Pilih bagaimana disampaikan.", "Choose how it was given.")


@atomic
def tell_agency(*, by: Actor, breach_id: UUID, at: datetime, way: str, receiver: str, now: datetime) -> Breach:
    """Record that the data protection agency was told in writing: when, how, who received it. The record then stays.

    UU 27/2022 art. 46 (1) b.
    """
    breach = register.locked(by, breach_id, P.BREACH_TELL)
    if breach.agency_at is not None:
        raise NotAllowedNow(AGAIN)
    _check(breach, at, way, receiver, now)
    breach.agency_at, breach.agency_way, breach.agency_receiver = at, way, receiver.strip()
    breach.agency_by_id = by.id
    breach.store("agency_at", "agency_way", "agency_receiver", "agency_by_id")
    breach.settle(now)
    audit.record(by=by, event="breach.agency-told", about=breach, at=now, way=way, told_at=at)
    return breach


@atomic
def list_person(*, by: Actor, breach_id: UUID, whom: Whom, number: str, person: str, now: datetime) -> BreachPerson:
    """Write down somebody whom the breach concerns and who is to be told: a child by the number of its case."""
    breach = register.locked(by, breach_id, P.BREACH_TELL)
    if whom not in PEOPLE:
        raise Refused(EMPTY, field="whom")
    found = erasable(number) if whom is Whom.CHILD else None
    if whom is Whom.CHILD and found is None:
        raise Refused(NO_CASE, field="number")
    if whom in (Whom.WORKER, Whom.OTHER) and not person.strip():
        raise Refused(NO_NAME, field="person")
    listed = BreachPerson.objects.create(
        breach=breach, whom=whom, number=number if found else "", child_id=found.child_id if found else None,
        name=person.strip() or None, listed_at=now,
    )  # fmt: skip
    breach.settle(now)
    audit.record(by=by, event="breach.person-listed", about=breach, at=now, person=listed.pk, whom=whom)
    return listed


@atomic
def tell_person(*, by: Actor, person_id: UUID, at: datetime, way: str, receiver: str, now: datetime) -> BreachPerson:
    """Record that a person was told in writing: when, how, who received it (UU 27/2022 art. 46 (1) a)."""
    breach, person = _undecided(by, person_id)
    _check(breach, at, way, receiver, now)
    person.told_at, person.way, person.receiver = at, way, receiver.strip()
    return _decided(by, breach, person, "breach.person-told", now, way=way, told_at=at)


@atomic
def leave_untold(*, by: Actor, person_id: UUID, reason: str, now: datetime) -> BreachPerson:
    """Decide that a person is not told, and say why: for example because the letter would endanger the child."""
    breach, person = _undecided(by, person_id)
    if not reason.strip():
        raise Refused(EMPTY, field="reason")
    person.not_told = reason.strip()
    return _decided(by, breach, person, "breach.person-not-told", now)


@atomic
def note_breach_paper(*, by: Actor, breach: Breach, paper: str, person_id: UUID | None = None, now: datetime) -> None:
    """Write down that a notice was printed."""
    require(by, P.BREACH_TELL, breach)
    audit.record(by=by, event="breach.printed", about=breach, at=now, paper=paper, person=person_id)


def _undecided(by: Actor, person_id: UUID) -> tuple[Breach, BreachPerson]:
    rows = visible(by, P.READ_BREACH_PEOPLE, BreachPerson)
    breach = register.locked(by, rows.get(pk=person_id).breach_id, P.BREACH_TELL)
    person = rows.select_for_update(of=("self",)).get(pk=person_id)
    person.breach = breach
    if person.decided_at is not None:
        raise NotAllowedNow(AGAIN)
    return breach, person


def _decided(
    by: Actor, breach: Breach, person: BreachPerson, event: str, now: datetime, **details: Any
) -> BreachPerson:
    person.decided_at, person.decided_by_id = now, by.id
    person.store("told_at", "way", "receiver", "not_told", "decided_at", "decided_by_id")
    breach.settle(now)
    audit.record(by=by, event=event, about=breach, at=now, person=person.pk, **details)
    return person


def _check(breach: Breach, at: datetime, way: str, receiver: str, now: datetime) -> None:
    if at > now:
        raise Refused(NOT_YET, field="at")
    if at < breach.known_at:
        raise Refused(TOO_EARLY, field="at")
    if way not in WAYS:
        raise Refused(NO_WAY, field="way")
    if not receiver.strip():
        raise Refused(EMPTY, field="receiver")
