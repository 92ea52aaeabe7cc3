"""Stories of the day and after it: counts, commitments, follow-up, and a child who tells something."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.core.errors import NotAllowedNow, Refused
from naung.desk.queries import session_lines
from naung.desk.queries.today import lines_of, team_late
from naung.duties.models import Deadline, Notice
from naung.duties.operations.clock import tick
from naung.prevention.models import AwarenessSession, FollowUp
from naung.prevention.operations import sessions_day as operations
from naung.prevention.queries import sessions as queries
from naung.prevention.rules.sessions import doubts
from tests.cases.stories import doing
from tests.prevention.stories import a_session
from tests.scene import MONDAY, Scene

COUNTS = {("PUPILS", "P"): 40, ("PUPILS", "L"): 35, ("TEACHERS", "X"): 4}
AFTER = MONDAY + timedelta(hours=3)


def held(scene: Scene, session: AwarenessSession | None = None, **other: Any) -> AwarenessSession:
    session = session or a_session(scene, at=MONDAY)
    told = {"counts": COUNTS, "on_paper": False, "list_at": "", "now": AFTER} | other
    made: AwarenessSession = doing(scene, "Sari", operations.hold_session, session_id=session.pk, **told)
    return made


def test_who_came_is_counted_by_group_and_sex_and_nobody_is_named(scene: Scene) -> None:
    session = held(scene, on_paper=True, list_at="Lemari TU")

    assert (session.status, session.held_at) == ("HELD", MONDAY + timedelta(hours=2))
    assert queries.counts_of(session) == COUNTS
    assert queries.total_of(session) == 79
    assert (session.on_paper, session.list_at) == (True, "Lemari TU")


def test_counts_are_kept_while_they_are_counted_and_the_session_stays_planned(scene: Scene) -> None:
    session = a_session(scene, at=MONDAY)
    kept = doing(
        scene, "Sari", operations.keep_counts, session_id=session.pk, counts={("PUPILS", "P"): 7}, on_paper=False,
        list_at="",
    )  # fmt: skip

    assert kept.status == "PLANNED"
    assert queries.total_of(session) == 7


def test_nothing_is_counted_before_the_day(scene: Scene) -> None:
    session = a_session(scene, at=MONDAY + timedelta(days=1))
    with pytest.raises(NotAllowedNow):
        held(scene, session)


@pytest.mark.parametrize("wrong", [{("PUPILS", "P"): -1}, {("PUPILS", "L"): 5_001}, {("CATS", "P"): 1}])
def test_impossible_numbers_are_refused(scene: Scene, wrong: dict[tuple[str, str], int]) -> None:
    with pytest.raises(Refused) as refused:
        held(scene, counts=wrong, sure=True)
    assert "confirm" not in refused.value.about


@pytest.mark.parametrize(
    ("counts", "target"), [({}, None), ({("PUPILS", "P"): 31}, 10), ({("PUPILS", "P"): 1_001}, None)]
)
def test_numbers_that_look_wrong_are_asked_about_once(scene: Scene, counts: Any, target: int | None) -> None:
    session = a_session(scene, at=MONDAY)
    AwarenessSession.objects.filter(pk=session.pk).update(target=target)
    with pytest.raises(Refused) as refused:
        held(scene, session, counts=counts)

    assert refused.value.about["confirm"] == "counts"
    assert held(scene, session, counts=counts, sure=True).status == "HELD"


def test_three_months_later_the_speaker_and_the_planner_are_asked_what_became_of_it(scene: Scene) -> None:
    session = held(scene)
    due = FollowUp.objects.get(session=session).due_at
    day = due + timedelta(days=1)

    assert due.date() == date(2027, 2, 23)
    for name, expected in (("Sari", 1), ("Rina", 1), ("Budi", 0)):
        with acting_as(scene.actor(name, day)) as by:
            assert len(session_lines(by, day)) == expected, name
    doing(
        scene, "Rina", operations.record_follow_up, now=day, session_id=session.pk, kept="PARTLY",
        changed="Kotak aduan dipakai", next_step="", version=1,
    )  # fmt: skip
    with acting_as(scene.actor("Sari", day)) as by:
        assert session_lines(by, day) == []


def test_counting_again_does_not_ask_for_a_second_follow_up(scene: Scene) -> None:
    session = held(scene)
    held(scene, session, counts={("PUPILS", "P"): 5})

    assert FollowUp.objects.filter(session=session).count() == 1
    assert queries.total_of(session) == 5


def test_there_is_no_follow_up_of_what_was_not_held(scene: Scene) -> None:
    session = a_session(scene)
    with pytest.raises(NotAllowedNow):
        doing(
            scene, "Sari", operations.record_follow_up, session_id=session.pk, kept="YES", changed="Ya", next_step="",
            version=None,
        )  # fmt: skip


def test_a_promise_of_the_school_is_kept_by_function_and_day(scene: Scene) -> None:
    session = a_session(scene)
    told = {"text": "Memasang kotak aduan", "function": "Guru BK", "due_date": date(2026, 12, 20)}
    promise = doing(scene, "Sari", operations.add_commitment, session_id=session.pk, **told)
    kept = doing(scene, "Rina", operations.settle_commitment, commitment_id=promise.pk, now=AFTER)

    assert (kept.done_at, kept.done_by_id) == (AFTER, scene.id("Rina"))


def test_a_follow_up_that_nobody_writes_goes_to_the_supervisor_and_then_to_the_division(scene: Scene) -> None:
    session = a_session(scene, at=MONDAY)
    AwarenessSession.objects.filter(pk=session.pk).update(planned_by_id=scene.id("Sari"), team=scene.teams["barat"])
    due = FollowUp.objects.get(session=held(scene, session)).due_at
    for moment in (due - timedelta(days=10), due + timedelta(minutes=1), due + timedelta(days=60)):
        with acting_as(clock([scene.office.pk])) as by:
            tick(by=by, now=moment)
    told = {}
    for name in ("Sari", "Rina", "Hadi", "Budi", "Dewi"):
        with acting_as(scene.actor(name)):
            told[name] = sorted(Notice.objects.filter(about_id=session.pk).values_list("kind", flat=True))

    assert told == {
        "Sari": ["duty.late", "duty.nearly-due"], "Rina": ["duty.late"], "Hadi": ["duty.long-late"],
        "Budi": [], "Dewi": [],
    }  # fmt: skip


def test_a_late_follow_up_stands_among_what_is_late_in_the_team(scene: Scene) -> None:
    session = a_session(scene, at=MONDAY)
    AwarenessSession.objects.filter(pk=session.pk).update(team=scene.teams["barat"])
    late = FollowUp.objects.get(session=held(scene, session)).due_at + timedelta(days=1)
    with acting_as(scene.actor("Rina", late)) as rina:
        (line,) = lines_of(rina, team_late(rina, late), late.date())
    with acting_as(scene.actor("Dewi", late)) as dewi:
        assert not team_late(dewi, late)

    assert (line.number, line.who, line.duty.id) == (session.code, "", "Tindak lanjut kegiatan di sekolah")
    assert line.href == reverse("prevention:session-follow-up", args=[session.pk])


def test_a_follow_up_that_was_written_by_a_speaker_is_met_for_the_planner(scene: Scene) -> None:
    session = held(scene)
    doing(
        scene, "Rina", operations.record_follow_up, session_id=session.pk, kept="YES", changed="Kotak dipakai",
        next_step="", version=None,
    )  # fmt: skip
    with acting_as(scene.actor("Hadi")):
        duty = Deadline.objects.get(session_id=session.pk)

    assert (duty.met_by_id, duty.next_at, duty.subject) == (
        scene.id("Rina"), None, ("prevention.AwarenessSession", session.pk)
    )  # fmt: skip


def test_more_pupils_than_the_school_has_are_asked_about_once() -> None:
    counts = {("PUPILS", "P"): 60, ("PUPILS", "L"): 50, ("PARENTS", "X"): 300}

    assert [text.id for text in doubts(counts, None, 100)] == [
        "110 murid hadir, padahal sekolah ini punya 100 murid. Benar demikian?"
    ]
    assert doubts(counts, None, 110) == doubts(counts, None, None) == []
