"""The pages of sessions: list, month, planning, the day, papers and the calendar of a telephone."""

import re
import shutil
import subprocess
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.core.ids import new_id
from naung.intake.models import Report
from naung.prevention.models import AwarenessSession, CalendarKey
from naung.prevention.operations import sessions as operations
from naung.prevention.operations import sessions_day, sessions_feed
from naung.prevention.queries import sessions as queries
from naung.prevention.queries import sessions_papers as papers
from naung.teams.models import Absence, Membership
from tests.cases.stories import doing
from tests.prevention.stories import a_school, a_session, answered
from tests.scene import MONDAY, Scene
from tests.signing import signed_in

NOW = MONDAY
DAY = {"day": "2026-12-01", "since": "09:00", "until": "11:00"}
PLAN = DAY | {"kind": "SOS", "title": "Hak anak", "audiences": ["PUPILS", "TEACHERS"], "school": "30400001"}
COUNTS = {("PUPILS", "P"): 40, ("PUPILS", "L"): 35}


@pytest.fixture(autouse=True)
def _at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def text(response: Any) -> str:
    return str(response.content.decode())


def address(name: str, *args: object) -> str:
    return reverse(f"prevention:{name}", args=args)


def held(scene: Scene) -> AwarenessSession:
    session = a_session(scene, at=MONDAY - timedelta(hours=2))
    told = {"counts": COUNTS, "on_paper": False, "list_at": ""}
    made: AwarenessSession = doing(scene, "Sari", sessions_day.hold_session, session_id=session.pk, **told)
    return made


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", ["Sari", "Lina", "Ayu"])
def test_the_whole_office_reads_list_month_and_page(scene: Scene, name: str, language: str) -> None:
    session = held(scene)
    client = signed_in(scene, name)
    for page in (
        address("sessions"),
        f"{address('sessions')}?daftar=selesai",
        address("month"),
        address("session", session.pk),
    ):
        response = client.get(page, headers={"Accept-Language": language})
        assert response.status_code == 200, page
        assert f'<html lang="{language}">' in text(response)


def test_planning_is_for_those_who_go_to_schools(scene: Scene) -> None:
    assert signed_in(scene, "Lina").get(address("session-new")).status_code == 403
    assert "Rencanakan kegiatan" not in text(signed_in(scene, "Lina").get(address("sessions")))
    assert "Rencanakan kegiatan" in text(signed_in(scene, "Budi").get(address("sessions")))


def test_the_menu_leads_to_prevention(scene: Scene) -> None:
    assert f'href="{address("sessions")}"' in text(signed_in(scene, "Sari").get("/kerja/"))


def test_a_session_is_planned_on_the_page_and_its_code_shown(scene: Scene) -> None:
    school, sari = a_school(), scene.id("Sari")
    response = signed_in(scene, "Rina").post(address("session-new"), PLAN | {"speakers": [sari]}, follow=True)

    session = AwarenessSession.objects.get()
    assert (session.school, session.audiences) == (school, ["PUPILS", "TEACHERS"])
    assert f'<p class="session-code">{session.code}</p>' in text(response)
    assert session.from_at.isoformat() == "2026-12-01T01:00:00+00:00"  # nine in Balikpapan


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"school": "Sekolah entah"}, "Sekolah ini tidak ada di daftar"),
        ({"school": ""}, "Pilih sekolah atau kelurahan."),
        ({"day": "2026-11-20"}, "Waktu ini sudah lewat"),
        ({"until": "08:00"}, "Jam selesai harus setelah jam mulai."),
        ({"target": "-3"}, "id_target_error"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    scene: Scene, told: dict[str, str], said: str
) -> None:
    a_school()
    response = signed_in(scene, "Rina").post(address("session-new"), PLAN | told)

    assert response.status_code == 422
    assert said in text(response)
    assert 'value="Hak anak"' in text(response)


def test_a_speaker_on_leave_is_asked_about_and_then_taken(scene: Scene) -> None:
    a_school()
    with acting_as(operator([])):
        Absence.objects.create(user=scene.users["Sari"], from_date=date(2026, 12, 1), until_date=date(2026, 12, 1))
    client, plan = signed_in(scene, "Rina"), PLAN | {"speakers": [scene.id("Sari")]}
    asked = client.post(address("session-new"), plan)

    assert asked.status_code == 422
    assert "Sari tercatat cuti" in text(asked)
    assert 'name="leave_known"' in text(asked)
    assert client.post(address("session-new"), plan | {"leave_known": "on"}).status_code == 302


