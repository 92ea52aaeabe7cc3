"""The sealed trace: what the owner of the tables does to it in secret comes out.

Everything here commits, as in real life: an entry of a transaction that is still open is not sealed.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core import mail
from django.db import connections, transaction
from django.db.utils import ProgrammingError

from naung.access.acting import acting_as
from naung.access.actors import clock, operator, public
from naung.access.jobs import seal_next, seal_trace
from naung.audit import operations as audit
from naung.audit import queries, sealing, verifying
from naung.audit.models import Batch
from naung.audit.rules import Kind, known_head
from naung.audit.verifying import Verdict
from naung.config import auditing, doctor, tracing
from tests.scene import MONDAY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nobody_else")]
PATIENCE = 180
real_horizon = queries.horizon


@pytest.fixture
def nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no transaction were open: those of other tests on the same server would let every seal here wait."""
    monkeypatch.setattr(queries, "horizon", lambda: 2**60)


def wait_for_others() -> None:
    """Until every transaction of other tests is over that began before the newest entry."""
    end = time.monotonic() + PATIENCE
    with acting_as(operator([])):
        newest = max(leaf.xact for leaf in queries.leaves("true"))
    while real_horizon() <= newest:
        assert time.monotonic() < end, "another test's transaction does not end"
        time.sleep(0.1)


def write(count: int = 4, event: str = "case.opened") -> None:
    """So many entries, each in a transaction of its own."""
    for number in range(count):
        with acting_as(public()) as by:
            audit.record(by=by, event=event, at=MONDAY + timedelta(minutes=number), number=number)


def seal(most: int = 3) -> Batch | None:
    with acting_as(clock([])):
        return sealing.seal(now=MONDAY + timedelta(hours=2), most=most)


def seal_all(most: int = 3) -> int:
    batches = 0
    while seal(most):
        batches += 1
    return batches


def verified(head: str | None = None) -> Verdict:
    with acting_as(operator([])):
        return verifying.verify(known=known_head(head) if head else None)


def found(verdict: Verdict) -> list[tuple[Kind, int | None]]:
    return [(fault.kind, fault.batch) for fault in verdict.faults]


def owner(*statements: str) -> list[Any]:
    """What the owner does, with the guards sent to sleep as only an owner can; gives back the last answer."""
    tables = ("audit_entry", "audit_batch")
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER audit_only_grows")
        for statement in statements:
            cursor.execute(statement)
        answer = cursor.fetchall() if cursor.description else []
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_only_grows")
    return answer


NTH = "(SELECT id FROM audit_entry ORDER BY xact, id OFFSET {} LIMIT 1)"
COPIED = "at, recorded_at, actor_id, roles, event, about, about_id, key_subject_id, details, reason"
SECOND, FIFTH = NTH.format(1), NTH.format(4)


@pytest.fixture
def sealed() -> str:
    """Seven entries in three batches; the head is kept."""
    write(7)
    assert seal_all() == 3
    head = tracing.sealed_head()
    assert head
    return head


def test_what_was_sealed_stands_and_what_came_since_is_told(sealed: str) -> None:
    write(2)

    verdict = verified(sealed)

    assert verdict.faults == []
    assert (verdict.batches, verdict.sealed, verdict.unsealed) == (3, 7, 2)
    assert verdict.unsealed_since is not None


@pytest.mark.parametrize("change", [
    "event = 'case.printed'", "at = at + interval '1 microsecond'", "recorded_at = recorded_at - interval '1 day'",
    "actor_id = gen_random_uuid()", "roles = 'ADMIN'", "about_id = gen_random_uuid()", "about = 'cases.Case'",
    "details = details || '{\"page\": \"story\"}'", "reason = 'x'::bytea", "key_subject_id = gen_random_uuid()",
])  # fmt: skip
def test_a_changed_entry_is_named(sealed: str, change: str) -> None:
    ((changed,),) = owner(f"UPDATE audit_entry SET {change} WHERE id = {SECOND} RETURNING id")

    verdict = verified(sealed)

    assert [(fault.kind, fault.batch, fault.entry) for fault in verdict.faults] == [(Kind.CHANGED, 1, changed)]


