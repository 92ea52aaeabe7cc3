"""Server, worker and database are killed while people save: nothing that was answered is lost, doubled or half.

`./run bench chaos` does the same a hundred times.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from bench.chaos_clients import Save

from bench import chaos, chaos_facts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads processes from /proc")
PLAN = chaos.Plan(kills=5, clients=3, seed=4, cases=0)


@pytest.fixture
def own_settings() -> Iterator[None]:
    """The city of the kills has settings of its own; those of the other tests come back."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def test_nothing_is_lost_whatever_is_killed(own_settings: None, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with chaos.office(tmp_path / "data", PLAN.cases) as here:
        found = chaos.run(PLAN, here)
        assert sum(found["kills"].values()) == PLAN.kills
        assert found["saved"]["report"] > PLAN.clients
        assert chaos.whole(found), {name: found[name] for name in chaos.WRONG}
        assert 0 < found["mails"] <= len(here.mails.came())
        _and_a_loss_would_be_seen(here.owner_url)


def _and_a_loss_would_be_seen(url: str) -> None:
    """What nobody kept is missed; a report whose clock and receipt are taken away is half."""
    lost, doubled = chaos_facts.compared(url, [Save("report", "Anak Tiada", 1, 0.0)])
    assert [save.mark for save in lost] == ["Anak Tiada"]
    assert doubled == []
    unseen = chaos_facts.mails(url, Counter())
    assert len(unseen["mails_lost"]) == unseen["mails"] > 0
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM duties_deadline")
        connection.execute("DELETE FROM intake_receipt")
    assert {"a report without a clock", "a report of the public without its receipt"} <= {
        name for name, found in chaos_facts.half(url).items() if found
    }
