"""Pairs of records that may be one child: offered by the clock, decided by a person, remembered."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.people.models import CandidatePair, Child, PairState
from naung.people.queries.same import print_of
from naung.people.rules import merging as rules
from naung.people.rules.merging import Offer

BATCH = 500
WAITING = (PairState.OPEN, PairState.LATER)


@atomic
def offer_pairs(*, by: Actor, pairs: Iterable[Offer], now: datetime) -> int:
    """Put pairs of records before people that may be one child; returns how many wait anew.

    A pair that somebody decided is not offered again, unless the facts changed since she said that they are two
    children. Records that were merged, or that are no longer there, are left out.
    """
    require(by, P.PAIR_OFFER)
    best = list(rules.best_of(pairs).items())
    return sum(_offer_some(by, dict(best[start : start + BATCH]), now) for start in range(0, len(best), BATCH))


def _offer_some(by: Actor, offers: dict[tuple[UUID, UUID], Offer], now: datetime) -> int:
    """Two records may be one child: put before people."""
    ids = {one for ends in offers for one in ends}
    with widened(ids):
        children = Child.objects.filter(merged_into=None).in_bulk(ids)
        held = {
            (pair.low_id, pair.high_id): pair
            for pair in CandidatePair.objects.select_for_update(of=("self",)).filter(low__in=ids, high__in=ids)
        }
        waiting = [
            _offer(held.get(ends), children[ends[0]], children[ends[1]], offer, now)
            for ends, offer in sorted(offers.items())
            if children.keys() >= {*ends}
        ]
        for pair in filter(None, waiting):
            audit.record(by=by, event="pair.offered", about=pair, at=now, model=pair.model_version)
        return sum(pair is not None for pair in waiting)


def _offer(pair: CandidatePair | None, low: Child, high: Child, offer: Offer, now: datetime) -> CandidatePair | None:
    """The pair if it waits anew; none if it waited already or stays as it was decided."""
    facts = print_of(low, high)
    told = {
        "probability": offer.probability, "model_version": offer.model_version, "reasons": list(offer.reasons),
        "fingerprint": facts,
    }  # fmt: skip
    if pair is None:
        pair, made = CandidatePair.objects.get_or_create(low=low, high=high, defaults={"offered_at": now, **told})
        return pair if made else None  # else somebody has just put it up herself
    if pair.state not in WAITING and facts == pair.fingerprint:
        return None
    anew = pair.state not in WAITING
    for name, value in told.items():
        setattr(pair, name, value)
    if anew:
        pair.state, pair.offered_at = PairState.OPEN, now
    pair.store(*told, "state", "offered_at")
    return pair if anew else None


@atomic
def propose_pair(*, by: Actor, child_id: UUID, other_id: UUID, now: datetime) -> CandidatePair:
    """Put two records side by side that a person takes for one child."""
    found = visible(by, P.READ_D2, Child).in_bulk([child_id, other_id])
    if {child_id, other_id} - found.keys():
        raise Child.DoesNotExist
    for child in found.values():
        require(by, P.CHILD_MERGE, child)
    if child_id == other_id:
        raise Refused(rules.ITSELF, field="number")
    low, high = (found[one] for one in rules.ordered(child_id, other_id))
    pair, made = CandidatePair.objects.get_or_create(
        low=low, high=high, defaults={"offered_at": now, "fingerprint": print_of(low, high)}
    )
    if not made and pair.state not in WAITING:
        pair.state, pair.offered_at = PairState.OPEN, now
        pair.store("state", "offered_at")
    audit.record(by=by, event="pair.proposed", about=pair, at=now)
    return pair


@atomic
def open_pair(*, by: Actor, pair: CandidatePair, now: datetime) -> None:
    """Write down that somebody looked at two records side by side."""
    require(by, P.CHILD_MERGE, pair)
    audit.record(by=by, event="pair.opened", about=pair, at=now)


@atomic
def decide_pair(
    *, by: Actor, pair_id: UUID, state: PairState, reason: str = "", version: int | None = None, now: datetime
) -> CandidatePair:
    """Say that two records are two children, or that this is to be looked at later. The same child is a merge."""
    pair = visible(by, P.READ_D2, CandidatePair).select_for_update(of=("self",)).get(pk=pair_id)
    require(by, P.CHILD_MERGE, pair)
    pair.expect(version)
    if pair.state not in WAITING or state not in (PairState.APART, PairState.LATER):
        raise NotAllowedNow(rules.DECIDED)
    told = rules.check_reason(reason) if state == PairState.APART else reason.strip()
    _write(by, pair, state, told, now)
    return pair


@atomic
def settle(*, by: Actor, one: Child, other: Child, state: PairState, reason: str, now: datetime) -> CandidatePair:
    """Keep with the pair what was decided by merging or by undoing it, also where nobody had offered it."""
    require(by, P.CHILD_MERGE)
    low, high = (one, other) if one.pk < other.pk else (other, one)
    pair, _made = CandidatePair.objects.select_for_update(of=("self",)).get_or_create(
        low=low, high=high, defaults={"offered_at": now}
    )
    pair.low, pair.high = low, high
    _write(by, pair, state, reason, now)
    return pair


def _write(by: Actor, pair: CandidatePair, state: PairState, reason: str, now: datetime) -> None:
    """Keep with two records whether they are one child, two, or to be looked at later."""
    pair.state, pair.decided_at, pair.decided_by_id, pair.reason = state, now, by.id, reason or None
    pair.fingerprint = print_of(pair.low, pair.high)
    pair.store("state", "decided_at", "decided_by_id", "reason", "fingerprint")
    audit.record(by=by, event="pair.decided", about=pair, at=now, reason=reason, state=state)
