"""Every setting and every event is written down."""

from pathlib import Path

import pytest

from naung.config import described
from naung.config.documents import events, settings


def test_every_setting_that_is_read_stands_in_the_table() -> None:
    ours = {setting.name for setting in described.SETTINGS}
    assert described.settings_read() == ours
    assert all(f"`{name}`" in settings() for name in ours)


def test_a_setting_or_an_event_that_nobody_wrote_down_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    planted = 'env("NAUNG_SECRET_DOOR")\ndef sell():\n    """Sell an apple. Not a pear."""\n    "apple.sold"\n'
    (tmp_path / "shop" / "operations.py").write_text(planted)
    monkeypatch.setattr(described, "SOURCE", tmp_path)
    assert described.settings_read() == {"NAUNG_SECRET_DOOR"}
    assert described.events() == {"apple.sold": "Sell an apple"}


def test_events_are_found_wherever_they_are_named() -> None:
    known = described.events()
    assert {
        "case.closed",
        "plan.approved",
        "report.triaged",
        "plan.not-told",
        "duty.met",
        "message.failed",
    } <= known.keys()
    assert all(known.values()), "each says when it is written"
    assert "access.denied" in events()
