"""A class answers on its phones before and after a session, without a name."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import public
from naung.core.errors import NotAllowedNow
from naung.prevention.models import AwarenessSession, PaperCount, QuizAnswer, SessionQuiz
from naung.prevention.operations import quiz
from naung.prevention.rules import quiz as rules
from tests.prevention.stories import a_session
from tests.scene import MONDAY, Scene
from tests.trace import Entry

DAY = MONDAY + timedelta(hours=1)
ASKED = rules.newest("MURID_SD")
RIGHT = {f"q{place}": str(question.right) for place, question in enumerate(ASKED.questions)}
WRONG = {f"q{place}": str((question.right + 1) % 3) for place, question in enumerate(ASKED.questions)}


@pytest.fixture
def today(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> AwarenessSession:
    """A session of this very day, with Sari speaking."""
    at(monkeypatch, DAY)
    return a_session(scene, at=MONDAY)


def at(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def opened(scene: Scene, session: AwarenessSession, phase: str = "BEFORE") -> None:
    with acting_as(scene.actor("Sari")) as sari:
        quiz.open_phase(by=sari, session_id=session.pk, phase=phase, now=DAY)


def made_on(page: str) -> str:
    found = re.search(r'name="made" value="([^"]+)"', page)
    assert found, page
    return found[1]


def send(phone: Client, session: AwarenessSession, phase: str = "BEFORE", **told: str) -> Any:
    told = {"made": rules.new_pair(), "untuk": "MURID_SD", "phase": phase, "send": "1", **RIGHT, **told}
    return phone.post(f"/k/{session.code}", told)


def test_a_pupil_answers_twice_and_the_two_answers_are_a_pair(scene: Scene, today: AwarenessSession) -> None:
    phone = Client()
    opened(scene, today)
    pair = made_on(phone.get(f"/k/{today.code}").content.decode())
    thanks = send(phone, today, made=pair, **WRONG).content.decode()
    opened(scene, today, "AFTER")
    second = phone.get(f"/k/{today.code}").content.decode()
    done = send(phone, today, "AFTER", pair=pair)

    assert pair in thanks
    assert f'value="{pair}"' in second
    assert done.status_code == 200
    before, after = QuizAnswer.objects.order_by("-phase")
    assert (before.phase, after.phase, before.pair) == ("BEFORE", "AFTER", after.pair)
    assert pair not in before.pair


def test_nothing_of_the_pupil_is_kept(scene: Scene, today: AwarenessSession) -> None:
    opened(scene, today)
    send(Client(headers={"user-agent": "Telepon Siti"}), today)

    kept = {field.name for field in QuizAnswer._meta.fields}
    assert kept == {"id", "version", "session", "phase", "pair", "set_code", "set_version", "choices"}
    with acting_as(scene.actor("Dodi")):
        entry = Entry.objects.get(event="quiz.answered")
        assert (entry.actor_id, entry.details) == (None, {"phase": "BEFORE", "set": "MURID_SD"})


def test_of_two_answers_with_one_code_the_first_counts_and_the_second_is_told(
    scene: Scene, today: AwarenessSession
) -> None:
    opened(scene, today)
    pair = rules.new_pair()
    send(Client(), today, made=pair)
    again = send(Client(), today, made=pair, **WRONG)
    sent_twice = send(Client(), today, made=pair)

    assert "Jawaban yang pertama yang dihitung" in again.content.decode()
    assert "Jawaban sudah masuk" in sent_twice.content.decode()
    assert rules.marks(ASKED, QuizAnswer.objects.get().choices) == [True] * len(ASKED.questions)


def test_what_comes_after_closing_is_refused_with_what_to_do(scene: Scene, today: AwarenessSession) -> None:
    opened(scene, today)
    with acting_as(scene.actor("Sari")) as sari:
        quiz.close_phase(by=sari, session_id=today.pk, now=DAY)
    late = send(Client(), today)

    assert late.status_code == 409
    assert "Beri tahu pembicara" in late.content.decode()
    assert not QuizAnswer.objects.exists()


def test_an_answer_to_the_first_quiz_is_not_taken_for_the_second(scene: Scene, today: AwarenessSession) -> None:
    opened(scene, today, "AFTER")

    assert send(Client(), today, "BEFORE").status_code == 409
    assert not QuizAnswer.objects.exists()


def test_on_another_day_nothing_is_opened_or_taken(
    scene: Scene, today: AwarenessSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(scene, today)
    at(monkeypatch, DAY + timedelta(days=1))
    shown, sent = Client().get(f"/k/{today.code}"), send(Client(), today)
    speaker = Client()
    speaker.force_login(scene.users["Sari"])

    assert "Kuis sedang ditutup" in shown.content.decode()
    assert sent.status_code == 409
    assert speaker.post(f"/pencegahan/sesi/{today.pk}/kuis/sebelum/").status_code == 409


@pytest.mark.parametrize(("phase", "days"), [("BEFORE", 1), ("BEFORE", -1), ("AFTER", 0)])
def test_the_operation_itself_refuses_what_is_not_open_today(
    scene: Scene, today: AwarenessSession, phase: str, days: int
) -> None:
    opened(scene, today)
    told: dict[str, Any] = {"set_code": "MURID_SD", "pair": rules.new_pair(), "choices": [0] * len(ASKED.questions)}

    with acting_as(public(office_ids=[scene.office.pk])) as somebody, pytest.raises(NotAllowedNow):
        quiz.answer(by=somebody, session=today, phase=phase, now=DAY + timedelta(days=days), **told)


def test_a_session_that_is_put_off_while_its_quiz_is_open_begins_closed(
    scene: Scene, today: AwarenessSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(scene, today)
    week = timedelta(days=7)
    with acting_as(scene.actor("Sari")):
        moved = {"from_at": today.from_at + week, "until_at": today.until_at + week}
        AwarenessSession.objects.filter(pk=today.pk).update(**moved)
    at(monkeypatch, DAY + week)

    assert "Kuis sedang ditutup" in Client().get(f"/k/{today.code}").content.decode()
    assert send(Client(), today).status_code == 409


def test_a_session_that_was_called_off_asks_nothing(scene: Scene, today: AwarenessSession) -> None:
    opened(scene, today)
    with acting_as(scene.actor("Sari")):
        AwarenessSession.objects.filter(pk=today.pk).update(status="CANCELLED")

    assert "Kuis sedang ditutup" in Client().get(f"/k/{today.code}").content.decode()
    assert send(Client(), today).status_code == 409


def test_a_code_typed_wrongly_is_asked_about_once(scene: Scene, today: AwarenessSession) -> None:
    opened(scene, today, "AFTER")
    unknown, strange = rules.new_pair(), send(Client(), today, "AFTER", pair="nama saya Siti")
    asked = send(Client(), today, "AFTER", pair=unknown)
    sure = send(Client(), today, "AFTER", pair=unknown, sure=unknown)
    without = send(Client(), today, "AFTER", pair="")

    assert strange.status_code == 422
    assert "nama saya Siti" in strange.content.decode()
    assert (asked.status_code, sure.status_code, without.status_code) == (422, 200, 200)


def test_the_language_changes_without_losing_an_answer(scene: Scene, today: AwarenessSession) -> None:
    opened(scene, today)
    pair = rules.new_pair()
    told = {"made": pair, "untuk": "MURID_SD", "phase": "BEFORE", "q0": "1", "language": "en"}
    page = Client().post(f"/k/{today.code}", told).content.decode()

    assert "Who has the right to feel safe?" in page
    assert pair in page
    assert re.search(r'name="q0" value="1"[^>]*checked', page)


@pytest.mark.parametrize(
    "bad", [{"q0": "7"}, {"q0": "x"}, {"untuk": "GURU"}, {"untuk": "x' OR 1=1"}, {"made": "<b>"}, {"phase": "NEVER"}]
)
def test_bad_input_is_no_answer_and_no_error(scene: Scene, today: AwarenessSession, bad: dict[str, str]) -> None:
    opened(scene, today)
    answer = send(Client(), today, **bad)

    assert answer.status_code < 500
    assert "<b>" not in answer.content.decode()
    for kept in QuizAnswer.objects.all():
        assert kept.set_code == "MURID_SD"


def test_a_session_takes_only_so_many_answers(
    scene: Scene, today: AwarenessSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(scene, today)
    monkeypatch.setattr(rules, "LEAST_ANSWERS", 2)
    answers = [send(Client(), today).status_code for _ in range(3)]

    assert answers == [200, 200, 409]
    assert rules.most_answers(400) == 800


def test_a_code_that_is_none_opens_the_ordinary_form(scene: Scene) -> None:
    for code in ("ZZZZZZ", "x", "k7rd4w9", "%00"):
        assert Client().get(f"/k/{code}")["Location"] == "/lapor/"


def test_with_several_audiences_everybody_chooses_hers(scene: Scene, today: AwarenessSession) -> None:
    with acting_as(scene.actor("Sari")):
        AwarenessSession.objects.filter(pk=today.pk).update(audiences=["PUPILS", "TEACHERS"])
    opened(scene, today)
    page = Client().get(f"/k/{today.code}").content.decode()
    teachers = Client().get(f"/k/{today.code}?untuk=GURU").content.decode()

    assert "?untuk=GURU" in page
    assert "Seorang murid bercerita" in teachers


def test_the_page_is_light(scene: Scene, today: AwarenessSession) -> None:
    opened(scene, today)
    page = Client().get(f"/k/{today.code}").content

    assert len(page) < 30_000  # beside it style and script of all public pages


def test_the_sets_are_chosen_before_the_quiz_opens_and_then_stay(scene: Scene, today: AwarenessSession) -> None:
    sari = Client()
    sari.force_login(scene.users["Sari"])
    path = f"/pencegahan/sesi/{today.pk}/kuis/"
    none = sari.post(f"{path}pertanyaan/", {})
    chosen = sari.post(f"{path}pertanyaan/", {"sets": ["MURID_SM"]})
    opened(scene, today)
    late = sari.post(f"{path}pertanyaan/", {"sets": ["MURID_SD"]})

    assert (none.status_code, chosen.status_code, late.status_code) == (422, 302, 409)
    assert SessionQuiz.objects.get().sets == ["MURID_SM"]


def test_paper_is_counted_by_hand(scene: Scene, today: AwarenessSession) -> None:
    sari = Client()
    sari.force_login(scene.users["Sari"])
    path = f"/pencegahan/sesi/{today.pk}/kuis/kertas/MURID_SD/"
    counts = {f"q{place}": "12" for place in range(len(ASKED.questions))}
    too_many = sari.post(path, {"phase": "BEFORE", "people": "10", **counts})
    right = sari.post(path, {"phase": "BEFORE", "people": "20", **counts})
    sari.post(path, {"phase": "AFTER", "people": "20", **dict.fromkeys(counts, "18")})
    page = sari.get(f"/pencegahan/sesi/{today.pk}/kuis/").content.decode()

    assert (too_many.status_code, right.status_code) == (422, 302)
    assert PaperCount.objects.count() == 2
    assert "60 %" in page
    assert "90 %" in page


def test_the_code_is_shown_on_a_screen_and_printed_eight_times(scene: Scene, today: AwarenessSession) -> None:
    lina = Client()
    lina.force_login(scene.users["Lina"])
    screen = lina.get(f"/pencegahan/sesi/{today.pk}/kuis/layar/").content.decode()
    slips = lina.get(f"/pencegahan/sesi/{today.pk}/kuis/kartu/").content.decode()

    assert f"testserver/k/<wbr>{today.code}" in screen
    assert (screen.count("<svg"), slips.count("<svg")) == (1, 8)


def test_a_school_sees_no_quiz_and_whoever_plans_nothing_opens_none(scene: Scene, today: AwarenessSession) -> None:
    lina = Client()
    lina.force_login(scene.users["Lina"])

    assert lina.get(f"/pencegahan/sesi/{today.pk}/kuis/").status_code == 200
    assert lina.post(f"/pencegahan/sesi/{today.pk}/kuis/sebelum/").status_code == 403
