"""The pages of intake, as a browser asks for them."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.duties.models import Deadline
from naung.intake.models import Draft, Report, ReportedChild, Story, Triage
from naung.intake.operations import file_report
from naung.intake.queries import lists
from naung.intake.rules import AllegedFacts, FiledChild, Filing, ReporterFacts
from naung.intake.rules.answers import Codebook
from naung.teams.models import Organisation
from tests.scene import Scene
from tests.trace import Entry

DRAFT = UUID("01900000-0000-7000-8000-000000000001")
CALM = dict.fromkeys(Codebook.packaged().dangers, "NO")
COMPLETE = CALM | {"age_estimate": "9", "where_now": "KERABAT", "staff_answer": "NO"}
CALL = {
    "channel": "TEL", "happened": "Anak dipukul tiap malam.", "children": "1", "child0-name": "Rani Wulandari",
    "child0-age_estimate": "9", "B01": "YES", "secrecy": "RAHASIA", "send": "1",
}  # fmt: skip


@pytest.fixture
def signed_in(scene: Scene):  # type: ignore[no-untyped-def]
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(scene.users[name])
        return client

    return sign_in


def filed(scene: Scene, name: str = "Lina", **more: object) -> Report:
    actor = scene.actor(name, timezone.now())
    facts: dict[str, object] = {
        "happened": "Anak dipukul.", "channel": "TEL", "children": (FiledChild(name="Rani Wulandari"),),
    } | more  # fmt: skip
    with acting_as(actor):
        (report,) = file_report(by=actor, filing=Filing(**facts), now=timezone.now())  # type: ignore[arg-type]
    return report


def page(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(f"intake:{name}", args=args))
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode()


class TestEntry:
    def test_each_page_has_an_address_of_its_own(self, signed_in) -> None:  # type: ignore[no-untyped-def]
        answer = signed_in("Lina").get(reverse("intake:begin"))

        assert answer.status_code == 302
        assert answer.url != signed_in("Lina").get(reverse("intake:begin")).url

    def test_a_call_becomes_a_report_and_its_page_opens(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        answer = signed_in("Lina").post(reverse("intake:entry", args=[DRAFT]), CALL)

        assert (answer.status_code, answer.url) == (302, reverse("intake:triage", args=[DRAFT]))
        with acting_as(scene.actor("Lina")):
            report = Report.objects.get()
            assert (report.pk, report.status, report.danger) == (DRAFT, "RECEIVED", True)
            assert ReportedChild.objects.get().age_estimate == 9

    def test_enter_takes_the_report_instead_of_looking_for_the_child(self, signed_in) -> None:  # type: ignore[no-untyped-def]
        form = page(signed_in("Lina"), "entry", DRAFT).partition('id="laporan"')[2]

        assert re.findall(r'<button[^>]* name="(\w+)"', form)[:2] == ["send", "find"]

    def test_what_is_typed_survives_a_log_out(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        lina = signed_in("Lina")
        typed = {key: value for key, value in CALL.items() if key != "send"} | {"happened": "Anak dip"}
        saved = lina.post(reverse("intake:entry_autosave", args=[DRAFT]), typed, headers={"X-Autosave": "1"})
        assert saved.json()["saved_at"]
        lina.logout()

        again = signed_in("Lina")
        assert str(DRAFT) in page(again, "queue")
        shown = page(again, "entry", DRAFT)
        assert "Anak dip</textarea>" in shown
        assert "Rani Wulandari" in shown
        assert "error-summary" not in shown
        with acting_as(scene.actor("Rina")):
            assert Report.objects.count() == Draft.objects.count() == 0

    def test_a_filed_draft_is_emptied_and_a_late_autosave_changes_nothing(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        lina = signed_in("Lina")
        lina.post(reverse("intake:entry_autosave", args=[DRAFT]), CALL)
        lina.post(reverse("intake:entry", args=[DRAFT]), CALL)
        late = lina.post(reverse("intake:entry_autosave", args=[DRAFT]), CALL)
        twice = lina.post(reverse("intake:entry", args=[DRAFT]), CALL)

        assert late.status_code == 409
        assert twice.url == reverse("intake:triage", args=[DRAFT])
        with acting_as(scene.actor("Lina")):
            assert Report.objects.get().status == "RECEIVED"
            assert Draft.objects.get().fields is None
            assert Story.objects.count() == 1

    def test_a_draft_can_be_thrown_away(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        lina = signed_in("Lina")
        lina.post(reverse("intake:entry_autosave", args=[DRAFT]), CALL)
        lina.post(reverse("intake:entry_discard", args=[DRAFT]))

        assert str(DRAFT) not in page(lina, "queue")

    def test_one_more_child_keeps_what_stands_there(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        lina = signed_in("Lina")
        answer = lina.post(reverse("intake:entry", args=[DRAFT]), CALL | {"more": "1"})
        shown = answer.content.decode()

        assert 'name="child1-name"' in shown
        assert "Rani Wulandari" in shown
        lina.post(reverse("intake:entry", args=[DRAFT]), CALL | {"children": "2", "child1-name": "Dimas"})
        with acting_as(scene.actor("Lina")):
            assert set(ReportedChild.objects.values_list("name", flat=True)) == {"Rani Wulandari", "Dimas"}

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"happened": ""}, "Tulis apa yang terjadi"),
            ({"child0-age_estimate": "40"}, "40 tahun"),
            ({"child0-birth_date": "2090-01-01"}, "masa depan"),
            ({"child0-nik": "6471"}, "16 angka"),
            ({"received_at": "2090-01-01T10:00"}, "belum tiba"),
            ({"child0-rt": "12345"}, "1 sampai 3 angka"),
        ],
    )
    def test_what_cannot_be_true_is_said_at_the_field_and_nothing_is_lost(self, scene, signed_in, wrong, words) -> None:  # type: ignore[no-untyped-def]
        answer = signed_in("Lina").post(reverse("intake:entry", args=[DRAFT]), CALL | wrong)

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "Rani Wulandari" in answer.content.decode()
        with acting_as(scene.actor("Lina")):
            assert Report.objects.count() == 0

    def test_an_odd_nik_is_asked_about_once_and_then_taken(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        odd = CALL | {"child0-nik": "6471995504170001"}
        first = signed_in("Lina").post(reverse("intake:entry", args=[DRAFT]), odd)
        assert first.status_code == 422
        assert "Periksa lagi" in first.content.decode()

        second = signed_in("Lina").post(reverse("intake:entry", args=[DRAFT]), odd | {"seen": "1:REGION_UNKNOWN"})
        assert second.status_code == 302

    def test_a_companion_files_without_a_draft_on_the_server(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        budi = signed_in("Budi")
        assert "data-autosave-url" not in page(budi, "entry", DRAFT)
        assert budi.post(reverse("intake:entry", args=[DRAFT]), CALL).status_code == 302
        assert "Anak dipukul tiap malam." in page(budi, "triage", DRAFT)

    def test_who_may_not_file_is_turned_away(self, signed_in) -> None:  # type: ignore[no-untyped-def]
        assert signed_in("Ayu").get(reverse("intake:entry", args=[DRAFT])).status_code == 403


class TestTheQueue:
    def test_danger_comes_first_and_repeats_are_marked(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        filed(scene)
        danger = filed(scene, dangers={"B01": "YES"})
        shown = page(signed_in("Lina"), "queue")

        assert shown.index(danger.number) < shown.index("belum dinilai")
        assert "pernah dilaporkan" in shown

    def test_an_empty_queue_says_what_will_come(self, signed_in) -> None:  # type: ignore[no-untyped-def]
        assert "Tidak ada laporan yang menunggu" in page(signed_in("Lina"), "queue")

    def test_it_is_searched_by_number(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        one, other = filed(scene), filed(scene)
        shown = signed_in("Lina").get(reverse("intake:queue"), {"number": one.number}).content.decode()

        assert one.number in shown
        assert other.number not in shown

    def test_queries_do_not_grow_with_the_number_of_reports(  # type: ignore[no-untyped-def]
        self, scene: Scene, signed_in, django_assert_max_num_queries
    ) -> None:
        for _ in range(8):
            filed(scene)
        lina = signed_in("Lina")
        page(lina, "queue")
        with django_assert_max_num_queries(16):
            page(lina, "queue")

    def test_another_team_sees_no_line_of_it(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        report = filed(scene)

        assert report.number not in page(signed_in("Rina"), "queue")
        assert signed_in("Budi").get(reverse("intake:queue")).status_code == 403


class TestTheTriagePage:
    def test_names_of_reporter_and_alleged_stay_masked(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        report = filed(scene, reporter=ReporterFacts(name="Bu Ani"), alleged=AllegedFacts(name="Pak Joni"))
        lina = signed_in("Lina")
        shown = page(lina, "triage", report.pk)
        assert "Anak dipukul." in shown
        assert "Bu Ani" not in shown
        assert "Pak Joni" not in shown

        url = reverse("intake:reveal", args=[report.pk, "alleged"])
        assert lina.post(url, {"reason": ""}, headers={"HX-Request": "true"}).status_code == 422
        opened = lina.post(url, {"reason": "mencocokkan"}, headers={"HX-Request": "true"}).content.decode()
        assert "Pak Joni" in opened
        assert (
            "Bu Ani"
            in lina.post(
                reverse("intake:reveal", args=[report.pk, "reporter"]), {"reason": "menelepon"}
            ).content.decode()
        )

    def test_the_numbers_of_a_child_are_opened_one_at_a_time_for_a_reason(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        child = FiledChild(name="Rani Wulandari", nik="6471024505170001", kk="6471021203090007")
        report = filed(scene, children=(child,))
        lina = signed_in("Lina")
        shown = page(lina, "triage", report.pk)
        assert "●●●●●●●●●●●●0001" in shown
        assert not [number for number in (child.nik, child.kk) if number in shown]

        url = reverse("intake:reveal", args=[report.pk, "nik"])
        assert [lina.post(url, given).status_code for given in ({}, {"why": "OTHER"}, {"why": "X"})] == [422] * 3
        opened = lina.post(url, {"why": "SERVICE", "reason": "akta"}).content.decode()
        assert (child.nik in opened, child.kk in opened) == (True, False)
        entry = Entry.objects.get(event="report.revealed")
        assert (entry.details["part"], entry.details["why"]) == ("nik", "SERVICE")
        assert entry.reason == "Mengurus layanan atau dokumen anak: akta"

    def test_an_answer_is_saved_at_once_and_the_level_forms(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        report = filed(scene)
        lina = signed_in("Lina")
        page(lina, "triage", report.pk)
        answer = lina.post(
            reverse("intake:save", args=[report.pk]), {"version": "1", "B04": "YES"}, headers={"HX-Request": "true"}
        )
        part = answer.content.decode()

        assert answer.status_code == 200
        assert "DARURAT" in part
        assert 'value="2" id="versi"' in part
        with acting_as(scene.actor("Lina")):
            assert Triage.objects.get().answers == {"B04": "YES"}

    def test_the_second_of_two_is_shown_both_answers(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        report = filed(scene)
        url = reverse("intake:save", args=[report.pk])
        signed_in("Lina").post(url, {"version": "1", "B04": "NO"})
        for headers in ({"HX-Request": "true"}, {}):
            second = signed_in("Lina").post(url, {"version": "1", "B04": "YES"}, headers=headers)
            assert second.status_code == 422
            text = second.content.decode()
            assert "Ancaman membunuh" in text
            assert '<td data-label="Jawaban Anda (belum tersimpan)">Ya</td>' in text
            assert "Tidak</td>" in text

    def test_an_impossible_age_is_said_and_not_saved(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        report = filed(scene)
        answer = signed_in("Lina").post(
            reverse("intake:save", args=[report.pk]), {"version": "1", "age_estimate": "40"},
            headers={"HX-Request": "true"},
        )  # fmt: skip

        assert answer.status_code == 422
        assert "40 tahun" in answer.content.decode()

    def test_from_the_sheet_to_the_supervisor(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        report = filed(scene)
        lina = signed_in("Lina")
        assert lina.post(reverse("intake:end", args=[report.pk])).status_code == 409
        lina.post(reverse("intake:save", args=[report.pk]), COMPLETE | {"forms_": ["SEK"]})
        assert lina.post(reverse("intake:end", args=[report.pk]), {"version": "2", "level": "HIGH"}).status_code == 302
        shown = page(lina, "triage", report.pk)
        assert "Disarankan Tim Barat" in shown
        assert "hanya manajer kasus" in shown

        team = scene.teams["timur"].pk
        sent = lina.post(reverse("intake:send_on", args=[report.pk]), {"team": team, "proposed": "BECAME_CASE"})
        assert (sent.status_code, sent.url) == (302, reverse("intake:queue"))
        assert report.number in page(signed_in("Dewi"), "queue")
        assert reverse("cases:register", args=[report.pk]) in page(signed_in("Dewi"), "triage", report.pk)
        page(lina, "queue")
        assert report.number not in page(lina, "queue")
        page(signed_in("Rina"), "triage", report.pk, status=404)

    def test_an_end_without_a_case_stays_searchable(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        report = filed(scene)
        lina = signed_in("Lina")
        lina.post(reverse("intake:save", args=[report.pk]), COMPLETE)
        lina.post(reverse("intake:end", args=[report.pk]), {"version": "2", "level": "LOW"})
        decide = reverse("intake:decide", args=[report.pk])
        assert lina.post(decide, {"outcome": "PASSED_ON", "reason": "lain kota"}).status_code == 422
        assert lina.post(decide, {"outcome": "ADVICE_ONLY", "reason": "cukup nasihat"}).status_code == 302

        page(lina, "queue")
        assert report.number not in page(lina, "queue")
        found = lina.get(reverse("intake:ended"), {"name": "rani"}).content.decode()
        assert report.number in found
        assert "cukup nasihat" in page(lina, "triage", report.pk)

    def test_the_answer_that_names_the_desks_own_people_takes_it_away(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        report = filed(scene, "Sari")
        lina = signed_in("Lina")
        answer = lina.post(
            reverse("intake:save", args=[report.pk]),
            {"version": "1", "staff_answer": "OFFICE", "named_user_ids": [scene.id("Lina")]},
            headers={"HX-Request": "true"},
        )

        assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, reverse("intake:queue"))
        page(lina, "triage", report.pk, status=404)
        assert "Anak dipukul." in page(signed_in("Hadi"), "triage", report.pk)

    def test_the_head_of_division_looks_for_the_child_beside_a_report_on_her_desk_only(
        self, scene: Scene, signed_in
    ) -> None:  # type: ignore[no-untyped-def]
        from naung.people.rules import ChildFacts
        from tests.people.test_children import register

        register(scene, ChildFacts(name="Rani Wulandari"), "timur")
        at_the_desk, hers = filed(scene), filed(scene, "Sari", alleged=AllegedFacts(name="Lina"))
        hadi, asked = signed_in("Hadi"), {"name": "Rani Woelandari"}

        assert "cari-anak" in page(hadi, "triage", hers.pk)
        url = reverse("intake:known_children", args=[hers.pk])
        part = hadi.post(url, asked, headers={"HX-Request": "true"}).content.decode()
        assert "Mungkin ada berkas pada Tim Timur" in part
        assert "Rani" not in part
        other = hadi.post(reverse("intake:known_children", args=[at_the_desk.pk]), asked)
        assert other.status_code in (403, 404)
        assert "Tim Timur" not in other.content.decode()

    def test_the_answer_that_somebody_works_here_brings_the_page_with_their_names(
        self, scene: Scene, signed_in
    ) -> None:  # type: ignore[no-untyped-def]
        report, lina = filed(scene), signed_in("Lina")
        told = {"version": "1", "staff_answer": "OFFICE"}
        answer = lina.post(reverse("intake:save", args=[report.pk]), told, headers={"HX-Request": "true"})

        assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
        assert "Siapa yang dimaksud?" in page(lina, "triage", report.pk)

    def test_known_children_are_looked_up_beside_it(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        from naung.people.rules import ChildFacts
        from tests.people.test_children import register

        report = filed(scene)
        register(scene, ChildFacts(name="Rani Wulandari"), "timur")
        url = reverse("intake:known_children", args=[report.pk])
        part = signed_in("Lina").post(url, {"name": "Rani Woelandari"}, headers={"HX-Request": "true"}).content.decode()

        assert "Mungkin ada berkas pada Tim Timur" in part
        assert "Rani" not in part

    def test_messages_reach_the_reporter_and_meet_the_page(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        report = filed(scene)
        lina = signed_in("Lina")
        lina.post(reverse("intake:say", args=[report.pk]), {"text": "Boleh kami menelepon?"})
        lina.post(reverse("intake:phrase", args=[report.pk]), {"code": "TANYA"})
        lina.post(reverse("intake:told", args=[report.pk]))

        assert "Boleh kami menelepon?" in page(lina, "triage", report.pk)

    def test_report_and_sheet_print_without_names_of_reporter_and_alleged(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        report = filed(scene, reporter=ReporterFacts(name="Bu Ani"), alleged=AllegedFacts(name="Pak Joni"))
        lina = signed_in("Lina")
        lina.post(reverse("intake:save", args=[report.pk]), COMPLETE | {"R05": "YES"})
        for document, words in (("fpp", "Anak dipukul."), ("trg", "R05 +2")):
            shown = page(lina, "print", report.pk, document)
            assert words in shown
            assert "Bu Ani" not in shown
            assert "Pak Joni" not in shown

    def test_queries_are_few_and_constant(  # type: ignore[no-untyped-def]
        self, scene: Scene, signed_in, django_assert_max_num_queries
    ) -> None:
        report = filed(scene, reporter=ReporterFacts(name="Bu Ani"), alleged=AllegedFacts(name="Pak Joni"))
        lina = signed_in("Lina")
        page(lina, "triage", report.pk)
        with django_assert_max_num_queries(32):
            page(lina, "triage", report.pk)

    def test_in_english_too(self, scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
        report = filed(scene)
        lina = signed_in("Lina")
        lina.cookies["django_language"] = "en"
        for name, args in (("queue", ()), ("ended", ()), ("entry", (DRAFT,)), ("triage", (report.pk,))):
            page(lina, name, *args)


def test_a_draft_of_yesterday_is_still_there(scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
    signed_in("Lina").post(reverse("intake:entry_autosave", args=[DRAFT]), CALL)

    with acting_as(scene.actor("Lina", timezone.now() + timedelta(days=1))):
        assert Draft.objects.get().fields["happened"] == ["Anak dipukul tiap malam."]


def test_what_somebody_else_writes_can_be_neither_overwritten_nor_sent(scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
    signed_in("Lina").post(reverse("intake:entry_autosave", args=[DRAFT]), CALL)

    for stranger in ("Toni", "Wati", "Hadi"):
        client = signed_in(stranger)
        assert client.post(reverse("intake:entry", args=[DRAFT]), CALL).status_code == 404
        if stranger == "Toni":
            assert client.post(reverse("intake:entry_autosave", args=[DRAFT]), CALL).status_code == 404

    assert "Rani Wulandari" in page(signed_in("Lina"), "entry", DRAFT)


def test_a_report_cannot_be_sent_over_again_by_somebody_else(scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
    signed_in("Lina").post(reverse("intake:entry", args=[DRAFT]), CALL)

    again = signed_in("Toni").post(reverse("intake:entry", args=[DRAFT]), CALL | {"happened": "Tidak benar."})

    assert again.status_code == 404
    with acting_as(scene.actor("Lina", timezone.now())):
        assert Story.objects.get().happened == "Anak dipukul tiap malam."


def test_a_level_that_does_not_exist_is_refused(scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
    report = filed(scene)
    lina = signed_in("Lina")
    lina.post(reverse("intake:save", args=[report.pk]), COMPLETE)
    url = reverse("intake:end", args=[report.pk])

    assert lina.post(url, {"level": "PENTING"}).status_code == 422


def test_before_the_dangers_are_asked_the_page_names_no_low_level(scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
    report = filed(scene)
    shown = page(signed_in("Lina"), "triage", report.pk)
    level = shown.split('id="tingkat"')[1].split("</section>")[0]

    assert "Belum dapat ditentukan" in level
    assert "○" not in level.split("<details")[0]


def test_the_queue_goes_by_time_left_whether_sorted_or_not(scene: Scene) -> None:
    sorted_first = filed(scene)
    received = filed(scene)
    lina = scene.actor("Lina")
    with acting_as(lina):
        Report.objects.filter(pk=sorted_first.pk).update(status="TRIAGED")
        Deadline.objects.filter(report_id=received.pk).update(due_at=timezone.now() + timedelta(days=9))
        assert [report.pk for report in lists.queue(lina, {})] == [sorted_first.pk, received.pk]


def test_not_knowing_the_relation_stands_there_once_and_makes_no_carer(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.users["Lina"])
    page = client.get("/laporan/baru/", follow=True).content.decode()
    for name in ("alleged_relation", "child0-caregiver1_relation"):
        options = page[page.index(f'name="{name}"') :]
        options = options[: options.index("</select>")]
        assert options.count("Belum") == 1, name
        assert re.search(r'value="TTH"[^>]*selected', options), name
    assert '<details class="more" open' not in page


@pytest.mark.parametrize("told", ["SD Negeri 001 Contoh (30400001)", "30400001", "sd negeri 001  contoh"])
def test_a_known_school_is_picked_by_name_or_number_and_goes_along_to_the_child(
    scene: Scene,
    signed_in,  # type: ignore[no-untyped-def]
    told: str,
) -> None:
    school = Organisation.objects.create(kind="SCHOOL", name="SD Negeri 001 Contoh", npsn="30400001")
    lina = signed_in("Lina")
    shown = lina.get(reverse("intake:entry", args=[DRAFT])).content.decode()
    assert '<option value="SD Negeri 001 Contoh (30400001)">' in shown
    lina.post(reverse("intake:entry", args=[DRAFT]), CALL | {"child0-school_name": told})

    with acting_as(scene.actor("Lina")):
        child = ReportedChild.objects.get()
        assert (child.school_id, child.school_name) == (school.pk, "SD Negeri 001 Contoh")
        assert "school" not in child.unknowns


def test_a_school_that_nobody_knows_here_is_kept_as_told(scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
    signed_in("Lina").post(reverse("intake:entry", args=[DRAFT]), CALL | {"child0-school_name": "Pondok di Samboja"})

    with acting_as(scene.actor("Lina")):
        child = ReportedChild.objects.get()
        assert (child.school_id, child.school_name) == (None, "Pondok di Samboja")


def test_at_the_highest_level_nobody_is_told_that_it_may_rise(scene: Scene, signed_in) -> None:  # type: ignore[no-untyped-def]
    lina = signed_in("Lina")
    lina.post(reverse("intake:entry", args=[DRAFT]), CALL | {"B04": "YES"})
    with acting_as(scene.actor("Lina")):
        report = Report.objects.get()
    shown = lina.get(reverse("intake:triage", args=[report.pk])).content.decode()

    assert "pertanyaan bahaya belum ditanyakan." in shown
    assert "tingkat dapat naik" not in shown
