"""docs/generated: what people must be able to read of the rules, drawn from the rules themselves."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from naung.access import rls
from naung.access.policy import GUARDED, POLICY, Permission, Role
from naung.cases.rules import steps as case_steps
from naung.config import described
from naung.config.environment import ROOT
from naung.core.levels import Level
from naung.duties.rules import Limit
from naung.duties.rules import table as duty_table
from naung.intake.rules import states as report_states

FOLDER = ROOT / "docs" / "generated"
MADE = "<!-- Made by `./run naung docs`; do not edit. -->\n\n"


def policy() -> str:
    """The matrix: role x permission -> scopes."""
    roles = [role for role in Role if role in POLICY]
    lines = ["# Who may see and do what", "", *_table(["", *roles], (_policy_row(p, roles) for p in Permission))]
    guarded = ", ".join(role for role in roles if GUARDED & POLICY[role].keys())
    return MADE + "\n".join([*lines, "", f"With a second factor only: {guarded}."]) + "\n"


def _policy_row(permission: Permission, roles: Iterable[Role]) -> list[str]:
    cells = [" ".join(sorted(POLICY[role].get(permission, ()))).lower() for role in roles]
    return [permission, *cells]


def states() -> str:
    """The life of a report and of a case as diagrams, and what each step of a case asks for."""
    report = _diagram((s.source, s.target, s.needs) for s in report_states.STEPS)
    case = _diagram((s.source, s.target, s.needs) for s in case_steps.STEPS)
    stage = _diagram((s.source, s.target, s.needs) for s in case_steps.STAGE_STEPS)
    return f"{MADE}# States\n\n## Report\n\n{report}\n## Case: status\n\n{case}\n## Case: stage (tahap)\n\n{stage}"


def _diagram(rows: Iterable[tuple[str, str, str]]) -> str:
    lines = [f"    {source} --> {target}: {needs}" for source, target, needs in rows]
    return "```mermaid\nstateDiagram-v2\n" + "\n".join(lines) + "\n```\n"


def duties() -> str:
    """Every duty with its limits, its source and since when it applies."""
    head = ["Code", "Duty", "Limit", "Source", "Basis", "Since"]
    return MADE + "# Duties\n\n" + "\n".join(_table(head, map(_duty_row, duty_table.TABLE))) + "\n"


def _duty_row(rule: duty_table.DutyRule) -> list[str]:
    source = rule.source.name.lower()
    return [rule.code, rule.text.en, _limits(rule), source, rule.basis, str(rule.valid_from)]


def _limits(rule: duty_table.DutyRule) -> str:
    """The limit if it is one for every level, each level's if they differ, or the series."""
    said = {level: _limit(rule.limits[level]) for level in sorted(rule.limits, reverse=True)}
    if rule.series:
        return "; ".join(_limit(limit) for limit in rule.series)
    if len(said) == len(Level) and len(set(said.values())) == 1:
        return next(iter(said.values()))
    return "; ".join(f"{level.name.lower()} {limit}" for level, limit in said.items())


def _limit(limit: Limit) -> str:
    unit = limit.unit.name.lower().replace("_", " ")
    return f"{limit.amount} {unit}{'' if limit.amount == 1 else 's'}"


def settings() -> str:
    """Every setting with its default."""
    head = ["Setting", "Default", "Meaning"]
    rows = [[f"`{s.name}`{' (secret)' if s.secret else ''}", s.default, s.meaning] for s in described.SETTINGS]
    hint = "Each may also come from a file, `NAME_FILE`: the better way for what is marked secret."
    return f"{MADE}# Settings\n\n{hint}\n\n" + "\n".join(_table(head, rows)) + "\n"


def events() -> str:
    """Every event that the trace can hold, and when it is written."""
    rows = ([f"`{event}`", said] for event, said in described.events().items())
    return MADE + "# Events in the trace\n\n" + "\n".join(_table(["Event", "Written when"], rows)) + "\n"


def row_security() -> str:
    """Every right, wall and function of the owner, as the database is told them after each migration."""
    lines = ["-- Made by `./run naung docs`; do not edit. The owner writes this anew after each migration."]
    return "\n".join(lines + [f"{tidy_sql(statement)};" for statement in rls.statements()]) + "\n"


def tidy_sql(statement: str) -> str:
    """Without the spaces at the ends of its lines."""
    return "\n".join(line.rstrip() for line in statement.splitlines())


def _table(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


DOCUMENTS: dict[str, Callable[[], str]] = {
    "policy.md": policy,
    "states.md": states,
    "duties.md": duties,
    "settings.md": settings,
    "events.md": events,
    "row-security.sql": row_security,
}


def write() -> list[str]:
    """Write every document; returns their paths."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in DOCUMENTS.items():
        (FOLDER / name).write_text(make())
    return [str(FOLDER / name) for name in DOCUMENTS]


def outdated() -> list[str]:
    """The documents that no longer say what the code says."""
    return [name for name, make in DOCUMENTS.items() if _read(FOLDER / name) != make()]


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""
