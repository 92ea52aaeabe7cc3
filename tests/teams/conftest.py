"""What the tests of accounts share."""

import pytest

from naung.teams.signin import factors


@pytest.fixture
def password_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """For stories that are about something else: nobody is asked for a second factor."""
    monkeypatch.setattr(factors, "demanded", lambda *_: False)
