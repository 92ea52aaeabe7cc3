"""Children, merges, undos, cases closed and opened again, in any order: whatever is refused, the records stay whole.

A model of pointers and open cases says what must happen; the database, the searches and the pages' query must agree.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from naung.access.acting import acting_as
from naung.cases import operations
from naung.cases.models import Case
from naung.core.errors import NotAllowedNow
from naung.people.models import CandidatePair, Child, Merge, PairState
from naung.people.queries import find_by_name, same_as
from tests.cases.stories import a_case, doing
from tests.people.merge_stories import WHY, close
from tests.scene import MONDAY, Scene

MOST = 5
place = st.integers(0, MOST - 1)


class Records(RuleBasedStateMachine):
    """What somebody may do with up to five records; `points` and `open` are what must be so."""

    scene: Scene

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now: datetime = MONDAY
        self.cases: list[Case] = []
        self.points: dict[UUID, UUID] = {}
        self.open: set[UUID] = set()
        self.standing: list[Merge] = []
        self.merges = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def case(self, number: int) -> Case:
        return self.cases[number % len(self.cases)]

    def does(self, operation: Callable[..., Any], **given: Any) -> Any:
        """What Rina does a minute later; nothing when it is refused."""
        self.now += timedelta(minutes=1)
        try:
            return doing(self.scene, "Rina", operation, now=self.now, **given)
        except NotAllowedNow:
            return None

    def root(self, child: UUID) -> UUID:
        while child in self.points:
            child = self.points[child]
        return child

    @initialize()
    def begin(self) -> None:
        """Three records to begin with, two of them without an open case: then much can be merged."""
        for _ in range(3):
            self.register()
        self.end(0)
        self.end(1)

    @precondition(lambda self: len(self.cases) < MOST)
    @rule()
    def register(self) -> None:
        case = a_case(self.scene, name=f"Siti {'ABCDE'[len(self.cases)]}mara")
        self.cases.append(case)
        self.open.add(case.child_id)

    @precondition(lambda self: self.cases)
    @rule(number=place)
    def end(self, number: int) -> None:
        case = self.case(number)
        if case.child_id in self.open:
            close(self.scene, case)
            self.open.remove(case.child_id)

    @precondition(lambda self: self.cases)
    @rule(number=place)
    def open_again(self, number: int) -> None:
        case = self.case(number)
        done = self.does(operations.reopen, case_id=case.pk, reason="Laporan baru.")
        may = case.child_id not in self.open and case.child_id not in self.points
        assert bool(done) == may
        if done:
            self.open.add(case.child_id)

    @precondition(lambda self: len(self.cases) > 1)
    @rule(one=place, other=place, closes=st.booleans())
    def merge(self, one: int, other: int, closes: bool) -> None:
        kept, merged = self.case(one).child_id, self.case(other).child_id
        made = self.does(operations.merge_children, kept_id=kept, merged_id=merged, reason=WHY, closes=closes)
        stand = kept != merged and not {kept, merged} & self.points.keys()
        assert bool(made) == (stand and (merged not in self.open or (kept in self.open and closes)))
        if made:
            assert (made.closed_case_id is not None) == (merged in self.open)
            self.points[merged] = kept
            self.open.discard(merged)
            self.standing.append(made)
            self.merges += 1

    @precondition(lambda self: self.standing)
    @rule(number=place, reopens=st.booleans())
    def undo(self, number: int, reopens: bool) -> None:
        made = self.standing.pop(number % len(self.standing))
        assert self.does(operations.undo_merge, merge_id=made.pk, reason="Dua anak.", reopens=reopens)
        del self.points[made.child_id]
        if reopens and made.closed_case_id is not None:
            self.open.add(made.child_id)

    @precondition(lambda self: self.cases)
    @invariant()
    def the_pointers_are_those_that_somebody_set(self) -> None:
        with acting_as(self.scene.actor("Rina")):
            found = dict(Child.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
            assert found == self.points
            standing = Merge.objects.filter(undone_at=None).values_list("child_id", "kept_id")
            assert dict(standing) == self.points

    @precondition(lambda self: self.cases)
    @invariant()
    def one_record_stands_for_each_child_and_has_its_one_open_case(self) -> None:
        ids = [case.child_id for case in self.cases]
        with acting_as(self.scene.actor("Rina")) as rina:
            for child, same in same_as(ids).items():
                assert same.standing == self.root(child)
                assert {*same.all} == {one for one in ids if self.root(one) == self.root(child)}
            opened = [*Case.objects.filter(closed_at=None).values_list("child_id", flat=True)]
            assert {*opened} == self.open
            assert len({self.root(child) for child in opened}) == len(opened)
            assert all(child not in self.points for child in opened)
            assert {one.pk for one in find_by_name(rina, "Siti")} == {self.root(child) for child in ids}

    @precondition(lambda self: self.cases)
    @invariant()
    def nothing_is_lost_or_moved(self) -> None:
        with acting_as(self.scene.actor("Rina")):
            assert dict(Case.objects.values_list("pk", "child_id")) == {c.pk: c.child_id for c in self.cases}
            assert Merge.objects.count() == self.merges
            same = CandidatePair.objects.filter(state=PairState.SAME).values_list("low_id", "high_id")
            assert {frozenset(ends) for ends in same} == {frozenset(ends) for ends in self.points.items()}


def test_the_records_stay_whole_whatever_is_done(scene: Scene) -> None:
    class OfThisOffice(Records):
        pass

    OfThisOffice.scene = scene
    run_state_machine_as_test(
        OfThisOffice,
        settings=settings(
            max_examples=8, stateful_step_count=15, deadline=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.reuse, Phase.generate],
        ),
    )  # fmt: skip
