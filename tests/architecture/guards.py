"""What the guard tests look for: each function names the faults in one source text or module."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from naung.access.rows import Follows, Open, Rows, declared
from tests.architecture.calls import functions, module, reached

WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
DOORS = ("views", "api", "jobs", "commands")
OTHERS_KEEP = {*DOORS, "forms", "urls"}
MOUNTING = {"config"}  # mounts every package's doors
ASKS = ("naung.access.queries", "require")
RECORDS = ("naung.audit.operations", "record")

# Calls that look like a write to the database and are none.
NO_WRITES = {
    "shown.save": "the assessment's form gives back its answers",
    "bar.update": "a progress bar",
}

# Operations on which nobody's right is asked, and why.
CALLED_BY_AN_ASKER = "only other operations call it, and they asked"
OWN = "changes only what is the person's own"
# Rows that follow a record by definition, as its scope does: whatever changed the record asked and left an entry.
DERIVED = {
    "naung.people.operations.indexing.keep_keys": "the keys of a record; part of each operation that changes who it is",
    "naung.people.operations.indexing.index_missing": "the same for records that have none yet; by set-up",
}
WITHOUT_REQUIRE = {
    "naung.cases.operations.starting.take_over_caregivers": "reads through visible(); opening the case asked",
    "naung.intake.operations.contact.use_receipt": "the receipt is the right; it opens only what was sent with it",
    "naung.people.operations.searching.note_search": "the search itself asked; this only writes it down",
    "naung.teams.operations.accounts.change_own_account": OWN,
    **{
        f"naung.teams.operations.factors.{act}": OWN
        for act in ("factor_added", "factor_removed", "recovery_codes_renewed")
    },
    "naung.teams.operations.office.bind_office_account": OWN,
    "naung.teams.operations.office.unbind_office_account": OWN,
    "naung.teams.operations.sessions.end_session": OWN,
    "naung.teams.operations.sessions.end_other_sessions": OWN,
    "naung.teams.operations.sessions.password_changed": "only writes down what allauth did",
    **{
        f"naung.teams.operations.signin.{act}": "only writes down what allauth did or refused"
        for act in ("signed_in", "sign_in_failed", "signed_out")
    },
    **{f"naung.teams.operations.signin.{act}": OWN for act in ("session_over", "session_unlocked")},
    "naung.duties.operations.notices.mark_read": OWN,
    "naung.duties.operations.notices.mark_all_read": OWN,
    **{
        f"naung.{name}": CALLED_BY_AN_ASKER
        for name in (
            *(f"duties.operations.deadlines.{act}" for act in ("start", "start_all", "start_series", "meet", "drop")),
            *(f"duties.operations.deadlines.{act}" for act in ("drop_all", "change_level", "pause", "resume", "adopt")),
            "duties.operations.deadlines.ask_again",
            *(f"duties.operations.notices.{act}" for act in ("notify", "notify_all")),
            *(f"intake.operations.clocks.{act}" for act in ("start_on_receipt", "follow_answers", "end_of_triage")),
            *(f"intake.operations.clocks.{act}" for act in ("take_level", "after_answers", "end_as_junk", "run_again")),
        )
    },
}  # fmt: skip


# The trace and the key store are tools of their own: insert-only, and wrapped.
OUTSIDE_THE_MATRIX = {"audit.Entry", "audit.Batch", "core.DataKey", "core.Code", "core.CodeList", "core.Remembered"}


def faults_of_wall(model: Any) -> Iterator[str]:
    """What is wrong with how a table is closed or opened, by the classes of its fields."""
    if model._meta.label in OUTSIDE_THE_MATRIX:
        return
    protected = any(getattr(model.Privacy, f"D{n}", None) for n in range(1, 8))
    try:
        access = declared(model)
    except TypeError:
        yield "says nothing of who sees it"
        return
    if protected and not isinstance(access, Rows | Follows):
        yield "holds a person's data and has no wall"
    if not protected and not isinstance(access, Open):
        yield "has a wall around nothing"


def faults_of_operation(source: Path, dotted: str, name: str) -> Iterator[str]:
    """What an operation lacks."""
    tree = module(source, dotted)
    assert tree
    node = functions(tree)[name]
    if f"{dotted}.{name}" in DERIVED:
        return
    if not {"by", "now"} <= {argument.arg for argument in node.args.kwonlyargs}:
        yield "takes by= and now="
    if node.args.args:
        yield "is keyword-only"
    if "atomic" not in {ast.unparse(decorator) for decorator in node.decorator_list}:
        yield "is atomic"
    if not ast.get_docstring(node):
        yield "says in a sentence what it does"
    found = reached(source, dotted, name)
    if ASKS not in found and f"{dotted}.{name}" not in WITHOUT_REQUIRE:
        yield "asks the policy"
    if RECORDS not in found:
        yield "leaves an entry"


def writes_of_door(text: str) -> Iterator[str]:
    """Calls in a door that write to the database. An operation of that name, called through its module, is none."""
    tree = ast.parse(text)
    for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
        target = call.func
        if isinstance(target, ast.Attribute) and target.attr in WRITES:
            through_module = ast.unparse(target.value).split(".")[-1] in _operation_modules(tree)
            if not through_module and ast.unparse(target) not in NO_WRITES:
                yield ast.unparse(call)[:80]


def streams(text: str) -> list[str]:
    """Answers that are written after their transaction, when nobody acts any more."""
    names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
    return sorted(names & {"StreamingHttpResponse", "FileResponse"})


def _operation_modules(tree: ast.Module) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if "operations" in f"{node.module}.{alias.name}".split(".")
    }


def foreign_doors(app: str, text: str) -> Iterator[str]:
    """Imports of another package's doors or forms, however they are written."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            parts = [*name.split("."), "", ""]
            if parts[0] == "naung" and parts[1] not in {app, "core", *MOUNTING} and parts[2] in OTHERS_KEEP:
                yield name
