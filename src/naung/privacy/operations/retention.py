"""How long records are kept: sealed by the clock when their term is over, opened again by a person or by what happens.

Nothing here erases: a person asks for that, and another does it (operations.erasing).
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.cases.models import Case
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.duties import operations as duties
from naung.intake.models import Report
from naung.privacy.models import Erasure, Term
from naung.privacy.operations.erasing import NO_REASON, PAST, ask_erasure
from naung.privacy.queries import retention
from naung.privacy.rules.retention import SOON, erasable_from, years_after
from naung.teams import queries as teams

SEALED, WOKEN, BACK = "term.sealed", "term.woken", "term.back"
A_NIGHT = 500  # so many are sealed in one transaction; the rest the next night
LONGEST = 1  # year for which a record is opened at once
TOO_LONG = Text("Pilih hari dalam satu tahun ini.", "Choose a day within a year.")
NOT_SEALED = Text("Catatan ini tidak sedang tersegel.", "This record is not sealed.")
TOO_EARLY = Text("Masa simpan tersegelnya belum habis.", "Its sealed term is not over yet.")


class Kept(NamedTuple):
    """What the clock did: how many records it sealed, and how many it opened again."""

    sealed: int
    woken: int


@atomic
def watch_terms(*, by: Actor, now: datetime) -> Kept:
    """Seal what was kept long enough, open again what is needed after all, and tell the officer how many.

    Only the clock may; a second time the same night changes nothing. UU 27/2022 Art. 16 and 44.
    """
    require(by, P.DUTY_KEEP)
    today = timezone.localdate(now)
    found = retention.due_by(today + SOON, today)
    woken = _wake(by, visible(by, P.READ_TERMS, Term), found, now)
    _write(found, visible(by, P.READ_TERMS, Term))
    sealed = sum(_seal(by, one, now) for one in retention.to_seal(by, today).select_for_update()[:A_NIGHT])
    if sealed:
        _tell(by, SEALED, sealed, now)
    return Kept(sealed, woken)


@atomic
def wake_terms(*, by: Actor, now: datetime) -> int:
    """Open a sealed record again as soon as the child is told of, a hold is placed or a request comes in.

    Only the clock may. Returns how many records were opened.
    """
    require(by, P.DUTY_KEEP)
    lying, today = retention.sealed(by), timezone.localdate(now)
    ids = {one.pk for one in lying}
    return _wake(by, lying, retention.due_by(today, today, ids), now) if ids else 0


@atomic
def open_record(*, by: Actor, term_id: UUID, reason: str, until: date, now: datetime) -> Term:
    """Give a sealed record back to the team that held it until a day, with the ground; then it is sealed again.

    Whoever opens it does not read it by that. UU 27/2022 Art. 16.
    """
    require(by, P.ERASE)
    term = visible(by, P.READ_TERMS, Term).select_for_update().get(pk=term_id)
    if term.sealed_at is None:
        raise NotAllowedNow(NOT_SEALED)
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")
    _in_time(until, timezone.localdate(now))
    _unseal(by, term, now)
    term.opened_at, term.opened_by_id, term.opened_reason, term.open_until_date = now, by.id, reason.strip(), until
    term.store("opened_at", "opened_by_id", "opened_reason", "open_until_date")
    audit.record(by=by, event="retention.opened", about=term, at=now, until=until)
    return term


@atomic
def propose_erasing(*, by: Actor, term_id: UUID, reason: str, now: datetime) -> Erasure:
    """Ask that a record is erased whose sealed term is over; somebody else decides. UU 27/2022 Art. 44."""
    require(by, P.ERASE)
    term = visible(by, P.READ_TERMS, Term).get(pk=term_id)
    if term.erasable_date is None or term.erasable_date > timezone.localdate(now):
        raise NotAllowedNow(TOO_EARLY)
    asked: Erasure = ask_erasure(by=by, number=term.number, basis="TERM", reason=reason, now=now)
    return asked


def _in_time(until: date, today: date) -> None:
    if until < today:
        raise Refused(PAST, field="until")
    if until > years_after(today, LONGEST):
        raise Refused(TOO_LONG, field="until")


def _wake(by: Actor, lines: Iterable[Term], due: dict[UUID, retention.Due], now: datetime) -> int:
    """Open what no longer falls due: the rule alone says what lies sealed."""
    woken = sum(_woken(by, one, now) for one in lines if one.due_date and one.pk not in due)
    if woken:
        _tell(by, WOKEN, woken, now)
    return woken


def _woken(by: Actor, term: Term, now: datetime) -> bool:
    was_sealed = term.sealed_at is not None
    if was_sealed:
        _unseal(by, term, now)
        audit.record(by=by, event="retention.woken", about=term, at=now)
    term.due_date = None
    term.store("due_date")
    return was_sealed


def _write(found: dict[UUID, retention.Due], lines: Iterable[Term]) -> None:
    """A line for each record that falls due soon, with its day and whom it shuts out as they are now."""
    known = {one.pk: one for one in lines}
    Term.objects.bulk_create(Term(id=pk, **one.facts) for pk, one in found.items() if pk not in known)
    for pk, line in known.items():
        if pk in found:
            _update(line, found[pk].facts)


def _update(line: Term, facts: dict[str, Any]) -> None:
    changed = [name for name, value in facts.items() if getattr(line, name) != value]
    for name in changed:
        setattr(line, name, facts[name])
    if changed:
        line.store(*changed)


def _seal(by: Actor, term: Term, now: datetime) -> bool:
    if not _called("privacy_seal", term):
        return False
    term.sealed_at = now
    term.erasable_date = erasable_from(timezone.localdate(now), retention.terms())
    term.opened_at = term.opened_by_id = term.opened_reason = term.open_until_date = None
    term.store("sealed_at", "erasable_date", "opened_at", "opened_by_id", "opened_reason", "open_until_date")
    audit.record(by=by, event="retention.sealed", about=term, at=now)
    return True


def _unseal(by: Actor, term: Term, now: datetime) -> None:
    """Give it back, and tell whoever held it."""
    to = _holders(term, now)
    if not _called("privacy_unseal", term):
        raise NotAllowedNow(NOT_SEALED)
    term.sealed_at = term.erasable_date = None
    term.store("sealed_at", "erasable_date")
    once = f"{BACK}:{term.pk}:{now.isoformat()}"
    duties.notify(by=by, to=to, kind=BACK, about=term, now=now, once=once, number=term.number)


def _holders(term: Term, now: datetime) -> set[UUID]:
    """Who holds the case or report, and who answers for its team; where nobody does, all of the team."""
    held = [row for row in term.was if row["of"] in (Case._meta.db_table, Report._meta.db_table)]
    people = teams.directory(now)
    found = {UUID(row["owner"]) for row in held if row["owner"]}
    for team in {UUID(row["team"]) for row in held if row["team"]}:
        found.update(people.people(Role.SUPERVISOR, team) or people.members(team))
    return found


def _called(function: str, term: Term) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [term.pk])
        (done,) = cursor.fetchone()
    return bool(done)


def _tell(by: Actor, kind: str, count: int, now: datetime) -> None:
    people = teams.directory(now).people(Role.DPO)
    duties.notify(by=by, to=people, kind=kind, about=None, now=now, once=f"{kind}:{now.isoformat()}", count=count)
