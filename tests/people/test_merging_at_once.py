"""Several people merge the same records at the same moment: one wins, the others get words, no loop comes to be."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections

from naung.access.acting import acting_as
from naung.cases import operations
from naung.core.errors import NotAllowedNow
from naung.people.models import Child
from tests.cases.stories import doing
from tests.people.merge_stories import child, close, merge, two
from tests.scene import MONDAY, Scene, build


@pytest.fixture
def office(transactional_db: None) -> Scene:
    return build()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all in threads of their own, from one moment on; what each was told ("" for done)."""
    together = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        try:
            together.wait(10)
            act()
        except NotAllowedNow as refused:
            return str(refused.message)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return [found.result(60) for found in [pool.submit(one, act) for act in acts]]


def pointers(scene: Scene) -> dict[UUID, UUID | None]:
    with acting_as(scene.actor("Rina")):
        return dict(Child.objects.exclude(merged_into=None).values_list("pk", "merged_into"))


def test_the_same_merge_twice(office: Scene) -> None:
    kept, merged = two(office)

    told = at_once(*[lambda: merge(office, kept, merged)] * 2)

    assert sorted(map(bool, told)) == [False, True]
    assert pointers(office) == {merged.child_id: kept.child_id}


def test_both_ways_at_once(office: Scene) -> None:
    one, other = two(office)
    close(office, one)

    told = at_once(lambda: merge(office, one, other), lambda: merge(office, other, one))

    assert sorted(map(bool, told)) == [False, True]
    assert len(pointers(office)) == 1


def test_a_chain_made_from_both_ends_at_once(office: Scene) -> None:
    """A to B while B goes to C: either B stands no more when A arrives, or A hangs below B, which hangs below C."""
    third, first = two(office)
    second, _ = two(office)
    close(office, second)

    told = at_once(lambda: merge(office, second, first), lambda: merge(office, third, second))

    found = pointers(office)
    assert found[second.child_id] == third.child_id
    assert found.get(first.child_id, second.child_id) == second.child_id
    assert bool(told[0]) == (first.child_id not in found)


def test_merged_while_its_case_is_opened_again(office: Scene) -> None:
    kept, merged = two(office)

    told = at_once(
        lambda: merge(office, kept, merged),
        lambda: doing(office, "Rina", operations.reopen, case_id=merged.pk, reason="Laporan baru."),
    )

    assert sorted(map(bool, told)) == [False, True]
    points = child(office, merged).merged_into_id is not None
    assert points == (not told[0])


def test_undone_twice_at_once(office: Scene) -> None:
    kept, merged = two(office)
    made = merge(office, kept, merged)

    def end() -> object:
        return doing(office, "Rina", operations.undo_merge, merge_id=made.pk, reason="Dua anak.", now=MONDAY)

    told = at_once(end, end)

    assert sorted(map(bool, told)) == [False, True]
    assert pointers(office) == {}
