"""What is read of two records of one child: old addresses and numbers lead to the one that stands, its story tells of
both, and after it is undone what was written in between is listed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.operations import grant
from naung.access.policy import Role
from naung.cases.models import Case
from naung.cases.operations import chronology, contact, safety
from naung.cases.queries.looking import looks
from naung.cases.rules.contact import VisitFacts
from naung.intake.models import Report
from naung.people.models import CandidatePair, Merge, PairState
from naung.people.operations import CaregiverFacts, add_caregiver
from tests.cases.stories import doing, register, triaged
from tests.people.merge_stories import WHY, child, close, merge, two, undo
from tests.scene import MONDAY, Scene

LATER = MONDAY + timedelta(hours=1)
TOMORROW = MONDAY + timedelta(days=1)


def signed_in(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene.users[name])
    return client


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code, answer.headers.get("Location"))
    return answer.content.decode()


def file(case: Case) -> str:
    return reverse("cases:file", args=[case.pk])


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)


class TestReading:
    def test_the_second_childs_page_leads_to_the_record_that_stands(self, scene: Scene) -> None:
        kept, merged = two(scene)
        made = merge(scene, kept, merged)
        rina = signed_in(scene, "Rina")

        assert rina.get(file(merged))["Location"] == file(kept)
        told = page(rina, file(kept))
        assert "Juga tercatat sebagai Aminah S." in told
        assert reverse("cases:merged", args=[made.pk]) in told
        own = page(rina, file(merged) + "?sendiri=1")
        assert "Berkas ini digabung ke berkas lain" in own
        assert kept.number in own

    def test_it_leads_to_the_open_case_also_after_an_earlier_one(self, scene: Scene) -> None:
        earlier, merged = two(scene)
        close(scene, earlier)
        kept = register(scene, triaged(scene, name="Siti Aminah"), child=earlier.child_id)
        merge(scene, kept, merged)

        assert signed_in(scene, "Rina").get(file(merged))["Location"] == file(kept)

    def test_the_old_numbers_lead_there(self, scene: Scene) -> None:
        kept, merged = two(scene)
        merge(scene, kept, merged)
        rina = signed_in(scene, "Rina")
        with acting_as(scene.actor("Rina")):
            report = Report.objects.get(case_id=merged.pk)

        found = page(rina, reverse("desk:search") + f"?q={merged.number}")
        assert file(kept) in found
        assert f"juga {merged.number}" in found
        assert file(merged) not in found
        by_report = page(rina, reverse("desk:search") + f"?q={report.number}")
        assert reverse("intake:triage", args=[report.pk]) in by_report

    def test_the_story_tells_of_both_and_from_where(self, scene: Scene) -> None:
        kept, merged = two(scene)
        doing(scene, "Sari", chronology.write_narrative, case_id=kept.pk, text="Dari yang pertama.", at=MONDAY)
        merge(scene, kept, merged)
        sari = signed_in(scene, "Sari")

        told = page(sari, file(kept))

        assert "Dari yang pertama." in told
        assert told.count(f"Dari berkas {merged.number}") >= 3  # its report, its registration, its closing …
        assert "Tidak terbukti." in told

    def test_what_was_written_there_for_the_childs_safety_is_still_before_everybodys_eyes(self, scene: Scene) -> None:
        kept, merged = two(scene, both_open=True)
        doing(
            scene, "Sari", safety.write_safety, case_id=merged.pk, dangerous_people="Paman di bengkel.", no_go="",
            safe_contact="", plan="Bibi.",
        )  # fmt: skip
        merge(scene, kept, merged, closes=True)
        sari = signed_in(scene, "Sari")

        for name in ("file", "people", "visit"):
            told = page(sari, reverse(f"cases:{name}", args=[kept.pk]))
            assert "Paman di bengkel." in told
        around = page(sari, reverse("cases:people", args=[kept.pk]))
        assert f"Menurut berkas {merged.number}" in around

    def test_who_opened_shows_both(self, scene: Scene) -> None:
        kept, merged = two(scene)
        page(signed_in(scene, "Sari"), file(merged))
        merge(scene, kept, merged)
        page(signed_in(scene, "Rina"), file(kept))

        shown = page(signed_in(scene, "Rina"), reverse("cases:documents", args=[kept.pk]))
        assert "Sari" in shown.split('id="pembuka"')[1]
        with acting_as(scene.actor("Rina")) as rina:
            assert {line.name for line in looks(rina, kept, 1, [merged]).object_list} == {"Sari", "Rina"}
            assert {line.name for line in looks(rina, kept, 1).object_list} == {"Rina"}

    def test_whoever_sees_only_the_second_reads_it_as_before(self, scene: Scene) -> None:
        kept, merged = two(scene, team="timur")
        lent_and_merged(scene, kept, merged)

        own = page(signed_in(scene, "Toni"), file(merged))

        assert "Berkas yang dipakai ada pada tim lain" in own
        assert kept.number not in own
        assert "Siti Aminah" not in own
        standing = page(signed_in(scene, "Sari"), file(kept))
        assert merged.number not in standing
        assert "Aminah S." not in standing


def lent_and_merged(scene: Scene, kept: Case, merged: Case) -> Merge:
    """Rina lends her record to Dewi for this; Dewi says that the two are one."""
    with acting_as(scene.actor("Rina")) as rina:
        grant(by=rina, user_id=scene.id("Dewi"), role=Role.SUPERVISOR, record=kept, reason_code="ONE_CHILD", now=MONDAY)
    return merge(scene, kept, merged, "Dewi")


class TestUndoing:
    def test_what_was_written_in_between_is_listed_each_with_its_place(self, scene: Scene) -> None:
        kept, merged = two(scene)
        doing(scene, "Sari", chronology.write_narrative, case_id=kept.pk, text="Sebelumnya.", at=MONDAY)
        made = merge(scene, kept, merged)
        on_it = {"case_id": kept.pk, "now": LATER}
        note = doing(scene, "Sari", chronology.write_narrative, **on_it, text="Sesudahnya.", at=LATER)
        seen = VisitFacts(kind="RUMAH", at=LATER, child_seen=True, seen_alone=True, safe="YES", observed="Tenang.")
        visit = doing(scene, "Sari", contact.record_visit, **on_it, visit=seen)
        mother = CaregiverFacts(name="Nur", relation="IBU")
        doing(scene, "Sari", add_caregiver, child_id=kept.child_id, facts=mother, now=LATER)
        rina, address = signed_in(scene, "Rina"), reverse("cases:merged", args=[made.pk])

        before = page(rina, address)
        answer = rina.post(address, {"reason": "Ternyata sepupu."})
        after = page(rina, address)

        assert answer.status_code == 302
        for told in (before, after):
            assert f"{file(kept)}?sendiri=1#e-{note.pk}" in told
            assert f"#e-{visit.pk}" in told
            assert "Pengasuh ditambahkan" in told
            assert told.count("#e-") == 2
        assert "Batalkan penggabungan" not in after
        assert child(scene, merged).merged_into_id is None
        assert page(rina, file(merged))

    def test_what_came_after_is_not_in_the_list(self, scene: Scene) -> None:
        kept, merged = two(scene)
        made = merge(scene, kept, merged)
        undo(scene, made, now=LATER)
        doing(scene, "Sari", chronology.write_narrative, case_id=kept.pk, text="Besok.", at=TOMORROW, now=TOMORROW)

        assert "#e-" not in page(signed_in(scene, "Rina"), reverse("cases:merged", args=[made.pk]))


class TestThePair:
    def of(self, scene: Scene, kept: Case, merged: Case) -> CandidatePair:
        client = signed_in(scene, "Rina")
        answer = client.post(reverse("cases:pair_propose", args=[kept.pk]), {"s-number": merged.number})
        assert answer.status_code == 302
        with acting_as(scene.actor("Rina")):
            return CandidatePair.objects.get()

    def shown(self, scene: Scene, pair: CandidatePair) -> dict[str, object]:
        with acting_as(scene.actor("Rina")):
            pair = CandidatePair.objects.select_related("low", "high").get(pk=pair.pk)
        return {"version": pair.version, "low_version": pair.low.version, "high_version": pair.high.version}

    def test_two_records_side_by_side_with_the_verdict_in_words(self, scene: Scene) -> None:
        kept, merged = two(scene)
        pair = self.of(scene, kept, merged)

        told = page(signed_in(scene, "Rina"), reverse("cases:pair", args=[pair.pk]))

        assert "Siti Aminah" in told
        assert "Aminah S." in told
        assert "Sama" in told
        assert "Diajukan petugas" in told
        assert 'rel="next"' not in told

    def test_the_same_child_is_a_merge_of_the_record_with_the_open_case(self, scene: Scene) -> None:
        kept, merged = two(scene)
        pair = self.of(scene, kept, merged)
        client, address = signed_in(scene, "Rina"), reverse("cases:pair", args=[pair.pk])

        refused = client.post(address, self.shown(scene, pair) | {"decision": "SAME", "reason": ""})
        done = client.post(address, self.shown(scene, pair) | {"decision": "SAME", "reason": WHY})

        assert refused.status_code == 422
        assert "Tulis mengapa" in refused.content.decode()
        assert done.status_code == 302
        assert child(scene, merged).merged_into_id == kept.child_id
        assert "Dinyatakan anak yang sama" in page(client, address)

    def test_two_children_is_remembered_and_later_stays_in_the_queue(self, scene: Scene) -> None:
        kept, merged = two(scene)
        pair = self.of(scene, kept, merged)
        client, address = signed_in(scene, "Rina"), reverse("cases:pair", args=[pair.pk])
        queue = reverse("cases:pairs")

        client.post(address, self.shown(scene, pair) | {"decision": "LATER"})
        assert address in page(client, queue)
        client.post(address, self.shown(scene, pair) | {"decision": "APART", "reason": "Umurnya lain."})

        assert address not in page(client, queue)
        assert "Tidak ada berkas yang perlu dibandingkan" in page(client, queue)
        with acting_as(scene.actor("Rina")):
            assert CandidatePair.objects.get().state == PairState.APART

    def test_a_record_that_somebody_corrected_meanwhile_is_compared_anew(self, scene: Scene) -> None:
        kept, merged = two(scene)
        pair = self.of(scene, kept, merged)
        old = self.shown(scene, pair) | {"decision": "SAME", "reason": WHY}
        changed = "low_version" if pair.low_id == kept.child_id else "high_version"

        answer = signed_in(scene, "Rina").post(reverse("cases:pair", args=[pair.pk]), old | {changed: 99})

        assert answer.status_code == 409
        assert child(scene, merged).merged_into_id is None

    def test_both_records_are_opened_by_looking_at_them(self, scene: Scene) -> None:
        kept, merged = two(scene)
        pair = self.of(scene, kept, merged)
        page(signed_in(scene, "Rina"), reverse("cases:pair", args=[pair.pk]))

        with acting_as(scene.actor("Rina")) as rina:
            for case in (kept, merged):
                assert [line.name for line in looks(rina, case).object_list] == ["Rina"]

    def test_a_pair_with_one_unseen_record_does_not_exist(self, scene: Scene) -> None:
        kept, merged = two(scene)
        pair = self.of(scene, kept, merged)
        address = reverse("cases:pair", args=[pair.pk])

        assert signed_in(scene, "Dewi").get(address).status_code == 404
        assert signed_in(scene, "Sari").get(address).status_code == 403
        assert signed_in(scene, "Lina").get(reverse("cases:pairs")).status_code == 403
        assert address not in page(signed_in(scene, "Dewi"), reverse("cases:pairs"))
