"""Every setting, and every event that the trace can hold: the tables of docs/generated/settings.md and events.md."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from naung.config.environment import ROOT
from naung.duties.rules import notices

SOURCE = ROOT / "src" / "naung"
SETTING = re.compile(r"(NAUNG|DATABASE)_[A-Z_]*[A-Z]")
EVENT = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")
# Names of the same shape that are no events: what notices are about, and the settings that tell the database who asks.
NO_EVENTS = re.compile("naung\\..*|" + "|".join(map(re.escape, notices.NOTICE_TEXTS)))

STEP = "A step of its life: see [states](states.md)"


@dataclass(frozen=True)
class Setting:
    """One setting of an installation; a secret is better given as a file, `NAME_FILE`, or by a command."""

    name: str
    default: str
    meaning: str
    secret: bool = False


MADE_HERE = "made in the data folder"
SETTINGS = (
    Setting("NAUNG_DATA", ".data/naung", "Folder of the keys and of Naung's own database."),
    Setting("NAUNG_CITY", "Balikpapan", "The city's file: name, office, time zone, hours, numbers, letterhead."),
    Setting("NAUNG_MASTER_KEY", MADE_HERE, "32 bytes in base64 that open every sealed text. Keep a copy.", secret=True),
    Setting("NAUNG_MASTER_KEY_FORMER", "none", "The key before it, until `naung keys rotate` is done.", secret=True),
    Setting("NAUNG_TOKEN_KEY", MADE_HERE, "Makes the tokens by which numbers and receipts are found.", secret=True),
    Setting("NAUNG_SECRET_KEY", MADE_HERE, "Signs sessions; a new one signs everybody out.", secret=True),
    Setting("NAUNG_AUDIT_KEY", MADE_HERE, "32 bytes in base64 that sign the sealed trace. Keep a copy.", secret=True),
    Setting("DATABASE_URL", "Naung's own", "PostgreSQL as the role naung_app, for pages and worker.", secret=True),
    Setting("DATABASE_OWNER_URL", "Naung's own", "The same database as the tables' owner, for set-up.", secret=True),
    Setting("NAUNG_HOSTS", "localhost,127.0.0.1", "Host names that the pages answer to, with commas between."),
    Setting("NAUNG_ORIGINS", "none", "Their addresses with https://, with commas between."),
    Setting("NAUNG_HTTPS", "off", "1: cookies over HTTPS only, redirect to it, and HSTS for a year."),
    Setting("NAUNG_BEHIND_PROXY", "off", "1: believe the proxy's X-Forwarded-Proto and -For. Only where it sets both."),
    Setting("NAUNG_MAIL_HOST", "none", "Mail server. Without one, mails are only written to the worker's output."),
    Setting("NAUNG_MAIL_PORT", "25", "Its port."),
    Setting("NAUNG_MAIL_USER", "none", "User name there."),
    Setting("NAUNG_MAIL_PASSWORD", "none", "Password there.", secret=True),
    Setting("NAUNG_MAIL_TLS", "off", "1: STARTTLS."),
    Setting("NAUNG_MAIL_FROM", "naung@localhost", "Sender of the mails."),
    Setting("NAUNG_OIDC_URL", "none", "The office's own OpenID provider, its issuer: people sign in there too."),
    Setting("NAUNG_OIDC_CLIENT", "none", "What Naung is called there."),
    Setting("NAUNG_OIDC_SECRET", "none", "Its secret there.", secret=True),
    Setting("NAUNG_OIDC_NAME", "akun kantor", "How the button names it."),
    Setting("NAUNG_OIDC_BY_MAIL", "off", "1: a mail that it verified finds the account with that mail, once."),
    Setting("NAUNG_OIDC_SECOND_FACTOR", "none", "Values of its amr or acr that count as a second factor, e.g. mfa."),
    Setting("NAUNG_THREADS", "8", "Requests that one process answers at once; `./run serve --threads` sets it."),
    Setting("NAUNG_KEPT_YEARS", "5", "So long after the last case ended a child's record is kept unsealed,"),
    Setting("NAUNG_KEPT_AGE", "25", "and in any case to this age; it is sealed on the later of both days."),
    Setting("NAUNG_REPORTS_KEPT_YEARS", "2", "So long a report that ended without a case is kept unsealed."),
    Setting("NAUNG_SEALED_YEARS", "1", "So long a sealed record lies before it may be erased, by two people."),
    Setting("NAUNG_SIGNS_KEPT_DAYS", "90", "So long after the last sign a teacher's own notes of a pupil are emptied."),
    Setting("NAUNG_ABSENCE_DAYS", "10", "A school's list of absent pupils takes pupils from so many days on."),
    Setting("NAUNG_ABSENCE_LIST_DAYS", "30", "So long at most such a list lies, for whoever sent it."),
    Setting("NAUNG_SIGNED_LISTS_KEPT_DAYS", "730", "So long a session's list, signed by adults, is kept as a photo."),
    Setting("NAUNG_FILES", "files in the data folder", "Folder of the sealed files that people added."),
    Setting("NAUNG_FILE_MB", "25", "Largest file, in millions of bytes; clamd's StreamMaxLength must allow it."),
    Setting("NAUNG_UPLOAD_HOURS", "24", "So long after its last piece an unfinished upload can go on."),
    Setting("NAUNG_CLAMD", "none", "Where clamd listens: host:port or unix:///path. Files wait until it has looked."),
    Setting("NAUNG_PUBLIC_REPORTS_HOUR", "5", "Reports from one address in an hour; more wait 20 seconds."),
    Setting("NAUNG_PUBLIC_CODES_HOUR", "10", "Codes tried from one address in an hour; more wait likewise."),
    Setting("NAUNG_BURST_REPORTS", "20", "So many public reports in a short time are shown as one line, danger never."),
    Setting("NAUNG_BURST_MINUTES", "10", "How long that short time is."),
    Setting("NAUNG_IDLE_MINUTES", "15", "After so long without anybody a session locks; nothing typed is lost."),
    Setting("NAUNG_INVITATION_HOURS", "72", "How long the link holds with which a colleague sets her password."),
    Setting("NAUNG_MATCH_MODEL", "in the data folder", "Weights by which records are compared, learned each night."),
    Setting("NAUNG_BACKUPS", "backups in the data folder", "Folder of the encrypted backups, best on another disk."),
    Setting("NAUNG_BACKUP_RECIPIENT", "by backup.key", "Public key (age1…) for which backups are sealed."),
    Setting("NAUNG_BACKUP_KEYS_DAYS", "35", "After so many days what was erased opens in no backup any more."),
    Setting("NAUNG_ERASED", "DATA-erased.list", "The erasure list, beside the data folder and not in any backup."),
    Setting("NAUNG_PG_BIN", "Naung's own", "Folder of pg_dump and pg_restore, for a database that asks for TLS."),
    Setting("NAUNG_STALLED_SECONDS", "30", "A worker silent for so long counts as dead; its jobs are done again."),
    Setting("NAUNG_LOG_LEVEL", "WARNING", "How much the log tells. Never a person's data."),
    Setting("NAUNG_TRAINING_DATA", "off", "1: a band on each page says that the children are made up."),
    Setting("NAUNG_SECOND_FACTOR_OPTIONAL", "off", "1: with training data, made-up people need no second factor."),
    Setting("NAUNG_DEMO_PASSWORD", "by the demo", "Password of a training office's made-up people.", secret=True),
    Setting("NAUNG_DEBUG", "off", "1: error pages with the source. Never for real use."),
)  # fmt: skip


def settings_read() -> set[str]:
    """The names of settings that stand anywhere in the source."""
    literals = {text for path in SOURCE.rglob("*.py") for text in _literals(ast.parse(path.read_text()))}
    return {text.removesuffix("_FILE") for text in literals if SETTING.fullmatch(text)}


def _literals(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def events() -> dict[str, str]:
    """Every event and when it is written: the sentence of the operation, or of the table, in which it stands."""
    found: dict[str, str] = {}
    for package in sorted(path for path in SOURCE.iterdir() if path.is_dir() and path.name != "simulation"):
        for kind in ("rules", "operations", "middleware"):
            for path in sorted([*package.glob(f"{kind}.py"), *package.glob(f"{kind}/**/*.py")]):
                tree = ast.parse(path.read_text())
                found = dict(_events(tree, STEP if kind == "rules" else _sentence(tree))) | found
    return dict(sorted(found.items()))


def _events(tree: ast.Module, otherwise: str) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        said = (_sentence(node) if isinstance(node, ast.FunctionDef) else "") or otherwise
        shaped = {text for text in _literals(node) if EVENT.fullmatch(text)}
        recorded = {
            text for n in ast.walk(node) if isinstance(n, ast.keyword) and n.arg == "event" for text in _literals(n)
        }
        yield from ((text, said) for text in shaped if text in recorded or not NO_EVENTS.fullmatch(text))


def _sentence(node: ast.Module | ast.FunctionDef) -> str:
    text = " ".join((ast.get_docstring(node) or "").split())
    return re.split(r"(?<=[.;:]) ", text, maxsplit=1)[0].rstrip(".;:")
