"""Habits that are checked instead of described (style: guard tests)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

import naung
from tests.access.public import PUBLIC
from tests.architecture.calls import functions
from tests.architecture.guards import (
    DERIVED,
    DOORS,
    WITHOUT_REQUIRE,
    faults_of_operation,
    faults_of_wall,
    foreign_doors,
    streams,
    writes_of_door,
)

SOURCE = Path(naung.__file__).parent
APPS = sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists() and path.name != "config")
# Below the layers of a subject, they hold the tools themselves; the simulation loads rows as the owner.
FREE = {"core", "audit", "access", "simulation"}

ALLOWED_NAMES = {
    "rules", "models", "queries", "operations", "forms", "views", "api", "jobs", "commands", "urls", "apps",
    "jinja2", "templates", "templatetags", "migrations", "locale", "data", "static", "__init__", "__pycache__",
    "middleware", "signin", "reauth", "navigation", "context", "matching",
}  # fmt: skip


def modules(app: str, *kinds: str) -> Iterator[Path]:
    for kind in kinds:
        folder = SOURCE / app / kind
        yield from (path for path in [SOURCE / app / f"{kind}.py"] if path.exists())
        yield from (path for path in sorted(folder.rglob("*.py")) if folder.is_dir())


def public_operations() -> list[tuple[str, str]]:
    """Dotted module and name of every operation."""
    return [
        (dotted(path), name)
        for app in APPS
        if app not in FREE
        for path in modules(app, "operations")
        for name in functions(ast.parse(path.read_text()))
        if not name.startswith("_")
    ]


def dotted(path: Path) -> str:
    """The name under which a file is imported."""
    return ".".join(("naung", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")


@pytest.mark.parametrize(("place", "name"), public_operations())
def test_an_operation_says_who_and_when_and_is_atomic_and_leaves_a_trace(place: str, name: str) -> None:
    assert list(faults_of_operation(SOURCE, place, name)) == []


def test_every_exception_is_an_operation_that_is_there() -> None:
    assert (WITHOUT_REQUIRE | DERIVED).keys() <= {f"{place}.{name}" for place, name in public_operations()}


@pytest.mark.parametrize("app", APPS)
def test_doors_write_nothing_by_themselves(app: str) -> None:
    found = {str(path): list(writes_of_door(path.read_text())) for path in modules(app, *DOORS)}
    assert not any(found.values()), found


@pytest.mark.parametrize("app", APPS)
def test_no_package_imports_another_ones_doors_or_forms(app: str) -> None:
    found = {str(path): list(foreign_doors(app, path.read_text())) for path in (SOURCE / app).rglob("*.py")}
    assert not any(found.values()), found


@pytest.mark.parametrize("app", APPS)
def test_no_page_streams(app: str) -> None:
    found = {str(path): streams(path.read_text()) for path in (SOURCE / app).rglob("*.py")}
    assert not any(found.values()), found


@pytest.mark.parametrize("app", [app for app in APPS if app not in FREE])
def test_a_package_has_only_the_rooms_that_every_package_has(app: str) -> None:
    names = {path.stem for path in (SOURCE / app).iterdir() if not path.name.startswith(".")}
    assert names <= ALLOWED_NAMES, f"{app}: {names - ALLOWED_NAMES}"


def addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name}", entry


def test_every_address_demands_a_person_or_is_named_as_public() -> None:
    opened = {name for name, entry in addresses(get_resolver()) if not getattr(entry.callback, "login_required", True)}
    assert opened <= PUBLIC, f"open to anybody: {opened - PUBLIC}"


OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("naung.")]


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_field_has_exactly_one_class_and_one_table_holds_one_class(model) -> None:  # type: ignore[no-untyped-def]
    classes = {name: getattr(model.Privacy, name) for name in vars(model.Privacy) if re.fullmatch(r"D[0-7]", name)}
    named = [field for fields in classes.values() for field in fields]
    own = {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}

    assert sorted(named) == sorted(set(named)), "a field stands in two classes"
    assert set(named) == own, set(named) ^ own
    assert len(classes.keys() - {"D0"}) <= 1, "one table holds one data class"


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_a_table_with_a_persons_data_stands_behind_a_wall(model) -> None:  # type: ignore[no-untyped-def]
    assert list(faults_of_wall(model)) == []


INLINE = re.compile(
    r"\sstyle=|<style|\son(?:click|load|submit|change|input|error|key\w+|mouse\w+|focus|blur)="
    r"|<script(?![^>]*(src=|type=\"application/json\"))"
)


def test_pages_hold_no_inline_script_or_style() -> None:
    for path in SOURCE.rglob("*.html"):
        assert not INLINE.search(path.read_text()), path


def test_the_generated_documents_say_what_the_code_says() -> None:
    from naung.config.documents import outdated

    assert outdated() == []
