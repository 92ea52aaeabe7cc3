"""From a teacher's report to a child in safety, by the people who do it, each on her own screen.

A teacher writes on her phone what a pupil told her. Lina of intake sorts the report by keyboard and sends it to
the team of Balikpapan Barat. Rina, who supervises that team, makes a case of it and gives it to Sari, the social
worker, and Budi, the companion. Budi meets Rani at school; Sari writes down on what ground they act and how Rani is
kept safe, rates the twelve factors, hears Rani's own view and makes a plan. Rina approves it. The actions are done,
or it is said why not. A second assessment finds Rani safer; Rina decides that she can go home to her mother. Budi
and Sari look after her there; Sari proposes to close, Rina closes. The teacher reads with her receipt that the
office has done its part, and nothing else.

On the way others try: the team of the other district finds neither case nor child; the head of the office sees that
there is a case, and no name.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from naung.cases.rules.assessment import factors
from naung.core.reference import codes
from tests.journeys.conftest import DESK, Arrive, Person, look
from tests.scene import Scene

pytestmark = pytest.mark.journey

FIRST_SCORES = {"3A": "2", "5A": "2"}
GOALS = ("Tidak ada lagi kekerasan di rumah.", "Rani tidur nyenyak dan bermain lagi.")


def test_a_child_is_reported_helped_and_followed_to_safety(arrive: Arrive, scene: Scene) -> None:
    teacher, lina, rina = arrive(), arrive("Lina", DESK), arrive("Rina", DESK)
    receipt = tell(teacher)
    triage(lina)
    case_id = register(rina)

    toni, ratna = arrive("Toni"), arrive("Ratna", DESK)
    see_nothing(toni, case_id)
    see_no_name(ratna, case_id)

    budi, sari = arrive("Budi"), arrive("Sari", DESK)
    visit(budi)
    make_safe(sari, case_id)
    assess(sari, case_id)
    plan(sari, case_id)
    approve(rina)
    carry_out(budi, sari, case_id)

    reassess(sari, case_id)
    prepare_return(sari, case_id)
    decide_return(rina, case_id)
    bring_home(sari, case_id)
    from_todays_page(budi)
    watch(budi, 1, "TELEPON")
    sari.open("cases:return_visit", case_id, 2)
    watch(sari, 2, "RUMAH")
    propose_closing(sari, case_id)
    close(rina, case_id)

    assert budi.is_refused("cases:file", case_id)
    see_nothing(toni, case_id)
    read_news(teacher, receipt)


def tell(teacher: Person) -> str:
    teacher.open("publicsite:home")
    look(teacher, "job-01-home")
    teacher.page.get_by_role("link", name="Ceritakan yang terjadi").click()
    teacher.tap(B01="NO", B04="NO")
    teacher.write(happened="Rani bercerita bahwa ia dipukul ayahnya dan takut pulang.", happened_when="tadi malam")
    look(teacher, "job-02-what")
    teacher.press("Lanjut")
    teacher.write(child_name="Rani Kusuma", school_name="SDN 005 Balikpapan Barat", alleged="Ayahnya")
    teacher.pick(age="9", ward="Baru Ilir", where_now="Di sekolah")
    teacher.tap(sex="P")
    look(teacher, "job-03-child")
    teacher.press("Lanjut")
    teacher.tap(secrecy="RAHASIA")
    teacher.pick(reporter_type="Guru/wali kelas/guru BK")
    teacher.write(name="Maya Sari", phone="081234567890", safe_hours="13.00-15.00")
    look(teacher, "job-04-reporter")
    teacher.press("Kirim laporan")
    look(teacher, "job-05-receipt")
    return teacher.page.locator(".digits").inner_text()


def triage(lina: Person) -> None:
    lina.page.reload()
    look(lina, "job-06-intake-day")
    lina.page.get_by_role("link", name="Mulai triase").first.click()
    lina.page.get_by_role("heading", name="Rani Kusuma").wait_for()
    assert not lina.reads("Maya Sari")
    lina.page.keyboard.press("j")
    for _code in codes("bahaya"):
        lina.page.keyboard.press("t")
    saved(lina, lambda: lina.tap(forms_="FIS"))
    saved(lina, lambda: lina.tap(R02="YES"))
    look(lina, "job-07-sheet")
    saved(lina, lambda: lina.tap(staff_answer="NO"))
    saved(lina, lambda: lina.tap("known_child_checked"))
    lina.page.get_by_role("button", name="Akhiri triase").wait_for()
    look(lina, "job-08-triage")
    lina.press("Akhiri triase")
    assert lina.page.locator("main .level-high").count()
    look(lina, "job-09-decide")
    lina.page.locator("label", has_text="Tim Barat").click()
    lina.press("Serahkan ke tim")
    lina.open("intake:queue")
    assert not lina.reads("Rani")


def saved(lina: Person, answer: Callable[[], None]) -> None:
    """Give an answer and wait until the sheet is kept and the page is at rest."""
    with lina.page.expect_response(lambda response: response.url.endswith("/simpan/")):
        answer()
    lina.page.wait_for_timeout(400)  # answers given quickly are sent together
    lina.page.wait_for_function("!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")


def register(rina: Person) -> UUID:
    rina.page.reload()
    assert rina.reads("Sudah ditriase, menunggu keputusan")
    look(rina, "job-10-supervisor-day")
    rina.follow("Buka laporan")
    rina.follow("Daftarkan sebagai kasus")
    rina.tap(child="NEW", ampk="I")
    rina.pick(ppks="Anak yang menjadi korban tindak kekerasan atau diperlakukan salah")
    rina.page.locator("label", has_text="Sari").click()
    look(rina, "job-11-register")
    assert rina.page.locator("[name=companion_ids]").first.is_checked()  # Budi is recommended
    rina.press("Daftarkan kasus")
    look(rina, "job-12-case")
    found = re.search(r"/kasus/([0-9a-f-]{36})/", rina.page.url)
    assert found is not None
    return UUID(found[1])


def see_nothing(toni: Person, case_id: UUID) -> None:
    assert toni.is_refused("cases:file", case_id)
    assert toni.is_refused("cases:child", case_id)
    toni.open("desk:search", q="Rani")
    assert toni.reads("Tidak ada yang cocok")
    toni.open("desk:today")
    assert not toni.reads("Rani")


def see_no_name(ratna: Person, case_id: UUID) -> None:
    for page in ("desk:today", "cases:list"):
        ratna.open(page)
        assert not ratna.reads("Rani")
    ratna.open("cases:file", case_id)
    look(ratna, "job-13-office-head")
    assert not ratna.reads("Rani")
    assert not ratna.reads("dipukul")


def visit(budi: Person) -> None:
    budi.page.reload()
    assert budi.reads("Rani, 9 th")
    look(budi, "job-14-companion-day")
    budi.follow("Catat kunjungan")
    budi.pick(kind="Bertemu di sekolah")
    budi.tap(child_seen="yes", seen_alone="yes", safe="UNKNOWN")
    budi.write(child_words="Aku takut pulang. Aku mau sama Ibu.", observed="Lebam di lengan kiri, bicara pelan.")
    look(budi, "job-15-visit")
    budi.press("Simpan kunjungan")
    assert budi.reads("Aku takut pulang. Aku mau sama Ibu.")
    look(budi, "job-16-story-on-the-phone")


def make_safe(sari: Person, case_id: UUID) -> None:
    sari.page.reload()
    look(sari, "job-17-social-worker-day")
    sari.open("cases:consent", case_id)
    sari.tap(kind="GROUND")
    sari.pick(ground="Tugas pelindungan anak: orang tua atau wali adalah terlapor")
    sari.write(words="Ayah adalah terlapor; ibu menyusul ditemui.")
    sari.press("Catat persetujuan")
    sari.open("cases:safety", case_id)
    sari.write(dangerous_people="Ayah", no_go="Jangan datang ke rumah bila ayah ada.", safe_contact="Bibi, 13.00-15.00")
    sari.write(plan="Rani tidur di rumah bibi sampai asesmen selesai.")
    look(sari, "job-18-safety")
    sari.press("Simpan rencana keselamatan")
    sari.write(**{"needs-note": "Luka diperiksa puskesmas; makan dan tidur di rumah bibi."})
    sari.press("Catat terpenuhi")


def assess(sari: Person, case_id: UUID) -> None:
    sari.open("cases:work", case_id)
    sari.press("Mulai asesmen")
    look(sari, "job-19-factors")
    rate(sari, FIRST_SCORES, "job-20-childs-view")
    look(sari, "job-21-end-of-assessment")
    sari.press("Selesaikan asesmen")
    look(sari, "job-22-work")


def rate(sari: Person, scores: dict[str, str], picture: str = "job-27-childs-view-again") -> None:
    """All steps of an assessment up to its end; factors not named are well."""
    for domain in "123456":
        for code in (code for code in factors() if code.startswith(domain)):
            sari.tap(**{f"{code}-answer": scores.get(code, "4")})
            sari.write(**{f"{code}-reason": "Terlihat saat bertemu di sekolah."})
        sari.press("Simpan dan lanjut")
    sari.write(child_view="Aku mau tinggal sama Ibu dan tetap sekolah.")
    sari.page.locator("label:has(input[name=reused])").first.click()
    look(sari, picture)
    sari.press("Simpan dan lanjut")
    sari.press("Simpan dan lanjut")


def plan(sari: Person, case_id: UUID) -> None:
    sari.press("Susun rencana")
    add_goal(
        sari, "Tidak ada lagi kekerasan di rumah.", "Konseling ayah dan ibu.", "Sari", "Puspaga (konseling keluarga)"
    )
    add_goal(sari, "Rani tidur nyenyak dan bermain lagi.", "Dampingi ke psikolog.", "Budi", "Konseling/psikolog klinis")
    for person, said in (("CHILD", "Aku setuju, asal Ibu ikut."), ("CAREGIVER", "Saya akan mendampingi Rani.")):
        sari.open("cases:plan_tell", case_id)
        sari.tap(who=person, told="yes")
        sari.pick(how="Bertemu di sekolah")
        sari.write(said=said)
        sari.press("Simpan")
    look(sari, "job-23-plan")
    sari.press("Ajukan kepada supervisor")
    assert sari.reads("menunggu persetujuan sejak")


def add_goal(sari: Person, goal: str, action: str, who: str, service: str) -> None:
    """A goal for the factor that still has none, and what is done for it."""
    sari.follow("Buat tujuan")
    sari.write(text=goal)
    sari.press("Simpan tujuan")
    sari.write(text=action, due_date=str(timezone.localdate() + timedelta(days=14)))
    sari.pick(responsible_id=who, service=service)
    sari.press("Simpan kegiatan")


def approve(rina: Person) -> None:
    rina.open("desk:today")
    look(rina, "job-24-waits-for-supervisor")
    rina.follow("Periksa rencana")
    look(rina, "job-25-approve")
    rina.press("Setujui rencana")


def carry_out(budi: Person, sari: Person, case_id: UUID) -> None:
    sari.open("cases:file", case_id)
    look(sari, "job-26-next-steps")
    sari.press("Ambil langkah ini")
    finish(budi, case_id, "Dampingi ke psikolog.", "TCP", "")
    finish(sari, case_id, "Konseling ayah dan ibu.", "MNL", "Ayah menolak; ibu menjalani konseling sendiri.")
    sari.open("cases:work", case_id)
    sari.press("Mulai pemantauan")


def finish(person: Person, case_id: UUID, action: str, result: str, explained: str) -> None:
    person.open("cases:tasks", case_id)
    person.page.locator("li", has_text=action).get_by_role("link", name="Catat hasil").click()
    look(person, f"job-27-action-outcome-{result.lower()}")
    person.tap(result=result)
    person.write(explained=explained)
    person.press("Simpan hasil")
    look(person, f"job-27-tasks-{result.lower()}")


def reassess(sari: Person, case_id: UUID) -> None:
    """A month later nothing has happened to Rani: Sari rates again."""
    sari.open("cases:work", case_id)
    sari.press("Mulai asesmen ulang")
    rate(sari, {"5A": "3"})
    look(sari, "job-27-assessed-again")
    sari.press("Selesaikan asesmen")


def prepare_return(sari: Person, case_id: UUID) -> None:
    sari.open("cases:reintegration", case_id)
    sari.tap(destination="HOME")
    for answer, note, text in (
        ("caregiver_assessed", "caregiver_note", "Ibu mampu dan didampingi Puspaga; ayah tinggal terpisah."),
        ("school_place", "school_note", "SDN 005, kelas 4, wali kelas Bu Maya."),
        ("child_agrees", "child_words", "Aku mau pulang ke rumah Ibu."),
        ("community_checked", "community_note", "Ketua RT dan tetangga menerima."),
    ):
        sari.tap(answer)
        sari.write(**{note: text})
    sari.write(text="Bibi menginap pada minggu pertama; Budi menelepon pada hari ketiga.")
    look(sari, "job-28-return-plan")
    sari.press("Simpan rencana")


def decide_return(rina: Person, case_id: UUID) -> None:
    rina.open("cases:reintegration", case_id)
    rina.write(reason="Konferensi kasus: rumah ibu aman, Rani setuju, sekolah siap.")
    look(rina, "job-29-decide-return")
    rina.press("Putuskan reintegrasi")


def bring_home(sari: Person, case_id: UUID) -> None:
    sari.open("cases:reintegration", case_id)
    # Two days ago, so that the first visit, on the third day, stands among what comes soon.
    sari.write(returned_date=str(timezone.localdate() - timedelta(days=2)), handover_number="BAST-017/2026")
    sari.tap("handover_signed")
    sari.press("Catat kepulangan")
    look(sari, "job-30-visits-to-come")


def from_todays_page(budi: Person) -> None:
    budi.open("desk:today")
    budi.page.locator(".duty", has_text="Pemantauan setelah anak kembali").get_by_role("link").first.click()
    budi.page.locator("[name=in_school]").first.wait_for(state="attached")


def watch(person: Person, number: int, kind: str) -> None:
    person.page.locator("select[name=kind]").select_option(kind)
    if kind == "RUMAH":
        person.tap("child_seen", seen_alone="YES")
    person.tap(safe="YES", in_school="YES", caregiver_coping="YES")
    person.write(child_words="Aku senang di rumah. Ibu memasak sayur asem.", observed="Tenang dan banyak tertawa.")
    look(person, f"job-31-return-visit-{number}")
    person.press("Simpan kunjungan")


def propose_closing(sari: Person, case_id: UUID) -> None:
    for goal in GOALS:
        sari.open("cases:tasks", case_id)
        sari.page.locator("article", has_text=goal).get_by_role("link", name="Nilai tujuan ini").click()
        look(sari, f"job-32-goal-settled-{GOALS.index(goal)}")
        sari.tap(met="yes")
        sari.press("Simpan")
    tell_closing(sari, case_id)
    look(sari, "job-32-propose-closing")
    sari.press("Ajukan penutupan")
    assert sari.reads("Penutupan diajukan")


def tell_closing(sari: Person, case_id: UUID) -> None:
    sari.open("cases:close", case_id)
    sari.page.locator("summary", has_text=codes("alasan_tutup")["TJN"].label_id).click()
    sari.follow("Ajukan dengan alasan ini")
    sari.write(
        reason="Rani aman di rumah ibunya dan bersekolah.", next_contact="Bibi dan wali kelas; Rani tahu nomornya."
    )
    sari.write(early_reason="Keluarga pindah bulan depan; Dinsos tujuan melanjutkan kunjungan.")


def close(rina: Person, case_id: UUID) -> None:
    rina.open("cases:close", case_id)
    look(rina, "job-33-close")
    rina.press("Tutup kasus")
    assert rina.reads("Kasus ini ditutup")
    assert rina.reads("Rani bercerita bahwa ia dipukul ayahnya")
    look(rina, "job-34-whole-story")


def read_news(teacher: Person, receipt: str) -> None:
    teacher.open("publicsite:code")
    teacher.write(code=receipt)
    look(teacher, "job-35-code")
    teacher.press("Buka kabar")
    look(teacher, "job-36-news")
    assert teacher.reads(codes("frasa_aman")["TINDAK"].label_id)
    assert not teacher.reads("Rani")
