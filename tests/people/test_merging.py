"""Two records of one child: one points to the other, one open case remains, and the pointer can be taken away."""

import pytest
from django.db import transaction

from naung.access.acting import acting_as
from naung.cases import operations
from naung.cases.models import Case, CaseEvent
from naung.core.errors import AccessDenied, NotAllowedNow, Refused, Stale
from naung.people import operations as people
from naung.people.models import CandidatePair, Child, Merge, PairState
from naung.people.queries import find_by_name, look_up, same_as
from tests.cases.stories import doing, register, triaged
from tests.people.merge_stories import WHY, anew, child, merge, two, undo
from tests.scene import MONDAY, Scene
from tests.trace import Entry


class TestMerging:
    def test_the_second_record_points_to_the_first_and_nothing_moves(self, scene: Scene) -> None:
        kept, merged = two(scene)
        before = child(scene, merged)

        made = merge(scene, kept, merged)

        after = child(scene, merged)
        assert (after.merged_into_id, after.name, after.team_id) == (kept.child_id, "Aminah S.", before.team_id)
        assert child(scene, kept).merged_into_id is None
        assert anew(scene, merged).child_id == merged.child_id
        assert (made.at, made.by_id, made.closed_case_id) == (MONDAY, scene.id("Rina"), None)
        with acting_as(scene.actor("Rina")):
            told = Entry.objects.filter(event="child.merged")
            assert {(entry.about_id, entry.reason) for entry in told} == {
                (kept.child_id, None), (merged.child_id, None), (made.pk, WHY),
            }  # fmt: skip
            assert CandidatePair.objects.get().state == PairState.SAME

    def test_with_two_open_cases_the_second_is_closed_as_a_duplicate_if_she_agrees(self, scene: Scene) -> None:
        kept, merged = two(scene, both_open=True)

        with pytest.raises(NotAllowedNow, match="ditutup sebagai rangkap"):
            merge(scene, kept, merged)
        assert child(scene, merged).merged_into_id is None
        made = merge(scene, kept, merged, closes=True)

        assert (anew(scene, merged).closed_reason, anew(scene, kept).closed_at) == ("DUP", None)
        assert made.closed_case_id == merged.pk

    def test_the_record_with_the_open_case_stands(self, scene: Scene) -> None:
        kept, merged = two(scene)

        with pytest.raises(NotAllowedNow, match=kept.number):
            merge(scene, merged, kept)

    def test_a_case_with_a_danger_is_not_closed_on_the_way(self, scene: Scene) -> None:
        kept, merged = two(scene, both_open=True)
        doing(scene, "Sari", operations.raise_danger_flag, case_id=merged.pk, code="B08")

        with pytest.raises(NotAllowedNow, match="bahaya"):
            merge(scene, kept, merged, closes=True)

        assert child(scene, merged).merged_into_id is None

    def test_neither_itself_nor_again_nor_into_one_that_stands_no_more(self, scene: Scene) -> None:
        kept, merged = two(scene)
        merge(scene, kept, merged)
        third, fourth = two(scene)

        with pytest.raises(NotAllowedNow, match="dirinya sendiri"):
            merge(scene, kept, kept)
        with pytest.raises(NotAllowedNow, match="sudah digabung"):
            merge(scene, third, merged)
        with pytest.raises(NotAllowedNow, match="sendiri sudah digabung"):
            merge(scene, merged, fourth)
        with pytest.raises(NotAllowedNow, match="masih mempunyai kasus terbuka"):
            merge(scene, merged, kept)

    def test_a_chain_leads_to_its_end(self, scene: Scene) -> None:
        middle, first = two(scene)
        merge(scene, middle, first)
        last, _ = two(scene)

        merge(scene, last, middle, closes=True)

        with acting_as(scene.actor("Rina")):
            same = same_as([first.child_id])[first.child_id]
        assert same.standing == last.child_id
        assert {*same.all} == {first.child_id, middle.child_id, last.child_id}

    def test_siblings_are_never_one(self, scene: Scene) -> None:
        kept, merged = two(scene)
        doing(scene, "Sari", people.relate, child_id=kept.child_id, other_child_id=merged.child_id, relation="ADI")

        for one, other in ((kept, merged), (merged, kept)):
            with pytest.raises(NotAllowedNow, match="dua anak"):
                doing(scene, "Rina", people.point_to, kept_id=one.child_id, merged_id=other.child_id, reason=WHY)

    def test_only_who_may_see_and_merge_both(self, scene: Scene) -> None:
        kept, merged = two(scene, team="timur")
        ours, same_team = two(scene)

        for name in ("Rina", "Dewi"):
            with pytest.raises(Child.DoesNotExist):
                merge(scene, kept, merged, name)
        for name in ("Sari", "Budi", "Lina", "Hadi", "Ayu"):
            with pytest.raises((Child.DoesNotExist, AccessDenied)):
                merge(scene, ours, same_team, name)

    def test_a_reason_and_the_records_as_they_were_shown(self, scene: Scene) -> None:
        kept, merged = two(scene)
        shown = child(scene, kept).version, child(scene, merged).version

        with pytest.raises(Refused, match="Tulis mengapa"):
            merge(scene, kept, merged, reason="  ")
        with pytest.raises(Stale):
            merge(scene, kept, merged, versions=(shown[0] + 1, shown[1]))
        merge(scene, kept, merged, versions=shown)

    def test_a_merged_record_is_changed_no_more_and_gets_no_case(self, scene: Scene) -> None:
        kept, merged = two(scene)
        merge(scene, kept, merged)
        report = triaged(scene, name="Aminah S.")

        with pytest.raises(NotAllowedNow, match="digabung"):
            doing(scene, "Rina", operations.reopen, case_id=merged.pk, reason="Laporan baru.")
        with pytest.raises(Refused, match="digabung"):
            register(scene, report, child=merged.child_id)
        with pytest.raises(NotAllowedNow, match="digabung"):
            doing(
                scene, "Sari", people.add_caregiver, child_id=merged.child_id,
                facts=people.CaregiverFacts(name="Nur", relation="IBU"),
            )  # fmt: skip


