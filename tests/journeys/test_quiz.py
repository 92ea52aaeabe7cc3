"""A class with three phones: the speaker opens, they answer before and after, and the speaker sees what came."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from naung.access.acting import acting_as
from naung.prevention.models import AwarenessSession, QuizAnswer
from naung.prevention.operations import quiz
from naung.prevention.rules import quiz as rules
from tests.journeys.conftest import DESK, PHONE, Arrive, Person, look
from tests.prevention.stories import a_session
from tests.scene import Scene

pytestmark = pytest.mark.journey
ASKED = rules.newest("MURID_SD")


def answer(phone: Person, *, right: bool) -> None:
    """Tap an answer to every question and send them."""
    for place, question in enumerate(ASKED.questions):
        phone.tap(**{f"q{place}": str(question.right if right else (question.right + 1) % 3)})
    phone.press("Kirim jawaban")


def tap_choice(phone: Person, name: str) -> None:
    """Follow one of the large choices of a page."""
    with phone.page.expect_navigation():
        phone.page.get_by_role("link", name=name).click()


def test_a_class_answers_before_and_after(arrive: Arrive, scene: Scene) -> None:
    session = a_session(scene, at=timezone.now() - timedelta(minutes=5))
    sari = arrive("Sari", size=DESK)
    sari.open("prevention:quiz", session.pk)
    look(sari, "quiz-planned")
    sari.press("Buka kuis sebelum kegiatan")
    phones = [arrive(), arrive(), arrive(java_script_enabled=False)]
    codes = []
    for phone in phones:
        phone.open("quiz:phone", session.code)
        codes.append(phone.page.locator(".quiz-pair").inner_text())
        answer(phone, right=False)
        assert phone.reads("Jawaban sudah masuk")
    look(phones[0], "quiz-phone-done")

    sari.open("prevention:quiz", session.pk)
    assert re.search(r"Jawaban sebelum kegiatan\s+3", sari.page.locator("main").inner_text())
    sari.press("Buka kuis sesudah kegiatan")
    for phone, code in zip(phones, codes, strict=True):
        phone.open("quiz:phone", session.code)
        assert phone.page.locator("[name='pair']").input_value() == code
    phones[2].page.context.clear_cookies()  # this phone forgets; its owner wrote the code down
    phones[2].open("quiz:phone", session.code)
    phones[2].write(pair=codes[2].replace("-", " ").upper())
    look(phones[0], "quiz-phone")
    for phone in phones:
        answer(phone, right=True)
        assert phone.reads("Kuis ini selesai")

    pairs = QuizAnswer.objects.values_list("pair", flat=True)
    assert (len(pairs), len(set(pairs))) == (6, 3)
    sari.open("prevention:quiz", session.pk)
    assert sari.reads("kurang dari 5 orang")
    look(sari, "quiz-after")
    sari.open("prevention:quiz_screen", session.pk)
    look(sari, "quiz-screen")
    sari.open("prevention:quiz_slips", session.pk)
    look(sari, "quiz-slips")
    printed = sari.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1  # eight slips are one sheet
    sari.page.set_viewport_size(PHONE)
    for page in ("quiz", "quiz_screen", "quiz_slips"):
        sari.open(f"prevention:{page}", session.pk)
        look(sari, f"{page.replace('_', '-')}-on-a-phone")
    sari.open("prevention:quiz_paper", session.pk, "MURID_SD")
    look(sari, "quiz-paper")
    tap_choice(phones[0], "Ceritakan yang terjadi")
    assert phones[0].page.locator("[name='kegiatan']").get_attribute("value") == session.code


def test_what_a_phone_shows_besides_the_questions(arrive: Arrive, scene: Scene) -> None:
    session = a_session(scene, at=timezone.now() - timedelta(minutes=5))
    AwarenessSession.objects.filter(pk=session.pk).update(audiences=["PUPILS", "TEACHERS", "PARENTS"])
    phone, other = arrive(), arrive()
    phone.open("quiz:phone", session.code)
    assert phone.reads("Kuis sedang ditutup")
    look(phone, "quiz-phone-closed")
    with acting_as(scene.actor("Sari", timezone.now())) as sari:
        quiz.open_phase(by=sari, session_id=session.pk, phase="BEFORE", now=timezone.now())
    phone.open("quiz:phone", session.code)
    look(phone, "quiz-phone-choose")
    tap_choice(phone, "Guru dan tenaga kependidikan")
    phone.tap(q0="0")
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="English").click()
    assert phone.page.locator("[name='q0'][value='0']").is_checked()
    look(phone, "quiz-phone-english")
    made = phone.page.locator("[name='made']").input_value()
    phone.press("Send the answers")

    other.open("quiz:phone", session.code, untuk="GURU")
    other.page.evaluate("made => { document.querySelector(\"[name='made']\").value = made }", made)
    other.tap(q0="1")
    other.press("Kirim jawaban")
    assert other.reads("Jawaban yang pertama yang dihitung")
    look(other, "quiz-phone-again")