def test_whoever_saves_second_sees_both_texts(scene: Scene) -> None:
    session = a_session(scene)
    client = signed_in(scene, "Rina")
    client.post(address("session-change", session.pk), PLAN | {"title": "Yang pertama", "version": 1})
    second = client.post(address("session-change", session.pk), PLAN | {"title": "Yang kedua", "version": 1})

    assert second.status_code == 409
    assert "Yang pertama" in text(second)
    assert 'value="Yang kedua"' in text(second)


def test_the_hours_of_a_coming_session_are_changed_by_putting_it_off_only(scene: Scene) -> None:
    session = a_session(scene)
    client = signed_in(scene, "Rina")
    page = text(client.get(address("session-change", session.pk)))
    saved = client.post(address("session-change", session.pk), PLAN | {"version": 1, "place": "Aula"})

    assert 'name="day"' not in page
    assert address("session-postpone", session.pk) in page
    assert saved.status_code == 302
    changed = AwarenessSession.objects.get(pk=session.pk)
    assert (changed.place, changed.from_at) == ("Aula", session.from_at)


def test_a_session_that_passed_uncounted_is_marked_in_the_list(scene: Scene) -> None:
    a_session(scene, at=MONDAY - timedelta(days=2))

    assert "belum dihitung" in text(signed_in(scene, "Rina").get(address("sessions")))


def test_a_session_is_put_off_and_cancelled_on_its_pages_and_both_stay_as_history(scene: Scene) -> None:
    session = a_session(scene)
    client = signed_in(scene, "Rina")
    client.post(address("session-postpone", session.pk), DAY | {"reason": "Ujian sekolah", "version": 1})
    page = client.post(address("session-cancel", session.pk), {"reason": "Banjir", "version": 2}, follow=True)

    assert all(word in text(page) for word in ("Ditunda", "Ujian sekolah", "Dibatalkan", "Banjir"))


def test_the_day_counts_by_hand_too_and_asks_about_numbers_that_look_wrong(scene: Scene) -> None:
    session = a_session(scene, at=MONDAY - timedelta(hours=1))
    AwarenessSession.objects.filter(pk=session.pk).update(target=10)
    client, day = signed_in(scene, "Sari"), address("session-day", session.pk)
    doubted = client.post(day, {"PUPILS_P": "40", "PUPILS_L": "35"})
    seen = re.search(r'name="seen" value="(\d+)"', text(doubted))

    assert doubted.status_code == 422
    assert "padahal sasarannya 10" in text(doubted)
    assert seen
    assert client.post(day, {"PUPILS_P": "40", "PUPILS_L": "40", "seen": seen[1]}).status_code == 422  # others now
    assert client.post(day, {"PUPILS_P": "40", "PUPILS_L": "35", "seen": seen[1]}).status_code == 302
    assert "75 orang hadir." in text(client.get(address("session", session.pk)))


@pytest.mark.parametrize("number", ["-1", "5001", "banyak"])
def test_absurd_numbers_are_refused_on_the_day(scene: Scene, number: str) -> None:
    session = a_session(scene, at=MONDAY - timedelta(hours=1))
    response = signed_in(scene, "Sari").post(address("session-day", session.pk), {"PUPILS_P": number, "seen": number})

    assert response.status_code == 422
    assert AwarenessSession.objects.get(pk=session.pk).status == "PLANNED"


def test_numbers_are_kept_while_they_are_counted(scene: Scene) -> None:
    session = a_session(scene, at=MONDAY - timedelta(hours=1))
    client = signed_in(scene, "Sari")
    kept = client.post(address("session-keep", session.pk), {"PUPILS_P": "12"})

    assert kept.json() == {"saved_at": "10.00", "fields": {"version": 2}}
    assert 'value="12"' in text(client.get(address("session-day", session.pk)))
    assert client.post(address("session-keep", session.pk), {"PUPILS_P": "-2"}).status_code == 422


def test_two_who_count_at_once_do_not_wipe_out_each_other_s_numbers(scene: Scene) -> None:
    session = a_session(scene, at=MONDAY - timedelta(hours=1))
    sari, rina = signed_in(scene, "Sari"), signed_in(scene, "Rina")
    day, keep = address("session-day", session.pk), address("session-keep", session.pk)
    assert sari.post(keep, {"PUPILS_P": "40", "version": 1}).status_code == 200

    assert rina.post(keep, {"TEACHERS_P": "6", "version": 1}).status_code == 409
    clash = rina.post(day, {"TEACHERS_P": "6", "version": 1})
    assert clash.status_code == 409
    assert all(words in text(clash) for words in ("Sari", "40", 'name="version" value="2"'))
    assert rina.post(day, {"PUPILS_P": "40", "TEACHERS_P": "6", "version": 2}).status_code == 302
    assert queries.counts_of(session) == {("PUPILS", "P"): 40, ("TEACHERS", "P"): 6}


