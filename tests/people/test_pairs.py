"""Pairs of records that may be one child: offered by the clock, never twice once decided, unless the facts changed."""

from datetime import timedelta
from uuid import UUID

import pytest

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.cases.models import Case
from naung.cases.queries.pairs import waiting_pairs
from naung.core.errors import AccessDenied, NotAllowedNow, Refused, Stale
from naung.core.ids import new_id
from naung.people.models import CandidatePair, PairState
from naung.people.operations import decide_pair, offer_pairs
from naung.people.operations.children import change_child
from naung.people.queries import facts_of
from naung.people.rules.merging import Offer
from tests.cases.stories import a_case, doing
from tests.people.merge_stories import child, merge, two
from tests.scene import MONDAY, Scene

NIGHT = MONDAY + timedelta(hours=14)


def offered(scene: Scene, *pairs: tuple[Case, Case, float]) -> int:
    """What the nightly comparison puts up."""
    offers = [
        Offer(first=a.child_id, second=b.child_id, probability=likely, model_version="2026-11", reasons=("NAME",))
        for a, b, likely in pairs
    ]
    with acting_as(clock([scene.office.pk])) as by:
        return offer_pairs(by=by, pairs=offers, now=NIGHT)


def queue(scene: Scene, name: str = "Rina") -> list[CandidatePair]:
    with acting_as(scene.actor(name)) as actor:
        return list(waiting_pairs(actor))


def decided(scene: Scene, pair: CandidatePair, state: PairState, **given: object) -> CandidatePair:
    made: CandidatePair = doing(
        scene, "Rina", decide_pair, pair_id=pair.pk, state=state, **{"reason": "Umurnya lain."} | given
    )
    return made


def test_whoever_sees_both_finds_them_the_likeliest_first(scene: Scene) -> None:
    first, second, third = a_case(scene), a_case(scene), a_case(scene)
    theirs = a_case(scene, "timur")

    assert offered(scene, (first, second, 0.7), (third, first, 0.95), (theirs, first, 0.99)) == 3

    assert [pair.probability for pair in queue(scene)] == [0.95, 0.7]
    assert queue(scene, "Dewi") == []
    assert queue(scene, "Sari") == []
    (pair, _) = queue(scene)
    assert pair.low_id < pair.high_id
    assert (pair.model_version, pair.reasons, pair.offered_at) == ("2026-11", ["NAME"], NIGHT)


def test_a_pair_is_one_pair_whichever_comes_first(scene: Scene) -> None:
    one, other = a_case(scene), a_case(scene)

    assert offered(scene, (one, other, 0.7), (other, one, 0.9), (one, one, 1.0)) == 1
    assert offered(scene, (other, one, 0.8)) == 0

    (pair,) = queue(scene)
    assert pair.probability == 0.8


def test_two_children_are_not_offered_again_until_the_facts_change(scene: Scene) -> None:
    one, other = a_case(scene), a_case(scene)
    offered(scene, (one, other, 0.9))
    (pair,) = queue(scene)
    decided(scene, pair, PairState.APART)

    assert offered(scene, (one, other, 0.97)) == 0
    assert queue(scene) == []

    with acting_as(scene.actor("Sari")) as sari:
        held = child(scene, one, "Sari")
        told = facts_of(held).identity() | {"nickname": "Ani"}
        change_child(by=sari, child_id=one.child_id, facts=type(facts_of(held))(**told), version=None, now=MONDAY)
    assert offered(scene, (one, other, 0.97)) == 1
    (again,) = queue(scene)
    assert (again.state, again.reason, again.decided_by_id) == (PairState.OPEN, "Umurnya lain.", scene.id("Rina"))


def test_what_is_put_off_comes_last(scene: Scene) -> None:
    one, other, third = a_case(scene), a_case(scene), a_case(scene)
    offered(scene, (one, other, 0.9), (one, third, 0.6))
    (likely, _) = queue(scene)

    decided(scene, likely, PairState.LATER, reason="")

    assert [pair.probability for pair in queue(scene)] == [0.6, 0.9]
    assert offered(scene, (one, other, 0.91)) == 0


def test_merged_records_are_not_offered(scene: Scene) -> None:
    kept, merged = two(scene)
    third = a_case(scene)
    offered(scene, (merged, third, 0.8))
    merge(scene, kept, merged)

    assert queue(scene) == []
    assert offered(scene, (merged, third, 0.8), (merged, kept, 0.9)) == 0
    assert offered(scene, (kept, third, 0.8)) == 1


def test_a_record_that_is_not_there_is_left_out(scene: Scene) -> None:
    one = a_case(scene)
    with acting_as(clock([scene.office.pk])) as by:
        gone = Offer(first=one.child_id, second=new_id(), probability=0.9, model_version="1")
        assert offer_pairs(by=by, pairs=[gone], now=NIGHT) == 0
        with pytest.raises(ValueError, match="between 0 and 1"):
            offer_pairs(by=by, pairs=[Offer(first=UUID(int=1), second=UUID(int=2), probability=1.2,
                                            model_version="1")], now=NIGHT)  # fmt: skip


def test_a_decision_has_a_reason_a_version_and_is_made_once(scene: Scene) -> None:
    one, other = a_case(scene), a_case(scene)
    offered(scene, (one, other, 0.9))
    (pair,) = queue(scene)

    with pytest.raises(Refused, match="Tulis mengapa"):
        decided(scene, pair, PairState.APART, reason=" ")
    with pytest.raises(Stale):
        decided(scene, pair, PairState.APART, version=7)
    with pytest.raises(NotAllowedNow):
        decided(scene, pair, PairState.SAME)
    decided(scene, pair, PairState.APART, version=pair.version)
    with pytest.raises(NotAllowedNow, match="sudah diputuskan"):
        decided(scene, pair, PairState.LATER)


def test_only_the_clock_offers(scene: Scene) -> None:
    one, other = a_case(scene), a_case(scene)
    offer = Offer(first=one.child_id, second=other.child_id, probability=0.9, model_version="1")

    for name in ("Rina", "Ayu", "Lina"):
        with pytest.raises(AccessDenied):
            doing(scene, name, offer_pairs, pairs=[offer])
