"""A class with three phones: the speaker opens, they answer before and after, and the speaker sees what came."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from naung.prevention.models import QuizAnswer
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
    sari.page.set_viewport_size(PHONE)
    for page in ("quiz", "quiz_screen", "quiz_slips"):
        sari.open(f"prevention:{page}", session.pk)
        look(sari, f"{page.replace('_', '-')}-on-a-phone")
    sari.open("prevention:quiz_paper", session.pk, "MURID_SD")
    look(sari, "quiz-paper")
    with phones[0].page.expect_navigation():
        phones[0].page.get_by_role("link", name="Ceritakan yang terjadi").click()
    assert phones[0].page.locator("[name='kegiatan']").get_attribute("value") == session.code
