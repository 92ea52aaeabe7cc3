"""A record is shown to another team's supervisor for some days, so that both can be compared and merged."""

from datetime import timedelta

import pytest

from naung.access.acting import acting_as
from naung.cases.operations import lend_case
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.duties.models import Notice
from naung.people.models import Child
from naung.people.operations import propose_pair
from tests.cases.stories import doing, register, triaged
from tests.people.merge_stories import child, merge, two
from tests.scene import MONDAY, Scene
from tests.trace import Entry

WHY = "Ibunya menyebut nama yang sama kepada kedua tim."


def lend(scene: Scene, case: object, name: str = "Rina", to: str = "Dewi", reason: str = WHY) -> object:
    return doing(scene, name, lend_case, case_id=case.pk, to_id=scene.id(to), reason=reason)  # type: ignore[attr-defined]


def test_the_other_supervisor_compares_and_merges_and_then_sees_her_own_again(scene: Scene) -> None:
    kept, merged = two(scene, team="timur")

    lend(scene, kept)

    pair = doing(scene, "Dewi", propose_pair, child_id=merged.child_id, other_id=kept.child_id)
    merge(scene, kept, merged, "Dewi")
    assert {pair.low_id, pair.high_id} == {kept.child_id, merged.child_id}
    assert child(scene, merged, "Dewi").merged_into_id == kept.child_id
    with acting_as(scene.actor("Dewi")):
        assert Notice.objects.get(kind="case.lent").owner_id == scene.id("Dewi")
    with acting_as(scene.actor("Rina")):
        assert Entry.objects.get(event="case.lent").reason == WHY
    with acting_as(scene.actor("Dewi", MONDAY + timedelta(days=3, minutes=1))):
        assert [*Child.objects.values_list("pk", flat=True)] == [merged.child_id]


def test_what_is_lent_is_read_and_merged_but_not_closed(scene: Scene) -> None:
    kept, merged = two(scene, both_open=True, team="timur")
    lend(scene, merged, "Dewi", "Rina")

    with pytest.raises(NotAllowedNow, match="ditutup oleh supervisor timnya"):
        merge(scene, kept, merged, closes=True)

    assert child(scene, merged, "Dewi").merged_into_id is None


def test_only_the_teams_supervisor_lends_and_only_to_another_who_is_not_shut_out(scene: Scene) -> None:
    kept, _ = two(scene)
    barring = register(scene, triaged(scene, barred_user_ids=[scene.id("Dewi")]), holder="Sari")

    for case, to in ((kept, "Toni"), (kept, "Rina"), (barring, "Dewi")):
        with pytest.raises(Refused, match="supervisor tim lain"):
            lend(scene, case, to=to)
    with pytest.raises(Refused, match="Tulis mengapa"):
        lend(scene, kept, reason=" ")
    with pytest.raises(AccessDenied):
        lend(scene, kept, "Sari")
    lend(scene, kept)
    with pytest.raises(AccessDenied):
        lend(scene, kept, "Dewi", "Rina")
