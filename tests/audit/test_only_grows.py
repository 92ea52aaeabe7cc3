"""An entry that stands cannot be changed or taken away, whoever asks."""

import pytest
from django.db import connections, transaction
from django.db.utils import ProgrammingError

from naung.audit import operations as audit
from naung.audit.queries import unguarded
from tests.scene import MONDAY, Scene

CHANGES = (
    "UPDATE audit_entry SET event = 'x'", "UPDATE audit_entry SET event = 'x' WHERE false", "DELETE FROM audit_entry",
    "TRUNCATE audit_entry", "TRUNCATE audit_entry CASCADE",
)  # fmt: skip


@pytest.mark.parametrize("statement", CHANGES)
def test_not_even_the_owner_of_the_table_changes_or_empties_the_trace(db: None, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="only grows"),
        transaction.atomic("owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("statement", CHANGES)
def test_the_application_may_only_add(scene: Scene, statement: str) -> None:
    audit.record(by=scene.actor("Sari"), event="case.opened", at=MONDAY)

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_a_guard_that_was_sent_to_sleep_is_found() -> None:
    assert unguarded() == set()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_only_grows")
    try:
        assert unguarded() == {"audit_entry"}
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_only_grows")