class TestWhoIsShutOut:
    def case_barring(self, scene: Scene, name: str) -> Case:
        return register(scene, triaged(scene, name="Aminah S.", barred_user_ids=[scene.id(name)]), holder="Sari")

    def test_somebody_who_works_on_the_other_record_stops_the_merge(self, scene: Scene) -> None:
        kept, _ = two(scene)
        with acting_as(scene.actor("Rina")):
            Case.objects.filter(pk=kept.pk).update(owner_id=scene.id("Budi"))
        merged = self.case_barring(scene, "Budi")

        with pytest.raises(NotAllowedNow, match="Ganti dahulu"):
            merge(scene, kept, merged, closes=True)

    def test_whoever_is_shut_out_of_one_is_shut_out_of_both_until_they_are_two_again(self, scene: Scene) -> None:
        kept, _ = two(scene)
        merged = self.case_barring(scene, "Toni")

        made = merge(scene, kept, merged, closes=True)

        assert anew(scene, kept).barred_user_ids == [scene.id("Toni")]
        assert child(scene, kept).barred_user_ids == [scene.id("Toni")]
        undo(scene, made)
        assert anew(scene, kept).barred_user_ids == []
        assert child(scene, merged).barred_user_ids == [scene.id("Toni")]

    def test_who_is_named_by_a_report_meanwhile_stays_shut_out(self, scene: Scene) -> None:
        kept, _ = two(scene)
        made = merge(scene, kept, self.case_barring(scene, "Toni"), closes=True)
        named = triaged(scene, name="Siti", barred_user_ids=[scene.id("Toni")])
        doing(scene, "Rina", operations.join_report, report_id=named.pk, case_id=kept.pk, reason="Anak yang sama.")

        undo(scene, made)

        assert anew(scene, kept).barred_user_ids == [scene.id("Toni")]


class TestFinding:
    def test_one_child_is_found_by_either_name(self, scene: Scene) -> None:
        kept, merged = two(scene)
        merge(scene, kept, merged)

        for name in ("Siti Aminah", "Aminah S."):
            with acting_as(scene.actor("Rina")) as rina:
                assert [line.child and line.child.pk for line in look_up(rina, name=name)] == [kept.child_id]
                assert [one.pk for one in find_by_name(rina, name)] == [kept.child_id]

    def test_nobody_sees_more_by_a_merge(self, scene: Scene) -> None:
        """Dewi of Timur merged them while Rina's record was lent to her; Toni goes on seeing his own only."""
        kept, merged = two(scene, team="timur")
        with acting_as(scene.actor("Rina")) as rina:
            people_lent(scene, rina, kept)
        merge(scene, kept, merged, "Dewi")

        for name, sees in (("Toni", merged), ("Sari", kept), ("Rina", kept)):
            with acting_as(scene.actor(name)) as actor:
                assert {*Child.objects.values_list("pk", flat=True)} == {sees.child_id}
                assert {*Case.objects.values_list("pk", flat=True)} == {sees.pk}
                assert same_as([kept.child_id, merged.child_id]).keys() == {sees.child_id}
                assert same_as([sees.child_id])[sees.child_id].all == (sees.child_id,)
                assert [one.pk for one in find_by_name(actor, "Aminah")] == [sees.child_id]
                assert not Merge.objects.exists()
                assert not CandidatePair.objects.exists()
        with acting_as(scene.actor("Rina")) as rina:
            (line,) = look_up(rina, name="Aminah S.")
            assert line.child is not None
            assert line.child.pk == kept.child_id


def people_lent(scene: Scene, by: object, case: Case) -> None:
    from naung.access.operations import grant
    from naung.access.policy import Role

    grant(
        by=by,
        user_id=scene.id("Dewi"),
        role=Role.SUPERVISOR,
        record=case,
        reason_code="ONE_CHILD",
        now=MONDAY,  # type: ignore[arg-type]
    )


class TestUndoing:
    def test_the_pointer_goes_and_they_are_remembered_as_two(self, scene: Scene) -> None:
        kept, merged = two(scene)
        made = merge(scene, kept, merged)

        undo(scene, made)

        assert child(scene, merged).merged_into_id is None
        with acting_as(scene.actor("Rina")):
            pair = CandidatePair.objects.get()
            assert (pair.state, pair.reason) == (PairState.APART, "Ternyata sepupu.")
            assert CaseEvent.objects.filter(kind="CHILDREN_SEPARATED").count() == 2
            events = Entry.objects.filter(event="child.merge-undone").values_list("about_id", flat=True)
            assert {*events} == {kept.child_id, merged.child_id, made.pk}
        with pytest.raises(NotAllowedNow, match="sudah dibatalkan"):
            undo(scene, made)

    def test_the_case_that_it_closed_is_opened_again_if_she_says_so(self, scene: Scene) -> None:
        kept, merged = two(scene, both_open=True)
        made = merge(scene, kept, merged, closes=True)

        undo(scene, made, reopens=True)

        assert anew(scene, merged).closed_at is None
        assert anew(scene, kept).closed_at is None

    def test_only_who_may_merge(self, scene: Scene) -> None:
        kept, merged = two(scene)
        made = merge(scene, kept, merged)

        for name in ("Sari", "Dewi", "Lina"):
            with pytest.raises((Merge.DoesNotExist, AccessDenied)), transaction.atomic():
                undo(scene, made, name)
