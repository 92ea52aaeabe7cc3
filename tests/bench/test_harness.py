"""The benchmarks measure what they say. How fast this machine is, no test asks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bench.browser import fields_of
from bench.load import drive, middle, speed_of
from bench.report import with_goals

ROOT = Path(__file__).resolve().parents[2]
FORM = """
<form method="get"><input name="q" value="sapu"></form>
<form method="post"><input type="hidden" name="version" value="3"><input name="name">
<input type="radio" name="safe" value="YES"><input type="radio" name="safe" value="NO" checked>
<input type="checkbox" name="late"><input type="checkbox" name="seen" checked>
<select name="ward"><option value="">-</option><option value="7" selected>Tujuh</option></select>
<select name="level"><option value="HIGH">Tinggi</option><option value="LOW">Rendah</option></select>
<textarea name="happened">
Ia menangis.</textarea><button name="send" value="1">Kirim</button></form>
"""


def test_a_form_is_read_as_a_browser_would_send_it() -> None:
    assert fields_of(FORM, "version") == {
        "version": ["3"], "name": [""], "safe": ["NO"], "seen": ["on"], "ward": ["7"], "level": ["HIGH"],
        "happened": ["Ia menangis."],
    }  # fmt: skip


def test_each_user_asks_until_the_time_is_over_and_failures_are_counted() -> None:
    speed = drive([lambda _: 200, lambda _: 500], frozenset({200}), 0.01, 0)
    assert 0 < speed.failed < speed.requests


def test_whatever_a_user_meets_is_told() -> None:
    def broken(_: int) -> int:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        drive([broken], frozenset({200}), 0.01, 0)


def test_the_middle_round_counts_and_every_failure() -> None:
    rounds = [speed_of([0.1] * count, 1, failed=1) for count in (30, 10, 20)]
    assert (middle(rounds).per_second, middle(rounds).failed) == (20, 3)


@pytest.mark.bench
def test_a_small_city_is_measured_whole(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    tmp_path.parent.chmod(0o755)
    tmp_path.parent.parent.chmod(0o755)
    options = ["--cases", "200", "--seconds", "0.1", "--rounds", "1", "--data", str(tmp_path), "--json"]
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "bench.py", "web", *options], capture_output=True, text=True, timeout=500
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert {one["failed"] for one in found["pages"]["scenarios"].values()} == {0}
    assert found["hung_up"] == {"clients": 100, "open_transactions": 0, "answers_after": True}
    assert with_goals(found)["goals"] == found["goals"]


@pytest.mark.bench
def test_what_the_walls_cost_is_measured_with_them_and_without(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    options = ["--cases", "200", "--children", "2000", "--rounds", "2", "--requests", "1", "--data", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "bench.py", "access", *options, "--json"],
        capture_output=True, text=True, timeout=500,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["pages"].keys() == {"list", "search", "case"}
    assert (found["names"]["of_the_office"], found["names"]["searches"]) == (100, 60)
    assert len(found["goals"]) == 4
