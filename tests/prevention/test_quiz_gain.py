"""What a session taught: the interval is Newcombe's, and nothing of fewer than five people is shown."""

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from naung.prevention.models import AwarenessSession
from naung.prevention.queries.quiz import gain_of
from naung.prevention.rules.quiz_gain import LEAST, counted, paired, wilson
from tests.prevention.stories import a_session, answered
from tests.scene import MONDAY, Scene

shares = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 1.0])
classes = st.lists(st.tuples(shares, shares), max_size=60)


def table(both: int, before: int, after: int, neither: int) -> list[tuple[float, float]]:
    return [(1, 1)] * both + [(1, 0)] * before + [(0, 1)] * after + [(0, 0)] * neither


def test_pairs_give_the_limits_of_a_published_table() -> None:
    """Cavo 2012 in Fagerland, Lydersen and Laake, *Statistical Analysis of Contingency Tables* (2017), chapter 8."""
    gain = paired(table(59, 6, 16, 80))

    assert gain is not None
    assert (round(gain.low, 4), round(gain.high, 4)) == (0.0046, 0.1186)


def test_separate_counts_give_the_limits_of_newcombes_table() -> None:
    gain = counted(48 / 80, 80, 56 / 70, 70)

    assert gain is not None
    assert (round(gain.low, 4), round(gain.high, 4)) == (0.0524, 0.3339)


@given(classes)
def test_the_change_lies_within_its_interval_and_few_are_hidden(pairs: list[tuple[float, float]]) -> None:
    gain = paired(pairs)

    if len(pairs) < LEAST:
        assert gain is None
        return
    assert gain is not None
    assert -1 <= gain.low <= gain.change + 1e-9
    assert gain.change <= gain.high + 1e-9
    assert gain.high <= 1


@given(classes)
def test_seen_backwards_a_gain_is_as_large_a_loss(pairs: list[tuple[float, float]]) -> None:
    there, back = paired(pairs), paired([(after, before) for before, after in pairs])

    assert (there is None) == (back is None)
    if there and back:
        assert there.low == pytest.approx(-back.high)
        assert there.high == pytest.approx(-back.low)


@given(st.integers(5, 400), st.floats(0, 1))
def test_a_share_lies_within_its_own_limits(people: int, share: float) -> None:
    low, high = wilson(share, people)

    assert 0 <= low <= share <= high <= 1


@pytest.fixture
def session(scene: Scene) -> AwarenessSession:
    return a_session(scene, at=MONDAY - timedelta(days=1))


def test_the_gain_stands_by_audience_and_topic(scene: Scene, session: AwarenessSession) -> None:
    answered(scene, session, "MURID_SD", 30, 24)

    cells = {cell.topic: cell.gain for cell in gain_of(session).cells}
    assert set(cells) == {"", "HAK", "BANTUAN", "SIKAP"}
    whole = cells[""]
    assert whole is not None
    assert (whole.people, whole.before, whole.after) == (24, 0, 1)
    assert whole.low > 0.8


def test_an_audience_of_four_is_hidden_whole_and_no_sum_gives_it_away(scene: Scene, session: AwarenessSession) -> None:
    answered(scene, session, "MURID_SD", 20, 20)
    answered(scene, session, "GURU", 9, 4)

    cells = gain_of(session).cells
    assert all(cell.gain is None for cell in cells if cell.set_code == "GURU")
    assert {cell.set_code for cell in cells if cell.gain} == {"MURID_SD"}  # no line for all audiences together


def test_the_page_with_four_pairs_shows_no_share(scene: Scene, session: AwarenessSession) -> None:
    sari = Client()
    sari.force_login(scene.users["Sari"])
    answered(scene, session, "MURID_SD", 4, 4)
    few = sari.get(f"/pencegahan/sesi/{session.pk}/kuis/").content.decode()
    answered(scene, session, "ORTU", 12, 12)
    page = sari.get(f"/pencegahan/sesi/{session.pk}/kuis/").content.decode()

    assert "kurang dari 5 orang" in few
    assert "100 %" not in few
    assert "100 %" in page
