"""The pages of a case: who sees them, what they keep, what they refuse, and what they cost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import public
from naung.cases import operations
from naung.cases.models import Case, Closure, Consent, DangerFlag, Draft, LegalDuty, Narrative, Visit
from naung.core.ids import new_id
from naung.duties.models import Deadline
from naung.intake.models import Report
from naung.intake.operations import contact
from naung.people.models import Caregiver, Child
from naung.teams.models import Organisation
from tests.cases.stories import a_case, doing, triaged
from tests.scene import MONDAY, Scene
from tests.trace import Entry

NOW = MONDAY + timedelta(hours=4)
SignIn = Callable[[str], Client]
READ = (
    "file", "people", "documents", "note", "visit", "safety", "consent", "danger", "level", "legal", "close", "child",
)  # fmt: skip


@pytest.fixture
def sign_in(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    monkeypatch.setattr(timezone, "now", lambda: NOW)

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(scene.users[name])
        return client

    return signed_in


def address(name: str, case: Case, *more: object) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *more])


def said(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def a_visit(**changes: Any) -> dict[str, Any]:
    return {
        "visit_id": new_id(), "kind": "RUMAH", "at": said(NOW), "child_seen": "yes", "seen_alone": "yes", "safe": "YES",
        "child_words": "Aku mau sekolah.", **changes,
    }  # fmt: skip


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    counted = [q["sql"] for q in caught.captured_queries]
    skipped = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config")
    return len([sql for sql in counted if not sql.startswith(skipped)])


@pytest.mark.parametrize("name", READ)
def test_every_page_stands_in_both_languages_and_is_not_there_for_another_team(
    scene: Scene, sign_in: SignIn, name: str
) -> None:
    case = a_case(scene, companions=("Budi",), forms=("SEK",), dangers=("B08",), level="EMERGENCY")
    for language in ("id", "en"):
        client = sign_in("Sari")
        client.cookies["django_language"] = language
        assert client.get(address(name, case)).status_code == 200
    for stranger in ("Toni", "Dewi", "Lina", "Wati"):
        assert sign_in(stranger).get(address(name, case)).status_code == 404


def test_every_opening_of_the_file_is_written_down(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene, companions=("Budi",))
    sign_in("Budi").get(address("file", case))
    with acting_as(scene.actor("Rina")):
        entry = Entry.objects.get(event="case.opened")
        assert (entry.actor_id, entry.about_id, entry.details["page"]) == (scene.id("Budi"), case.pk, "story")


def test_the_story_begins_with_the_reporters_own_words(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene, companions=("Budi",))
    page = sign_in("Budi").get(address("file", case)).content.decode()
    assert "Ia dipukul ayahnya dan takut pulang." in page
    assert "Rani" in page
    assert "Anak ditemui" in page  # the next duty, with its rule


def test_the_safety_line_stands_on_every_page_for_everybody_assigned(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene, companions=("Budi",))
    doing(scene, "Sari", operations.write_safety, case_id=case.pk, dangerous_people="Paman di rumah sebelah",
          no_go="", safe_contact="Nenek, sore", plan="")  # fmt: skip
    for name in ("file", "people", "visit", "work", "documents"):
        assert "Paman di rumah sebelah" in sign_in("Budi").get(address(name, case)).content.decode()


def test_a_companion_records_a_visit_from_the_phone(scene: Scene, sign_in: SignIn) -> None:
    case, client = a_case(scene, companions=("Budi",)), sign_in("Budi")
    sent = a_visit()
    assert client.post(address("draft", case, "visit"), sent).json()["saved_at"]
    assert "Aku mau sekolah." in client.get(address("visit", case)).content.decode()

    for _ in range(2):  # the thumb pressed twice
        assert client.post(address("visit", case), sent).status_code == 302
    with acting_as(scene.actor("Budi")):
        assert Visit.objects.get().child_words == "Aku mau sekolah."
        assert Draft.objects.get().data is None
        assert not Deadline.objects.filter(rule="CHILD_SEEN", met_at=None).exists()
    page = client.get(address("file", case)).content.decode()
    assert "Aku mau sekolah." in page


def test_a_visit_that_cannot_be_true_keeps_what_was_typed(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene, companions=("Budi",))
    answer = sign_in("Budi").post(address("visit", case), a_visit(at=said(NOW + timedelta(days=2))))
    assert answer.status_code == 422
    assert "Aku mau sekolah." in answer.content.decode()
    assert "Waktu kunjungan belum tiba." in answer.content.decode()


def test_the_danger_page_says_whom_to_call_first(scene: Scene, sign_in: SignIn) -> None:
    page = sign_in("Sari").get(address("danger", a_case(scene))).content.decode()
    assert 'href="tel:112"' in page
    assert 'href="tel:110"' in page


def test_a_danger_on_a_visit_stands_red_on_the_page(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene, companions=("Budi",))
    sign_in("Budi").post(address("visit", case), a_visit(flags=["B08"]))
    assert "notice-danger" in sign_in("Sari").get(address("file", case)).content.decode()
    with acting_as(scene.actor("Rina")):
        flag = DangerFlag.objects.get()
    assert sign_in("Sari").post(address("danger_end", case, flag.pk), {"reason": "Aman"}).status_code == 403
    assert sign_in("Rina").get(address("danger_end", case, flag.pk)).status_code == 200
    assert sign_in("Rina").post(address("danger_end", case, flag.pk), {"reason": "Sudah aman"}).status_code == 302


def test_a_gate_leads_to_where_it_is_met(scene: Scene, sign_in: SignIn) -> None:
    case, client = a_case(scene), sign_in("Sari")
    page = client.get(address("file", case)).content.decode()
    for name in ("visit", "consent", "safety"):
        assert f'href="{address(name, case)}#' in page
    told = client.post(address("advance", case), {"target": "ASSESSMENT"}, follow=True).content.decode()
    assert "Belum dapat dilakukan." in told

    client.post(address("visit", case), a_visit())
    client.post(address("consent", case), {"kind": "GROUND", "ground": "PUBLIK"})
    client.post(address("safety", case), {"plan": "Tinggal di rumah nenek."})
    client.post(address("advance", case), {"target": "ASSESSMENT"})
    with acting_as(scene.actor("Sari")):
        case.refresh_from_db()
        assert case.status == "ASSESSMENT"
        assert Consent.objects.get().ground == "PUBLIK"


def test_a_note_is_corrected_and_two_who_write_at_once_see_both_texts(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene, companions=("Budi",))
    budi, sari = sign_in("Budi"), sign_in("Sari")
    budi.post(address("note", case), {"narrative_id": new_id(), "at": said(NOW), "text": "Wali kelas menelepon."})
    with acting_as(scene.actor("Budi")):
        entry = Narrative.objects.get()
    edit = {"version": 1, "at": said(NOW), "reason": "Salah orang"}
    assert sari.post(address("note_edit", case, entry.pk), edit | {"text": "Kepala sekolah."}).status_code == 302
    late = budi.post(address("note_edit", case, entry.pk), edit | {"text": "Guru BK."})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Guru BK." in page
    assert "Kepala sekolah." in page
    assert "Wali kelas menelepon." in page  # what it said at first


def test_a_supervisor_registers_a_report_on_the_page(scene: Scene, sign_in: SignIn) -> None:
    report = triaged(scene)
    client = sign_in("Rina")
    url = reverse("cases:register", args=[report.pk])
    page = client.get(url).content.decode()
    assert "Rani" in page
    assert "Sari" in page
    assert sign_in("Sari").get(url).status_code == 404

    given = {"child": "NEW", "ppks": "AKTK", "ampk": ["I"], "court_role": "", "stage": "INTERVENTION",
             "team": scene.teams["barat"].pk, "holder_id": scene.id("Sari"),
             "companion_ids": [scene.id("Budi")]}  # fmt: skip
    assert client.post(url, given | {"ppks": ""}).status_code == 422
    answer = client.post(url, given)
    with acting_as(scene.actor("Budi", NOW)):
        case = Case.objects.get()
        assert answer.headers["Location"] == address("file", case)
        assert Child.objects.get().name == "Rani"

    again = triaged(scene)
    page = client.get(reverse("cases:register", args=[again.pk])).content.decode()
    joining = reverse("cases:join", args=[again.pk, case.pk])
    assert joining in page
    refused = client.post(reverse("cases:register", args=[again.pk]), given | {"child": case.child_id})
    assert refused.status_code == 422
    assert case.number in refused.content.decode()
    assert client.post(joining, {"reason": "Anak yang sama"}).status_code == 302


@pytest.mark.parametrize(
    "mark", ["2026-01-01_{}", "x_{}", "9999-12-31T23:59:59-14:00_{}", "_", "2026-01-01T00:00:00Z_x"]
)
def test_a_mark_that_is_none_begins_the_list_at_its_start(scene: Scene, sign_in: SignIn, mark: str) -> None:
    case = a_case(scene)
    for order in ("baru", "lama", "tenggat"):
        answer = sign_in("Sari").get(reverse("cases:list"), {"after": mark.format(case.pk), "sort": order})
        assert answer.status_code == 200


def test_the_list_filters_sorts_and_shows_the_next_duty(scene: Scene, sign_in: SignIn) -> None:
    low = a_case(scene, level="LOW", name="Dimas")
    a_case(scene, level="HIGH", name="Rani")
    client, url = sign_in("Rina"), reverse("cases:list")
    page = client.get(url).content.decode()
    assert page.index("Rani") < page.index("Dimas")
    assert "Rani" not in client.get(url, {"level": "LOW"}).content.decode()
    assert (
        "Dimas"
        in client.get(url, {"level": "LOW", "holder": scene.id("Sari"), "stage": "INTERVENTION"}).content.decode()
    )
    assert client.get(url, {"level": "XYZ", "after": "nonsense", "team": "1"}).status_code == 200
    with acting_as(scene.actor("Rina")):
        Deadline.objects.filter(case_id=low.pk, rule="CHILD_SEEN").update(due_at=NOW - timedelta(hours=1))
    late = client.get(url, {"late": "on"}).content.decode()
    assert "Dimas" in late
    assert "Rani" not in late
    by_duty = client.get(url, {"sort": "tenggat"}).content.decode()
    assert by_duty.index("Dimas") < by_duty.index("Rani")
    with acting_as(scene.actor("Rina")):
        Deadline.objects.filter(case_id=low.pk).update(paused_at=NOW - timedelta(hours=2))
    assert "Dimas" not in client.get(url, {"late": "on"}).content.decode()  # its clock stands still
    paused = client.get(url, {"level": "LOW"}).content.decode()
    assert "dijeda" in paused
    assert "duty-left late" not in paused
    assert "Rani" not in sign_in("Dewi").get(url).content.decode()


def test_the_pages_of_a_long_list_join_without_gap_or_repeat(scene: Scene, sign_in: SignIn, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from naung.cases.queries import listing

    made = {a_case(scene, name=f"Anak {n}").pk for n in range(5)}
    monkeypatch.setattr(listing, "PAGE", 2)
    for sort in listing.SORTS:
        seen, after = [], ""
        with acting_as(scene.actor("Rina")):
            while True:
                found = listing.listed(scene.actor("Rina"), listing.Wanted(sort=sort, after=after), NOW)
                seen += [line.case.pk for line in found.lines]
                after = found.after
                if not after:
                    break
        assert len(seen) == 5
        assert set(seen) == made


def test_pages_cost_the_same_whatever_they_hold(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene, companions=("Budi",), forms=("SEK",), dangers=("B08",), level="EMERGENCY")
    client, supervisor = sign_in("Sari"), sign_in("Rina")
    client.post(address("visit", case), a_visit())
    client.post(address("note", case), {"narrative_id": new_id(), "at": said(NOW), "text": "Satu."})
    few = {name: queries_of(client, address(name, case)) for name in ("file", "people", "work", "visit", "documents")}
    listed = queries_of(supervisor, reverse("cases:list"))
    for n in range(3):
        a_case(scene, name=f"Anak {n}")
        client.post(address("visit", case), a_visit())
        client.post(address("note", case), {"narrative_id": new_id(), "at": said(NOW), "text": "Lagi."})
    many = {name: queries_of(client, address(name, case)) for name in few}

    assert many == few
    assert max(few.values()) <= 18, few
    assert queries_of(supervisor, reverse("cases:list")) == listed <= 12


def test_caregivers_and_relatives_are_kept_on_the_childs_record(scene: Scene, sign_in: SignIn) -> None:
    case, client = a_case(scene, companions=("Budi",)), sign_in("Budi")
    client.post(address("people_add", case, "pengasuh"), {"c-name": "Siti", "c-relation": "NNK", "c-is_main": "on"})
    client.post(address("people_add", case, "rumah"), {"m-relation": "ADI", "m-age": 4})
    sibling = a_case(scene, name="Dimas")
    sign_in("Sari").post(address("people_add", case, "saudara"), {"r-number": sibling.number, "r-relation": "ADI"})
    wrong = client.post(address("people_add", case, "saudara"), {"r-number": "XXXX-XXX", "r-relation": "ADI"})
    assert wrong.status_code == 422
    page = sign_in("Sari").get(address("people", case)).content.decode()
    assert "Siti" in page
    assert "Dimas" in page
    with acting_as(scene.actor("Budi")):
        siti = Caregiver.objects.get(name="Siti")
    client.post(address("people_end", case, "pengasuh", siti.pk))
    assert "Siti" not in client.get(address("people", case)).content.decode()


def test_the_childs_data_is_put_right_and_a_wrong_nik_is_refused_at_its_field(scene: Scene, sign_in: SignIn) -> None:
    case, client = a_case(scene), sign_in("Sari")
    with acting_as(scene.actor("Sari")):
        version = Child.objects.get().version
    told = {"version": version, "name": "Rani Puspita", "sex": "P", "birth_date": "2017-05-01"}
    assert client.post(address("child", case), told | {"nik": "123"}).status_code == 422
    assert client.post(address("child", case), told).status_code == 302
    with acting_as(scene.actor("Sari")):
        assert Child.objects.get().name == "Rani Puspita"


def test_the_childs_numbers_are_hidden_on_the_form_and_stay_until_new_ones_are_typed(
    scene: Scene, sign_in: SignIn
) -> None:
    case, client = a_case(scene, companions=("Budi",)), sign_in("Budi")
    url, nik = address("child", case), "6471025503150001"
    assert client.post(url, {"version": 1, "name": "Rani", "nik": nik}).status_code == 302

    def kept() -> tuple[int, str | None]:
        with acting_as(scene.actor("Budi", NOW)):
            child = Child.objects.get()
            return child.version, child.nik

    page = client.get(url).content.decode()
    assert nik not in page
    assert nik[-4:] in page
    assert client.post(url, {"version": kept()[0], "name": "Rani Ayu"}).status_code == 302
    assert kept()[1] == nik
    assert client.post(url, {"version": kept()[0], "name": "Rani", "nik_removed": "on"}).status_code == 302
    assert not kept()[1]


def test_legal_duties_are_marked_on_the_page_by_who_may_read_them(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene, forms=("SEK",), companions=("Budi",))
    with acting_as(scene.actor("Sari")):
        duty = LegalDuty.objects.get()
    assert sign_in("Budi").get(address("legal", case)).status_code == 403
    client = sign_in("Sari")
    assert client.get(address("legal_done", case, duty.pk)).status_code == 200
    done = {"done_date": "2026-11-23", "number": "LP/7", "done_by_name": "Aiptu Wulan, Unit PPA"}
    assert client.post(address("legal_done", case, duty.pk), done | {"number": ""}).status_code == 422
    assert client.post(address("legal_done", case, duty.pk), done).status_code == 302
    page = client.get(address("legal", case)).content.decode()
    assert all(text in page for text in ("LP/7", "Aiptu Wulan, Unit PPA", "Sari"))
    assert client.post(address("legal", case), {"asked_at": said(NOW), "asked_by": "Unit PPA"}).status_code == 302


def test_the_head_of_division_sees_the_clock_and_never_a_name(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene)
    page = sign_in("Hadi").get(address("file", case)).content.decode()
    assert case.number in page
    assert "Rani" not in page
    assert "takut pulang" not in page
    assert "Rani" not in sign_in("Hadi").get(reverse("cases:list")).content.decode()


def test_closing_asks_only_for_what_its_way_needs(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene)
    url = address("close", case)
    for name, decides in (("Sari", False), ("Rina", True)):
        page = sign_in(name).get(url, {"cara": "UMR"}).content.decode()
        assert 'name="transition_plan"' in page
        assert 'name="death_review"' not in page
        assert ("Tutup kasus" in page) == decides
    holder, supervisor = sign_in("Sari"), sign_in("Rina")
    refused = holder.post(url, {"way": "UMR", "reason": "Sudah 18 tahun."})
    assert refused.status_code == 422
    assert "Sudah 18 tahun." in refused.content.decode()
    whole = {"way": "UMR", "reason": "Sudah 18 tahun.", "transition_plan": "Kerja dan kos bersama kakak."}
    assert holder.post(url, whole).status_code == 302
    assert "Kerja dan kos bersama kakak." in supervisor.get(url).content.decode()
    assert supervisor.post(address("close_return", case), {"reason": "Lengkapi dulu."}).status_code == 302
    assert holder.post(url, whole).status_code == 302
    unseen = supervisor.post(url, whole | {"transition_plan": "Kembali ke orang tua."})
    assert unseen.status_code == 409
    assert "Kembali ke orang tua." in unseen.content.decode()
    assert "Kerja dan kos bersama kakak." in unseen.content.decode()
    with acting_as(scene.actor("Rina")):
        version = Closure.objects.get(returned_at=None).version
    assert supervisor.post(url, whole | {"version": version}).status_code == 302
    assert address("closure", case) in supervisor.get(address("file", case)).content.decode()
    assert address("closure", case) in supervisor.get(address("documents", case)).content.decode()
    for reader in (holder, supervisor):
        record = reader.get(address("closure", case)).content.decode()
        assert all(text in record for text in ("Sudah 18 tahun.", "Kerja dan kos bersama kakak.", "Sari", "Rina"))
    assert sign_in("Hadi").get(address("closure", case)).status_code == 403
    assert sign_in("Toni").get(address("closure", case)).status_code == 404
    assert supervisor.post(address("reopen", case), {"reason": "Datang lagi."}).status_code == 302
    suspended = {"reason_code": "RAWAT", "review_date": "2026-12-10"}
    assert supervisor.post(address("suspend", case), suspended).status_code == 302
    assert supervisor.get(address("resume", case)).status_code == 200
    assert supervisor.post(address("resume", case)).status_code == 302
    with acting_as(scene.actor("Rina", NOW)):
        case.refresh_from_db()
        assert case.status == "ASSESSMENT"


def test_handing_over_is_confirmed_on_a_page_with_the_list(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene, companions=("Budi",))
    url = reverse("cases:hand_over", args=[scene.id("Budi")])
    page = sign_in("Rina").get(url).content.decode()
    assert f"{case.number} – " in page  # with its next duty
    assert "sisa" in page
    assert sign_in("Sari").get(url).status_code == 403
    given = {"to_id": scene.id("Sari"), "case_ids": [case.pk], "reason": "Pindah"}
    assert sign_in("Rina").post(url, given).status_code == 302
    given = {"holder_id": scene.id("Sari"), "companion_ids": [scene.id("Budi")]}
    assert sign_in("Rina").post(address("assign", case), given).status_code == 302
    assert sign_in("Budi").get(address("file", case)).status_code == 200


def test_a_message_that_nobody_has_read_stands_on_the_case_for_those_who_may_read_it(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    with acting_as(scene.actor("Sari")):
        report = Report.objects.get(case_id=case.pk)
    with acting_as(public([report.bundle_id], [scene.office.pk])) as reporter:
        contact.say(by=reporter, report_id=report.pk, text="Anak itu pindah ke rumah neneknya.", now=MONDAY)

    def page(name: str, address: str) -> str:
        client = Client()
        client.force_login(scene.users[name])
        return client.get(address).content.decode()

    file, link = f"/kasus/{case.pk}/", f"/laporan/{report.pk}/#pesan"
    assert link not in page("Budi", file)
    assert link in page("Sari", file)
    assert "rumah neneknya" in page("Sari", link)
    assert link not in page("Sari", file)


def test_the_childs_school_is_picked_from_the_known_ones_or_written_as_told(scene: Scene, sign_in: SignIn) -> None:
    school = Organisation.objects.create(kind="SCHOOL", name="SD Negeri 001 Contoh", npsn="30400001")
    case, sari = a_case(scene), sign_in("Sari")
    address = reverse("cases:child", args=[case.pk])

    def write(told: str) -> Child:
        with acting_as(scene.actor("Sari")):
            version = Child.objects.get(pk=case.child_id).version
        assert sari.post(address, {"version": version, "name": "Rani", "school": told}).status_code == 302
        with acting_as(scene.actor("Sari")):
            return Child.objects.get(pk=case.child_id)

    assert '<option value="SD Negeri 001 Contoh (30400001)">' in sari.get(address).content.decode()
    assert write("30400001").school_id == school.pk
    assert 'value="SD Negeri 001 Contoh (30400001)"' in sari.get(address).content.decode()
    other = write("Pondok di Samboja")
    assert (other.school_id, other.school_name) == (None, "Pondok di Samboja")
    assert "Pondok di Samboja" in sari.get(reverse("cases:people", args=[case.pk])).content.decode()