def test_an_answer_lost_on_a_bad_line_does_not_set_her_against_herself(scene: Scene) -> None:
    session = a_session(scene, at=MONDAY - timedelta(hours=1))
    sari, keep = signed_in(scene, "Sari"), address("session-keep", session.pk)
    for number in ("12", "13"):  # the first answer never came: the page still says version 1
        assert sari.post(keep, {"PUPILS_P": number, "version": 1}).status_code == 200
    assert sari.post(address("session-day", session.pk), {"PUPILS_P": "14", "version": 1}).status_code == 302

    assert queries.counts_of(session) == {("PUPILS", "P"): 14}


def test_the_numbers_of_a_session_that_was_held_are_corrected_by_the_button_only(scene: Scene) -> None:
    session = held(scene)
    sari, day = signed_in(scene, "Sari"), address("session-day", session.pk)

    assert "data-autosave-url" not in text(sari.get(day))
    assert sari.post(address("session-keep", session.pk), {"PUPILS_P": "1"}).status_code == 422
    assert queries.counts_of(session) == COUNTS
    assert sari.post(day, {"PUPILS_P": "1"}).status_code == 302
    assert queries.counts_of(session) == {("PUPILS", "P"): 1}


@pytest.mark.parametrize("name", ["Sari", "Budi", "Rina"])
def test_a_child_who_tells_something_is_two_taps_from_a_report_that_carries_the_session(
    scene: Scene, name: str
) -> None:
    session = a_session(scene, at=MONDAY - timedelta(hours=1))
    speaker, ayu = signed_in(scene, name), signed_in(scene, "Ayu")
    before = text(ayu.get(address("session", session.pk)))
    page = speaker.post(address("session-story", session.pk), {"channel": "SKL"})["Location"]
    entry = text(speaker.get(page))

    assert '<option value="SKL" selected' in entry
    assert "bukan daftar hadirnya" in entry
    told = {"channel": "SKL", "session": str(session.pk), "happened": "Ia takut pulang."}
    assert speaker.post(page, told).status_code == 302
    with acting_as(scene.actor("Lina", NOW)):
        report = Report.objects.get()
        assert report.session_id == session.pk
    lina = signed_in(scene, "Lina")
    assert address("session", session.pk) in text(lina.get(reverse("intake:triage", args=[report.pk])))
    token = re.compile(r'\b\w{64}\b|(?s:print-foot">.*?</p>)')  # another on each page and in each minute
    assert token.sub("", text(ayu.get(address("session", session.pk)))) == token.sub("", before)
    speaker.get(address("session", session.pk))  # says once what was received
    assert report.number not in text(speaker.get(address("session", session.pk)))


def test_a_report_page_that_is_told_nonsense_of_a_session_asks_for_nothing(scene: Scene) -> None:
    page = f"{reverse('intake:entry', args=[new_id()])}?channel=<script>&session=<script>"
    assert signed_in(scene, "Budi").get(page).status_code == 200


def test_commitments_and_the_follow_up_are_written_on_their_pages(scene: Scene) -> None:
    session = held(scene)
    client = signed_in(scene, "Sari")
    promise = {"text": "Memasang kotak aduan", "function": "Guru BK", "due_date": "2026-12-20"}
    page = client.post(address("commitment-new", session.pk), promise, follow=True)
    later = client.post(
        address("session-follow-up", session.pk),
        {"kept": "YES", "changed": "Kotak dipakai tiap pekan", "version": 1}, follow=True,
    )  # fmt: skip

    assert "Guru BK" in text(page)
    assert "Kotak dipakai tiap pekan" in text(later)
    assert client.post(address("commitment-new", session.pk), {"text": ""}).status_code == 422


READERS = (["pdftotext", "-layout", "-", "-"], ["gs", "-q", "-sDEVICE=txtwrite", "-o", "-", "-"])


def read(pdf: bytes) -> str:
    """What the paper says, by whichever reader of PDF this machine has."""
    reader = next((one for one in READERS if shutil.which(one[0])), None)
    if reader is None:
        pytest.skip("no program here reads PDF")
    done = subprocess.run(reader, input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode(errors="replace").split())


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ("undangan", ["Undangan kegiatan", "Kepala SD Negeri 001 Contoh", "Hak anak dan bantuan", "Murid"]),
        ("pengingat", ["Pengingat kegiatan", "mengingatkan"]),
        ("laporan", ["Laporan kegiatan pencegahan", "Sari", "75", "tanpa wajah yang dapat dikenali"]),
        ("sertifikat", ["Sertifikat", "SD Negeri 001 Contoh", "tuan rumah"]),
    ],
)
def test_papers_are_pdf_and_say_what_they_must(scene: Scene, letter: str, words: list[str]) -> None:
    session = held(scene)
    response = signed_in(scene, "Rina").get(address("session-letter", session.pk, letter))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert b"pdfaid:part" in response.content  # PDF/A, for the archive
    told = read(response.content)
    assert [word for word in [*words, "DINAS SOSIAL"] if word not in told] == []


