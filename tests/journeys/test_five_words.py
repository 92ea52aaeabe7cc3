"""Somebody without a name reports, comes back with five words and answers a question; the officer reads it."""

import pytest

from tests.journeys.conftest import DESK, Arrive

pytestmark = pytest.mark.journey


def test_an_anonymous_reporter_comes_back_with_five_words_and_answers_a_question(arrive: Arrive) -> None:
    visitor = arrive()
    visitor.open("publicsite:tell")
    visitor.write(happened="Anak tetangga sering ditinggal sendirian sampai malam.")
    visitor.press("Lanjut")
    visitor.press("Lanjut")
    visitor.press("Kirim laporan")
    words = visitor.page.locator(".receipt .words").inner_text()
    assert len(words.split()) == 5
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 360

    lina = arrive("Lina", DESK)
    lina.open("intake:queue")
    lina.follow("Mulai triase")
    lina.page.get_by_text("Tulis pesan atau ubah halaman status").click()
    lina.page.locator("#tulis-pesan textarea").fill("Di kelurahan mana?")
    lina.press("Kirim pesan")

    later = arrive()  # another day, another telephone
    later.open("publicsite:code")
    later.write(code=words.upper().replace(" ", ", "))
    later.press("Buka kabar")
    assert later.reads("Di kelurahan mana?")
    later.write(text="Di Manggar.")
    later.press("Kirim pesan")

    lina.page.reload()
    assert lina.reads("Di Manggar.")