def test_a_removed_entry_is_named(sealed: str) -> None:
    ((removed,),) = owner(f"DELETE FROM audit_entry WHERE id = {FIFTH} RETURNING id")

    verdict = verified(sealed)

    assert [(fault.kind, fault.batch, fault.entry) for fault in verdict.faults] == [(Kind.REMOVED, 2, removed)]
    assert verdict.unsealed == 0


def test_an_entry_put_between_others_is_named(sealed: str) -> None:
    ((added,),) = owner(
        f"INSERT INTO audit_entry (id, xact, {COPIED}) SELECT gen_random_uuid(), xact, {COPIED} FROM audit_entry "
        f"WHERE id = {SECOND} RETURNING id"
    )

    verdict = verified(sealed)

    assert [(fault.kind, fault.entry) for fault in verdict.faults] == [(Kind.ADDED, added)]
    assert verdict.unsealed == 0


def test_entries_that_change_places_are_named(sealed: str) -> None:
    (first, second) = [pk for (pk,) in owner("SELECT id FROM audit_entry ORDER BY xact, id LIMIT 2")]
    owner(
        f"CREATE TEMPORARY TABLE two AS SELECT id, {COPIED} FROM audit_entry ORDER BY xact, id LIMIT 2",
        f"UPDATE audit_entry SET ({COPIED}) = (SELECT {COPIED} FROM two WHERE two.id <> audit_entry.id) "
        "WHERE id IN (SELECT id FROM two)",
        "DROP TABLE two",
    )

    verdict = verified(sealed)

    assert [(fault.kind, fault.entry) for fault in verdict.faults] == [
        (Kind.REORDERED, first), (Kind.REORDERED, second),
    ]  # fmt: skip


def test_an_entry_moved_behind_the_seal_is_named(sealed: str) -> None:
    ((moved,),) = owner(f"UPDATE audit_entry SET xact = 9000000000 WHERE id = {SECOND} RETURNING id")

    verdict = verified(sealed)

    assert [(fault.kind, fault.entry) for fault in verdict.faults] == [(Kind.REORDERED, moved)]


def test_a_list_that_was_bent_to_fit_does_not_fit_its_head(sealed: str) -> None:
    owner(
        f"DELETE FROM audit_entry WHERE id = {SECOND}",
        "UPDATE audit_batch SET manifest = substr(manifest, 1, 56) || substr(manifest, 113), count = 2 WHERE no = 1",
    )

    assert (Kind.BATCH, 1) in found(verified())


def test_a_list_in_another_order_is_told(sealed: str) -> None:
    owner(
        "UPDATE audit_batch SET manifest = substr(manifest, 57, 56) || substr(manifest, 1, 56) || substr(manifest, 113)"
        " WHERE no = 1"
    )

    assert found(verified()) == [(Kind.BATCH, 1), (Kind.REORDERED, 1)]


def test_a_batch_taken_out_of_the_chain_is_told(sealed: str) -> None:
    owner("DELETE FROM audit_batch WHERE no = 2")

    assert (Kind.BATCH, 3) in found(verified())


def test_a_chain_that_was_made_anew_is_signed_by_nobody(sealed: str, settings: Any) -> None:
    ours = settings.AUDIT_KEY
    owner(f"DELETE FROM audit_entry WHERE id = {SECOND}", "DELETE FROM audit_batch")
    settings.AUDIT_KEY = b"z" * 32
    seal_all()
    settings.AUDIT_KEY = ours

    assert found(verified()) == [(Kind.SIGNATURE, 1), (Kind.SIGNATURE, 2)]
    owner("UPDATE audit_batch SET key = decode('" + known_head(sealed).key.hex() + "', 'hex')")
    assert found(verified()) == [(Kind.SIGNATURE, 1), (Kind.SIGNATURE, 2)]