def test_typst_markup_in_a_title_is_only_text(scene: Scene) -> None:
    session = held(scene)
    AwarenessSession.objects.filter(pk=session.pk).update(title="#strong[x] *tebal*")
    response = signed_in(scene, "Rina").get(address("session-letter", session.pk, "undangan"))

    assert "#strong[x] *tebal*" in read(response.content)


def test_there_is_no_report_of_what_was_not_held_and_no_letter_of_what_is_cancelled(scene: Scene) -> None:
    session = a_session(scene)
    client = signed_in(scene, "Rina")
    assert client.get(address("session-letter", session.pk, "laporan")).status_code == 404
    AwarenessSession.objects.filter(pk=session.pk).update(status="CANCELLED")
    assert client.get(address("session-letter", session.pk, "undangan")).status_code == 404


def a_feed(scene: Scene, name: str) -> str:
    page = text(signed_in(scene, name).post(address("feed-key")))
    found = re.search(r"<code>http://testserver(\S+)</code>", page)
    assert found
    return found[1]


def events(answer: Any) -> list[Any]:
    calendar = Calendar.from_ical(answer.content)
    return list(calendar.walk("VEVENT"))


def test_a_telephone_reads_one_s_own_sessions_without_signing_in(scene: Scene) -> None:
    session = a_session(scene)
    feed = a_feed(scene, "Sari")
    answer = Client().get(feed)
    (event,) = events(answer)

    assert answer["Content-Type"].startswith("text/calendar")
    assert event["summary"] == "Hak anak dan bantuan"
    assert event["dtstart"].dt == session.from_at
    assert b"TZID" not in answer.content  # a zone that is named must be described too
    assert session.code in event["description"]
    assert "SD Negeri 001 Contoh" in event["location"]
    assert events(Client().get(a_feed(scene, "Toni"))) == []


def test_what_is_put_off_keeps_its_uid_and_what_is_cancelled_says_so(scene: Scene) -> None:
    session = a_session(scene)
    feed = a_feed(scene, "Sari")
    (first,) = events(Client().get(feed))
    later = session.from_at + timedelta(days=1)
    doing(
        scene, "Rina", operations.postpone_session, session_id=session.pk, from_at=later,
        until_at=later + timedelta(hours=1), reason="Ujian", version=1,
    )  # fmt: skip
    (moved,) = events(Client().get(feed))
    doing(scene, "Rina", operations.cancel_session, session_id=session.pk, reason="Banjir", version=2)
    (gone,) = events(Client().get(feed))

    assert first["uid"] == moved["uid"] == gone["uid"]
    assert first["sequence"] < moved["sequence"] < gone["sequence"]
    assert moved["dtstart"].dt == later
    assert (moved["status"], gone["status"]) == ("CONFIRMED", "CANCELLED")
    assert b"Ujian" not in Client().get(feed).content


def test_a_new_address_ends_the_old_one_and_no_address_is_kept(scene: Scene) -> None:
    old = a_feed(scene, "Sari")
    new = a_feed(scene, "Sari")

    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    assert CalendarKey.objects.get().digest not in new
    doing(scene, "Sari", sessions_feed.end_calendar_key)
    assert Client().get(new).status_code == 404
    assert Client().get(address("feed", "entah")).status_code == 404


def test_the_calendar_ends_with_the_role(scene: Scene) -> None:
    feed = a_feed(scene, "Sari")
    with acting_as(operator([])):
        Membership.objects.filter(user=scene.users["Sari"]).update(until_at=NOW - timedelta(minutes=1))

    assert Client().get(feed).status_code == 404


@pytest.mark.parametrize(("people", "line"), [(6, "(6 orang"), (4, "kurang dari lima orang"), (0, None)])
def test_the_report_says_what_the_quiz_found_and_nothing_of_few(scene: Scene, people: int, line: str | None) -> None:
    session = held(scene)
    answered(scene, session, "MURID_SD", people, people)
    with acting_as(scene.actor("Sari")):
        made = papers.report(session, NOW, "")

    assert made is not None
    told = [words for heading, words in made.told["more"] if heading == "Kuis sebelum dan sesudah"]  # type: ignore[attr-defined]
    assert bool(told) == bool(line)
    assert line is None or line in told[0]


def test_a_certificate_names_the_speaker_only_if_she_spoke(scene: Scene) -> None:
    session = held(scene)

    spoke, other = (papers.certificate(session, NOW, str(scene.id(name))) for name in ("Sari", "Budi"))
    assert spoke is not None
    assert spoke.told["to"] == "Sari"
    assert other is None
