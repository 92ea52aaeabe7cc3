"""Messages of the pages: compile them, check that they are complete, or add what is missing.

Texts in the sources are Indonesian; each package translates its own to English in its `locale/en`.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCES = Path(__file__).resolve().parent.parent / "src" / "naung"
METHODS = [("**/migrations/**", "ignore"), ("**.py", "python"), ("**/jinja2/**.html", "jinja2")]
OPTIONS = {"**/jinja2/**.html": {"trimmed": "true", "silent": "false", "encoding": "utf-8"}}
SINCE = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed day: a catalogue changes only when its texts do
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def main() -> int:
    """`messages.py compile`, `messages.py check` or `messages.py update`."""
    return {"compile": compile_all, "check": check_all, "update": update_all}[sys.argv[1]]()


def compile_all() -> int:
    """Write the .mo file beside every .po file."""
    for path in sorted(SOURCES.glob("*/locale/*/LC_MESSAGES/*.po")):
        with path.with_suffix(".mo").open("wb") as out:
            write_mo(out, _read(path))
    return 0


def check_all() -> int:
    """Say what is not translated, translated but no longer in the sources, or said differently by two packages."""
    faults = [fault for package in _packages() for fault in _faults(package)]
    faults += differing({package.name: _read(_catalogue(package)) for package in _packages()})
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def update_all() -> int:
    """Add empty entries for new texts and take out those no longer used."""
    for package in _packages():
        path, texts = _catalogue(package), _texts(package)
        if texts or path.exists():
            merged = _merged(_read(path), texts)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as out:
                write_po(out, merged, sort_output=True, no_location=True, width=0)
    return 0


def differing(catalogues: Mapping[str, Catalog]) -> list[str]:
    """Texts for which two packages have different English: all catalogues become one, and only one would be read."""
    said: dict[tuple[object, str | None], dict[object, list[str]]] = {}
    for package, catalogue in sorted(catalogues.items()):
        for message in catalogue:
            if message.id:
                said.setdefault((message.id, message.context), {}).setdefault(message.string, []).append(package)
    return [
        f"{text!r} is said in several ways, by {there}; give one of them a context"
        for (text, _), there in said.items()
        if len(there) > 1
    ]


def _packages() -> Iterator[Path]:
    return (path.parent for path in sorted(SOURCES.glob("*/__init__.py")))


def _catalogue(package: Path) -> Path:
    return package / "locale" / "en" / "LC_MESSAGES" / "django.po"


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en", header_comment="")
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def _texts(package: Path) -> dict[tuple[str, str | None], Message]:
    """Every text of a package that people see, by itself and its context."""
    found = extract_from_dir(package, METHODS, OPTIONS, KEYWORDS)
    messages = (Message(text, context=context) for _, _, text, _, context in found if text)
    return {_key(message): message for message in messages}


def _key(message: Message) -> tuple[str, str | None]:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def _merged(old: Catalog, texts: dict[tuple[str, str | None], Message]) -> Catalog:
    new = Catalog(
        locale="en",
        project="Naung",
        version="0",
        header_comment="",
        fuzzy=False,
        creation_date=SINCE,
        revision_date=SINCE,
    )
    for message in texts.values():
        known = old.get(_key(message)[0], message.context)
        new.add(message.id, known.string if known else None, context=message.context)
    return new


def _faults(package: Path) -> Iterable[str]:
    path, texts = _catalogue(package), _texts(package)
    known = {_key(message): message for message in _read(path) if message.id}
    for key in texts.keys() - known.keys():
        yield f"{path}: not there: {key[0]!r}"
    for key in known.keys() - texts.keys():
        yield f"{path}: no longer used: {key[0]!r}"
    for key in known.keys() & texts.keys():
        if known[key].fuzzy or not _translated(known[key]):
            yield f"{path}: not translated: {key[0]!r}"


def _translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


if __name__ == "__main__":
    sys.exit(main())