def test_a_key_that_was_lost_is_replaced_and_the_former_one_named(sealed: str, settings: Any) -> None:
    former = known_head(sealed).key
    settings.AUDIT_KEY = b"n" * 32
    write(1)
    with acting_as(operator([])):
        assert any("signed with another key" in line for line in doctor._work())
    seal_all()

    assert found(verified()) == [(Kind.SIGNATURE, number) for number in (1, 2, 3)]
    assert former.hex() in verified().faults[0].text
    with acting_as(operator([])):
        assert verifying.verify(known=known_head(sealed), former=[former]).faults == []
        assert not any("signed with another key" in line for line in doctor._work())


@pytest.mark.usefixtures("ready")
def test_a_former_key_is_given_as_it_stands_in_a_head(sealed: str, settings: Any) -> None:
    settings.AUDIT_KEY = b"n" * 32

    assert command("verify", "--former-key", known_head(sealed).key.hex()).exit_code == 0
    assert command("verify").exit_code == 1
    assert command("verify", "--former-key", "abc").exit_code == 2


def test_a_tail_cut_off_is_told_by_a_head_that_was_kept(sealed: str) -> None:
    owner("DELETE FROM audit_batch WHERE no = 3", f"DELETE FROM audit_entry WHERE id = {NTH.format(6)}")

    assert verified().faults == [], "what is left stands: only a head kept elsewhere knows of more"
    verdict = verified(sealed)
    assert found(verdict) == [(Kind.TAIL, 3)]
    assert "3 batches with 7 entries, and 2 batches with 6 entries stand here" in verdict.faults[0].text


def test_a_trace_that_was_emptied_is_told_by_a_head_that_was_kept(sealed: str) -> None:
    owner("TRUNCATE audit_entry, audit_batch")

    assert found(verified(sealed)) == [(Kind.TAIL, 3)]


def test_entries_emptied_while_the_seals_stand_are_told_in_one_line_a_batch(sealed: str) -> None:
    owner("TRUNCATE audit_entry")

    assert found(verified()) == [(Kind.REMOVED, 1), (Kind.REMOVED, 2), (Kind.REMOVED, 3)]


def test_a_history_written_anew_after_the_head_is_told(sealed: str) -> None:
    """Whoever has the key too makes a chain that fits; the head that was kept elsewhere does not fit it."""
    owner(f"DELETE FROM audit_entry WHERE id = {SECOND}", "DELETE FROM audit_batch")
    write(1)
    seal_all()

    assert verified().faults == []
    assert found(verified(sealed)) == [(Kind.BATCH, 3)]


def test_a_head_that_was_not_signed_here_proves_nothing(sealed: str) -> None:
    assert found(verified(sealed.replace("number: 3", "number: 4"))) == [(Kind.SIGNATURE, None)]


@contextmanager
def open_transaction() -> Iterator[None]:
    """Somebody else's entry that is written and not yet decided."""
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (id, at, roles, event, about, details) "
            "VALUES (gen_random_uuid(), now(), '', 'slow.work', '', '{}')"
        )
        yield


def test_nothing_newer_than_an_open_transaction_is_sealed_and_nothing_is_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "horizon", real_horizon)
    write(2)
    wait_for_others()
    with open_transaction():
        write(3)
        assert seal_all(most=10) == 1
        assert queries_last().count == 2, "what is newer than the open transaction waits, although it stands"

    wait_for_others()
    assert seal_all(most=10) == 1
    assert queries_last().total == 6
    assert verified().faults == []


def queries_last() -> Batch:
    with acting_as(operator([])):
        last = queries.last_batch()
    assert last
    return last


def test_a_transaction_that_was_undone_leaves_no_hole() -> None:
    write(1)
    with acting_as(public()) as by:
        audit.record(by=by, event="case.opened", at=MONDAY)
        transaction.set_rollback(True)
    write(1)
    seal_all()

    assert (verified().faults, queries_last().total) == ([], 2)


