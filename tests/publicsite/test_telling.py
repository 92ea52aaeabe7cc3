"""Somebody without an account tells, keeps the receipt, comes back and is answered."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from naung.access.acting import acting_as
from naung.duties.models import Notice
from naung.intake.models import Message, Receipt, Report, Reporter
from naung.intake.operations import contact
from tests.scene import MONDAY, Scene
from tests.trace import Entry

STORY = "Tetangga saya sering memukul anaknya."


@pytest.fixture
def visitor(scene: Scene) -> Client:
    return Client()


def token_of(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def send(visitor: Client, **answers: str) -> str:
    token = answers.pop("token", None) or token_of(visitor.get("/lapor/").content.decode())
    given = {"at": "2", "token": token, "happened": STORY, "send": "1", **answers}
    response = visitor.post("/lapor/", given)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def digits_of(page: str) -> str:
    found = re.search(r'data-copy="(\d{16})"', page)
    assert found, page
    return found[1]


def reports_of(scene: Scene, name: str = "Lina") -> list[Report]:
    with acting_as(scene.actor(name)):
        return list(Report.objects.all())


def test_one_sentence_is_enough_and_it_arrives_at_the_intake_desk(scene: Scene, visitor: Client) -> None:
    send(visitor)

    with acting_as(scene.actor("Lina")):
        report = Report.objects.select_related("story", "child").get()
        assert (report.status, report.channel, report.secrecy) == ("RECEIVED", "WEB", "ANON")
        assert report.story.happened == STORY
        assert report.team_id == scene.teams["intake"].pk


def test_without_what_happened_nothing_is_sent_and_the_page_says_so(scene: Scene, visitor: Client) -> None:
    token = token_of(visitor.get("/lapor/").content.decode())
    response = visitor.post("/lapor/", {"at": "0", "token": token, "next": "1", "happened": ""})

    assert response.status_code == 422
    assert "Hanya bagian ini yang wajib diisi" in response.content.decode()
    assert reports_of(scene) == []


def test_the_three_screens_carry_the_answers_along(visitor: Client) -> None:
    token = token_of(visitor.get("/lapor/").content.decode())
    second = visitor.post("/lapor/", {"at": "0", "token": token, "next": "1", "happened": STORY, "B01": "YES"})
    assert "Tentang anak" in second.content.decode()
    third = visitor.post(
        "/lapor/",
        {"at": "1", "token": token, "next": "1", "happened": STORY, "B01": "YES", "child_name": "Rani", "age": "9"},
    )
    page = third.content.decode()
    assert "Kirim laporan" in page
    assert STORY in page
    assert "Rani" in page
    assert "9 th" in page
    back = visitor.post("/lapor/", {"at": "2", "token": token, "back": "1", "happened": STORY, "child_name": "Rani"})
    assert 'value="Rani"' in back.content.decode()


def test_a_form_sent_twice_is_one_report_with_one_receipt(scene: Scene, visitor: Client) -> None:
    token = token_of(visitor.get("/lapor/").content.decode())
    first, second = send(visitor, token=token), send(visitor, token=token)

    assert digits_of(first) == digits_of(second)
    assert len(reports_of(scene)) == 1


def test_the_receipt_is_kept_only_as_a_slow_hash(scene: Scene, visitor: Client) -> None:
    digits = digits_of(send(visitor))

    receipt = Receipt.objects.get()
    assert digits not in receipt.digest
    assert len(receipt.digest) == 64


def test_a_danger_answer_marks_the_report_and_anonymous_keeps_no_name(scene: Scene, visitor: Client) -> None:
    send(visitor, B04="YES", secrecy="ANON", safe_hours="malam")

    with acting_as(scene.actor("Lina")):
        report = Report.objects.select_related("triage").get()
        assert report.danger
        assert report.triage.answers["B04"] == "YES"
        assert not hasattr(report, "reporter")


@pytest.mark.parametrize("wish", [{"secrecy": "ANON"}, {}])
def test_a_name_typed_beside_anonymous_is_asked_about_and_not_thrown_away(
    scene: Scene, visitor: Client, wish: dict[str, str]
) -> None:
    token = token_of(visitor.get("/lapor/").content.decode())
    typed = {"at": "2", "token": token, "happened": STORY, "send": "1", "name": "Pak Joko", **wish}
    asked = visitor.post("/lapor/", typed)

    assert asked.status_code == 422
    assert "Anda memilih tanpa nama, tetapi menulis" in asked.content.decode()
    assert "Pak Joko" in asked.content.decode()
    assert reports_of(scene) == []
    assert visitor.post("/lapor/", typed | {"secrecy": "RAHASIA"}).status_code == 200


def test_the_reporter_comes_back_reads_a_safe_phrase_and_answers(scene: Scene, visitor: Client) -> None:
    digits = digits_of(send(visitor))
    (report,) = reports_of(scene)
    lina = scene.actor("Lina")
    with acting_as(lina):
        contact.set_phrase(by=lina, report_id=report.pk, code="TANYA", now=MONDAY)
        contact.say(by=lina, report_id=report.pk, text="Di kelurahan mana?", now=MONDAY)

    spaced = " ".join(digits[i : i + 4] for i in range(0, 16, 4))
    page = visitor.post("/kode/", {"code": spaced}, follow=True).content.decode()
    assert "Di kelurahan mana?" in page
    assert STORY not in page

    visitor.post("/kode/laporan/", {"text": "Di Manggar."})
    with acting_as(lina):
        assert [m.text for m in Message.objects.filter(from_office=False)] == ["Di Manggar."]
        notice = Notice.objects.get(kind="report.message")
        assert "Manggar" not in notice.text.id
    office = Client()
    office.force_login(scene.users["Lina"])
    assert "pesan baru" in office.get("/laporan/").content.decode()
    assert "Di Manggar." in office.get(notice.href).content.decode()
    assert "pesan baru" not in office.get("/laporan/").content.decode()


def test_a_wrong_code_opens_nothing_and_says_what_to_do(visitor: Client) -> None:
    wrong = visitor.post("/kode/", {"code": "1234 5678 9012 3456"})
    short = visitor.post("/kode/", {"code": "1234"})

    assert (wrong.status_code, short.status_code) == (422, 422)
    assert "Kode ini tidak kami temukan" in wrong.content.decode()
    assert visitor.get("/kode/laporan/").status_code == 302


def test_closing_the_page_forgets_the_code_on_this_device(visitor: Client) -> None:
    visitor.post("/kode/", {"code": digits_of(send(visitor))})
    assert visitor.get("/kode/laporan/").status_code == 200
    visitor.post("/kode/tutup/")
    assert visitor.get("/kode/laporan/").status_code == 302


def test_nonsense_in_the_form_is_refused_with_words_and_loses_nothing(visitor: Client) -> None:
    token = token_of(visitor.get("/lapor/").content.decode())
    response = visitor.post(
        "/lapor/", {"at": "2", "token": token, "send": "1", "happened": STORY, "age": "40", "child_name": "Rani"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Tentang anak" in page
    assert 'value="Rani"' in page
    assert STORY in page


@pytest.mark.parametrize(
    "path", ["/", "/lapor/", "/kode/", "/hak/", "/sesudah-bercerita/", "/bantuan/", "/tanda/", "/tanda/teman/"]
)
def test_every_public_page_answers_in_both_languages_with_a_neutral_title(visitor: Client, path: str) -> None:
    indonesian = visitor.get(path).content.decode()
    visitor.post("/bahasa/", {"language": "en", "next": path})
    english = visitor.get(path).content.decode()

    assert "<title>Layanan warga</title>" in indonesian
    assert "112" in indonesian or path not in {"/", "/lapor/"}
    assert 'lang="en"' in english
    assert english != indonesian


def test_whoever_knew_the_session_before_opens_nothing_with_it(visitor: Client) -> None:
    digits = digits_of(send(visitor))
    visitor.post("/kode/", {"code": digits})
    planted = visitor.cookies["sessionid"].value

    visitor.post("/kode/", {"code": digits})

    assert visitor.cookies["sessionid"].value != planted
    stranger = Client()
    stranger.cookies["sessionid"] = planted
    assert stranger.get("/kode/laporan/").status_code == 302


def test_the_language_is_changed_on_every_screen_without_losing_a_word(visitor: Client) -> None:
    token = token_of(visitor.get("/lapor/").content.decode())
    typed = {"at": "1", "token": token, "happened": STORY, "child_name": "Rani"}
    page = visitor.post("/lapor/", typed | {"language": "en"}).content.decode()

    assert 'lang="en"' in page
    assert STORY in page
    assert "Rani" in page
    assert 'name="at" value="1"' in page
    assert page.index('name="next"') < page.index('name="language"')  # Enter goes on
    assert 'lang="en"' in visitor.get("/lapor/").content.decode()


def test_the_reporter_takes_name_and_number_back_and_the_story_stays(scene: Scene, visitor: Client) -> None:
    digits = digits_of(send(visitor, secrecy="RAHASIA", name="Pak Joko", phone="081234567890"))
    visitor.post("/kode/", {"code": digits})
    assert "Hapus nama dan nomor saya" in visitor.get("/kode/laporan/").content.decode()
    asked = visitor.get("/kode/nama/").content.decode()
    assert "Yang tetap ada" in asked
    assert "Joko" not in asked

    gone = visitor.post("/kode/nama/", follow=True).content.decode()

    assert "Nama dan nomor Anda sudah dihapus." in gone
    assert "Hapus nama dan nomor saya" not in gone
    (report,) = reports_of(scene)
    with acting_as(scene.actor("Lina")):
        held = Reporter.objects.get()
        assert (held.details, held.phone_token, held.withdrawn_at is not None) == ({}, "", True)
        assert Report.objects.select_related("story").get().story.happened == STORY
    assert report.secrecy == "ANON"
    entry = Entry.objects.get(event="report.contact-withdrawn")
    assert (entry.about_id, "Joko" in str(entry.details)) == (report.pk, False)
    office = Client()
    office.force_login(scene.users["Lina"])
    page = office.get(f"/laporan/{report.pk}/").content.decode()
    assert "Pelapor menarik nama dan nomornya" in page
    assert "Buka data pelapor" not in page


def test_without_the_code_no_name_is_taken_back(scene: Scene, visitor: Client) -> None:
    send(visitor, secrecy="RAHASIA", name="Pak Joko", phone="081234567890")

    assert visitor.post("/kode/nama/").status_code == 302
    with acting_as(scene.actor("Lina")):
        assert Reporter.objects.get().details["name"] == "Pak Joko"


def test_the_language_is_changed_before_anything_is_told_without_a_complaint(visitor: Client) -> None:
    token = token_of(visitor.get("/lapor/").content.decode())
    typed = {"at": "0", "token": token, "happened": "", "happened_when": "tadi malam", "B01": "YES"}
    answer = visitor.post("/lapor/", typed | {"language": "en"})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "error-summary" not in page
    assert 'value="tadi malam"' in page
    assert re.search(r'name="B01" value="YES"[^>]*checked', page)


def test_the_language_is_changed_on_the_last_screen_with_its_preview(visitor: Client) -> None:
    typed = {"at": "2", "token": "t", "happened": STORY, "child_name": "Rani", "name": "Joko", "language": "en"}
    page = visitor.post("/lapor/", typed).content.decode()

    assert "Send report" in page
    assert page.count(STORY) == 2  # to read, and hidden
    assert 'value="Joko"' in page
    empty = visitor.post("/lapor/", typed | {"happened": ""})
    assert (empty.status_code, 'name="at" value="0"' in empty.content.decode()) == (200, True)


def test_not_knowing_where_the_child_is_stands_there_once_and_is_kept_as_an_answer(
    scene: Scene, visitor: Client
) -> None:
    second = visitor.post("/lapor/", {"at": "0", "token": "t", "next": "1", "happened": STORY}).content.decode()
    options = second[second.index('name="where_now"') :]
    options = options[: options.index("</select>")]
    assert options.count("Belum tahu") == 1
    assert re.search(r'value="TTH"[^>]*selected', options)

    send(visitor, where_now="TTH")
    with acting_as(scene.actor("Lina")):
        report = Report.objects.select_related("story", "child").get()
        assert report.story.where_now == "TTH"
        assert "where_now" in report.child.unknowns


def test_in_danger_the_numbers_stand_before_everything_else(visitor: Client) -> None:
    calm, danger = send(visitor), send(visitor, B04="YES")

    assert danger.index("tel:112") < danger.index("data-copy") < calm.rindex("tel:112")
    assert calm.index("tel:112") > calm.index("data-copy")


def test_the_same_form_sent_twice_at_the_same_moment_is_one_report_with_one_receipt(
    transactional_db: None, scene: Scene
) -> None:
    token = token_of(Client().get("/lapor/").content.decode())
    together = Barrier(2)

    def sender() -> str:
        try:
            together.wait(10)
            return digits_of(send(Client(), token=token))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        first, second = [one.result(60) for one in [pool.submit(sender), pool.submit(sender)]]

    assert first == second
    assert len(reports_of(scene)) == 1
    assert Receipt.objects.count() == 1
