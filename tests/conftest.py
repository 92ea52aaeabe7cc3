"""Every test connects as the application's role; `tests/server.py` starts the database."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

# Files of few tests that take half a minute and more. They begin first: begun last, one alone keeps everybody waiting.
LONGEST = (
    "access/test_every_address.py", "security/test_forms.py", "faults/test_database_gone.py", "bench/test_harness.py",
    "startup/test_backup.py", "access/test_inference.py", "journeys/test_whole_job.py", "startup/test_own_postgres.py",
    "duties/test_worker.py", "security/test_answers.py",
)  # fmt: skip


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every database test works on both aliases: the owner makes the test database, the application mirrors it.

    A test that commits (`transactional_db`, `live_server`) is cleaned through the owner. The longest files go first.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        commits = bool(fixtures & {"transactional_db", "live_server"})
        marker = item.get_closest_marker("django_db")
        if marker is not None:
            marker.kwargs.setdefault("databases", ["default", "owner"])
        elif commits or "db" in fixtures:
            item.add_marker(pytest.mark.django_db(databases=["default", "owner"], transaction=commits))
    items.sort(key=_place_in_line)


def _place_in_line(item: pytest.Item) -> int:
    path = item.path.as_posix()
    return next((place for place, name in enumerate(LONGEST) if path.endswith(name)), len(LONGEST))


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On our own disposable server nothing needs to be dropped: it goes as a whole, whoever still holds a session."""
    return "NAUNG_TESTS_OWN_SERVER" in os.environ


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Close the pool at the end, or the test database of a server that stays cannot be dropped."""
    _let_tests_clean_the_trace()
    yield
    from django.db import connections

    connections["default"].close()
    connections["default"].close_pool()  # type: ignore[attr-defined]


def _let_tests_clean_the_trace() -> None:
    """Between tests that commit the tables are emptied; for that one moment the trace may be emptied too."""
    from django.db import connections

    # The class, not one connection's: a test with a browser runs in a context with connections of its own.
    operations = type(connections["owner"].ops)
    flushed = operations.sql_flush

    def sql_flush(self: Any, *args: Any, **options: Any) -> list[str]:
        tables = ("audit_entry", "audit_batch")
        before = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
        after = [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_only_grows" for table in tables]
        return [*before, *flushed(self, *args, **options), *after]

    operations.sql_flush = sql_flush  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser that set-up found, else Debian's; as root it needs to run without its sandbox."""
    options = ["--disable-gpu", "--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    path = os.environ.get("NAUNG_BROWSER", "/usr/bin/chromium")
    return {**browser_type_launch_args, "args": options, "executable_path": path or None}


@pytest.fixture(autouse=True)
def _fast_passwords(settings) -> None:  # type: ignore[no-untyped-def]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _packaged_code_lists(settings) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Nothing of the office's own lists goes from one test to the next, and no page asks for them in between."""
    from naung.core import reference

    settings.CODE_LISTS_SECONDS = None
    yield
    reference.use({})


@pytest.fixture(autouse=True)
def _own_clock() -> Iterator[None]:
    """What one test takes for over is not over in the next."""
    from naung.core import clock

    yield
    clock.over(None)


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Every test begins in Indonesian, whatever the page before it was asked in."""
    from django.conf import settings
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _signed_in_with_both_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    """`client.force_login` stands for a whole sign-in: its session has shown a second factor too."""
    from django.conf import settings
    from django.test import Client

    from tests.signing import shown

    force = Client.force_login

    def whole(client: Client, user: object, backend: str | None = None) -> None:
        force(client, user, backend)  # type: ignore[arg-type]
        session = client.session
        session.update(shown(user))
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    monkeypatch.setattr(Client, "force_login", whole)


@pytest.fixture
def scene(db: None):  # type: ignore[no-untyped-def]
    """The fixed cast; see `tests/scene.py`."""
    from tests.scene import build

    return build()
