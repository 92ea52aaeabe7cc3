"""The register of breaches: writing one down, correcting it, adding to it, closing it; the clock's reminders."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role, Scope
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.formats import local
from naung.core.ids import new_number
from naung.core.text import Text
from naung.duties import operations as duties
from naung.duties.queries import office_calendar
from naung.duties.rules import Clock, Moments, limit_for
from naung.privacy.models import Breach, BreachAddition, BreachPerson
from naung.privacy.queries import breaches as register
from naung.privacy.rules.breaches import DUTY
from naung.privacy.rules.classes import KINDS
from naung.teams import queries as teams

NOT_YET = Text("Waktu ini belum tiba.", "This time has not come.")
BEFORE = Text("Diketahui tidak mungkin sebelum terjadi.", "It cannot be known before it happened.")
NO_KIND = Text("Pilih data apa saja yang terkena.", "Choose which data are concerned.")
EMPTY = Text("Bagian ini perlu diisi.", "This part has to be filled in.")
FROZEN = Text(
    "Lembaga sudah diberi tahu, jadi catatan ini tetap. Tulis yang baru diketahui sebagai tambahan.",
    "The agency has been told, so this record stays as it is. Write what was found out since as an addition.",
)
UNFINISHED = Text(
    "Belum semua diberi tahu. Catat pemberitahuan kepada lembaga dan setiap orang, atau alasan tidak memberi tahu.",
    "Not everybody has been told. Record the notice to the agency and to each person, or why somebody is not told.",
)
TOLD_OF = Text(
    "Sudah ada yang diberi tahu tentang kejadian ini, jadi tidak dapat ditutup sebagai bukan pelanggaran.",
    "Somebody was told of this event already, so it cannot be closed as no breach.",
)
RECORDED, NEARLY_DUE, LATE = "breach.recorded", "breach.nearly-due", "breach.late"
TEXTS = ("what", "consequences", "measures", "contact")


@dataclass(frozen=True)
class Told:
    """What is known of a breach so far."""

    what: str
    consequences: str
    measures: str
    contact: str
    kinds: tuple[str, ...]
    people: int
    happened_at: datetime | None
    known_at: datetime

    def check(self, now: datetime) -> None:
        """Each part is there, and the times are possible."""
        empty = next((name for name in TEXTS if not getattr(self, name).strip()), None)
        if empty:
            raise Refused(EMPTY, field=empty)
        if not self.kinds or not set(self.kinds) <= set(KINDS):
            raise Refused(NO_KIND, field="kinds")
        if self.known_at > now:
            raise Refused(NOT_YET, field="known_at")
        if self.happened_at and self.happened_at > self.known_at:
            raise Refused(BEFORE, field="happened_at")

    def parts(self) -> dict[str, object]:
        """The columns of the record."""
        texts = {name: getattr(self, name).strip() for name in TEXTS}
        return asdict(self) | texts | {"kinds": sorted(set(self.kinds))}


@atomic
def record_breach(*, by: Actor, told: Told, now: datetime) -> Breach:
    """Write down that data were lost, seen or taken by somebody who may not; the law's clock runs since it was known.

    UU 27/2022 art. 46: within 3×24 hours the agency and the persons concerned are told in writing.
    """
    require(by, P.BREACH_RECORD)
    told.check(now)
    (office_id,) = sorted(by.ids(P.BREACH_RECORD, Scope.OFFICE))[:1]
    assert by.id is not None  # noqa: S101 - a person holds this role
    made = Breach.objects.create(
        number=new_number(), recorded_at=now, recorded_by_id=by.id, office_id=office_id, **told.parts(),
        **_moments(told.known_at),
    )  # fmt: skip
    audit.record(by=by, event="breach.recorded", about=made, at=now, kinds=made.kinds, people=made.people)
    _tell(by, made, RECORDED, {Role.DPO, Role.OFFICE_HEAD}, now)
    return made


def _moments(known_at: datetime) -> dict[str, datetime]:
    limit = limit_for(DUTY, None, local(known_at).date())
    assert limit is not None  # noqa: S101 - the table has it for each level
    moments = Clock(known_at, limit).moments(office_calendar([limit]))
    assert isinstance(moments, Moments)  # noqa: S101 - it is never paused
    return {"warn_at": moments.warn_at, "due_at": moments.due_at, "division_at": moments.division_at}


@atomic
def change_breach(*, by: Actor, breach_id: UUID, told: Told, version: int | None, now: datetime) -> Breach:
    """Correct what is written of a breach, as long as the agency has not been told."""
    breach = register.locked(by, breach_id, P.BREACH_RECORD).expect(version)
    if breach.agency_at is not None:
        raise NotAllowedNow(FROZEN)
    told.check(now)
    given = told.parts() | _moments(told.known_at)
    changed = [name for name, value in given.items() if getattr(breach, name) != value]
    for name in changed:
        setattr(breach, name, given[name])
    if changed:
        breach.store(*changed)
        breach.settle(now)
        audit.record(by=by, event="breach.changed", about=breach, at=now, parts=sorted(changed))
    return breach


@atomic
def add_to_breach(*, by: Actor, breach_id: UUID, text: str, now: datetime) -> BreachAddition:
    """Add what was found out after the agency was told; what stood before stays."""
    breach = register.locked(by, breach_id, P.BREACH_RECORD)
    if not text.strip():
        raise Refused(EMPTY, field="text")
    assert by.id is not None  # noqa: S101 - a person holds this role
    added = BreachAddition.objects.create(breach=breach, text=text.strip(), at=now, by_id=by.id)
    audit.record(by=by, event="breach.added-to", about=breach, at=now, addition=added.pk)
    return added


@atomic
def close_breach(*, by: Actor, breach_id: UUID, closing: str, no_breach: bool, now: datetime) -> Breach:
    """Close a breach once everybody was told, with what was learnt; or say why it was none."""
    breach = register.locked(by, breach_id, P.BREACH_TELL)
    if not closing.strip():
        raise Refused(EMPTY, field="closing")
    if no_breach and (breach.agency_at or BreachPerson.objects.filter(breach=breach, told_at__isnull=False).exists()):
        raise NotAllowedNow(TOLD_OF)
    if not no_breach and breach.notified_at is None:
        raise NotAllowedNow(UNFINISHED)
    breach.closed_at, breach.closed_by_id, breach.closing = now, by.id, closing.strip()
    breach.no_breach = no_breach
    breach.store("closed_at", "closed_by_id", "closing", "no_breach")
    audit.record(by=by, event="breach.closed", about=breach, at=now, no_breach=no_breach)
    return breach


@atomic
def watch_breaches(*, by: Actor, now: datetime) -> int:
    """Tell the officer and the head of the office of breaches whose notices are nearly due or late. Clock only."""
    require(by, P.DUTY_KEEP)
    waiting = visible(by, P.READ_BREACHES, Breach).filter(
        notified_at=None, closed_at=None, late_at=None, warn_at__lte=now
    )
    reached = [one for one in waiting.select_for_update() if one.due_at <= now or one.warned_at is None]
    for one in reached:
        late = one.due_at <= now
        one.warned_at, one.late_at = one.warned_at or now, now if late else None
        one.store("warned_at", "late_at")
        _tell(by, one, LATE if late else NEARLY_DUE, {Role.DPO, Role.OFFICE_HEAD}, now)
    if reached:
        audit.record(by=by, event="breach.checked", at=now, count=len(reached))
    return len(reached)


def _tell(by: Actor, breach: Breach, kind: str, roles: set[Role], now: datetime) -> None:
    people = teams.directory(now)
    to = {one for role in roles for one in people.people(role)} - {by.id}
    duties.notify(by=by, to=to, kind=kind, about=breach, now=now, once=f"{kind}:{breach.pk}", number=breach.number)