def test_a_copy_in_another_cluster_counts_its_transactions_anew(sealed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write(1, "left.unsealed")
    monkeypatch.setattr(queries, "cluster", lambda: 42)
    assert verified(sealed).unsealed == 1, "what the copy brought unsealed is no addition"
    owner(
        "INSERT INTO audit_entry (id, at, roles, event, about, details, xact) "
        "SELECT gen_random_uuid(), now(), '', 'new.home', '', '{}', xact FROM audit_entry ORDER BY xact LIMIT 3"
    )

    assert seal_all(most=20) == 2, "first what was brought, then what the new cluster wrote under low numbers"

    verdict = verified(sealed)
    assert (verdict.faults, verdict.sealed, verdict.unsealed) == ([], 11, 0)
    write(2)
    seal_all()
    assert (verified(sealed).faults, verified().sealed) == ([], 13)
    owner(
        f"INSERT INTO audit_entry (id, xact, {COPIED}) SELECT gen_random_uuid(), xact, {COPIED} FROM audit_entry "
        f"WHERE id = {SECOND}"
    )
    assert found(verified(sealed)) == [(Kind.ADDED, None)]


def test_the_clock_seals_in_the_background_and_nobody_else_may() -> None:
    write(2)
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(public()):
        Batch.objects.create(
            no=1, previous=b"", head=b"", count=0, total=0, cluster=1, first_xact=0, last_xact=0,
            last_id="00000000-0000-0000-0000-000000000000", sealed_at=MONDAY, manifest=b"", key=b"", signature=b"",
        )  # fmt: skip
    with acting_as(public()):
        assert queries.last_batch() is None

    seal_trace(timestamp=0)

    assert queries_last().total == 2
    assert not seal_next()


def test_the_doctor_says_when_nobody_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "SEALED_WITHIN", timedelta(seconds=-1))
    write(1)
    assert waits() == 1
    seal_all()
    assert waits() == 0


def waits() -> int:
    with acting_as(operator([])):
        return sum("waits for its seal" in line for line in doctor._work())


def command(*words: str) -> Any:
    return CliRunner().invoke(auditing.audit, words, catch_exceptions=False)


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "django_ready", lambda: None)


@pytest.mark.usefixtures("ready")
def test_the_head_is_printed_and_mailed_and_read_back_from_a_mail(tmp_path: Path) -> None:
    assert command("head").exit_code == 1, "nothing to seal"
    write(2)

    printed = command("head", "--mail", "dpo@balikpapan.test")

    assert printed.stdout.splitlines()[:2] == ["naung audit head", "number: 1"]
    (sent,) = mail.outbox
    assert sent.to == ["dpo@balikpapan.test"]
    kept = tmp_path / "head.eml"
    kept.write_text("From: naung\nSubject: head\n\n> " + "\n> ".join(sent.body.splitlines()))
    checked = command("verify", "--head", str(kept))
    assert (checked.exit_code, "2 entries in 1 batches; 0 faults." in checked.stdout) == (0, True)


@pytest.mark.usefixtures("ready")
def test_the_command_names_what_is_wrong_and_fails(sealed: str, tmp_path: Path) -> None:
    kept = tmp_path / "head.txt"
    kept.write_text(sealed)
    ((removed,),) = owner(f"DELETE FROM audit_entry WHERE id = {FIFTH} RETURNING id")

    told = command("verify", "--head", str(kept))
    assert (told.exit_code, f"Entry {removed} of batch 2 was removed." in told.stdout) == (1, True)

    document = json.loads(command("verify", "--json").stdout)
    assert document["faults"] == [
        {"kind": "removed", "text": f"Entry {removed} of batch 2 was removed.", "batch": 2, "entry": str(removed)}
    ]
    kept.write_text("nothing")
    wrong = command("verify", "--head", str(kept))
    assert (wrong.exit_code, "has no line 'number: …'" in wrong.stderr) == (1, True)
