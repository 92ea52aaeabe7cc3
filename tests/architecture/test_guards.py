"""Habits that are checked instead of described (style: guard tests)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

import naung
from naung.access.rows import Follows, Open, Rows, declared

SOURCE = Path(naung.__file__).parent
APPS = sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists() and path.name != "config")
# Below the layers of a subject, they hold the tools themselves; the simulation loads rows as the owner.
FREE = {"core", "audit", "access", "simulation"}

# Operations on which nobody's right is asked, and why.
WITHOUT_REQUIRE = {
    "access/operations.py:grant": "called by the operation that asked",
    "access/operations.py:revoke": "called by the operation that asked",
}
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
DOORS = ("views", "api", "jobs", "commands")
ALLOWED_NAMES = {
    "rules", "models", "queries", "operations", "forms", "views", "api", "jobs", "commands", "urls", "apps",
    "jinja2", "templates", "templatetags", "migrations", "locale", "data", "static", "__init__", "__pycache__",
    "middleware", "signin", "navigation", "context",
}  # fmt: skip


def modules(app: str, *kinds: str) -> Iterator[Path]:
    for kind in kinds:
        folder = SOURCE / app / kind
        yield from (path for path in [SOURCE / app / f"{kind}.py"] if path.exists())
        yield from (path for path in sorted(folder.rglob("*.py")) if folder.is_dir())


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text())
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def calls(node: ast.AST) -> set[str]:
    found = set()
    for call in (n for n in ast.walk(node) if isinstance(n, ast.Call)):
        target = call.func
        found.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    return found


def reaches(name: str, inside: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()) -> set[str]:
    """Everything that a function calls, through the helpers of its own module too."""
    found = calls(inside[name])
    for helper in found & inside.keys() - seen:
        found |= reaches(helper, inside, seen | {name, helper})
    return found


def public_operations() -> list[tuple[str, Path, str]]:
    return [
        (f"{path.relative_to(SOURCE)}:{name}", path, name)
        for app in APPS
        if app not in FREE
        for path in modules(app, "operations")
        for name in functions(path)
        if not name.startswith("_")
    ]


@pytest.mark.parametrize(("label", "path", "name"), public_operations(), ids=lambda value: str(value)[:80])
def test_an_operation_says_who_and_when_and_is_atomic_and_leaves_a_trace(label: str, path: Path, name: str) -> None:
    inside = functions(path)
    node = inside[name]
    keywords = {argument.arg for argument in node.args.kwonlyargs}
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    text = path.read_text()

    assert {"by", "now"} <= keywords, f"{label} takes by= and now="
    assert not node.args.args, f"{label} is keyword-only"
    assert "transaction.atomic" in decorators, f"{label} is atomic"
    assert ast.get_docstring(node), f"{label} says in a sentence what it does"
    reached = reaches(name, inside)
    others = {alias for alias in reached if re.search(rf"import .*\b{re.escape(alias)}\b", text)}
    if label not in WITHOUT_REQUIRE:
        assert reached & {"require", "visible"} or others, f"{label} asks the policy"
    assert "record" in reached or others or re.search(r"operations\.\w+\(", text), f"{label} leaves an entry"


@pytest.mark.parametrize("app", APPS)
def test_doors_write_nothing_by_themselves(app: str) -> None:
    for path in modules(app, *DOORS):
        for call in (n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
                target = ast.unparse(call.func.value)
                assert ".objects" not in target, f"{path.relative_to(SOURCE)}: {ast.unparse(call)[:80]}"


@pytest.mark.parametrize("app", APPS)
def test_no_package_imports_another_ones_doors_or_forms(app: str) -> None:
    for path in sorted((SOURCE / app).rglob("*.py")):
        for match in re.finditer(r"^\s*from naung\.(\w+)(?:\.(\w+))? import (.+)$", path.read_text(), re.M):
            other, module, names = match.groups()
            if other in {app, "core", "config"}:
                continue
            used = {module, *re.findall(r"\w+", names)} if module is None else {module}
            assert not used & {"views", "forms", "api", "jobs", "commands", "urls"}, f"{path}: {match[0]}"


@pytest.mark.parametrize("app", [app for app in APPS if app not in FREE])
def test_a_package_has_only_the_rooms_that_every_package_has(app: str) -> None:
    names = {path.stem for path in (SOURCE / app).iterdir() if not path.name.startswith(".")}
    assert names <= ALLOWED_NAMES, f"{app}: {names - ALLOWED_NAMES}"


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        else:
            yield path, entry


def test_every_address_demands_a_person_or_is_named_as_public() -> None:
    for path, entry in addresses(get_resolver()):
        view = entry.callback
        public = not getattr(view, "login_required", True)
        module = getattr(view, "__module__", "")
        allowed = "publicsite" in module or "allauth" in module or entry.name == "set_language"
        assert allowed or not public, f"{path} is open to anybody"


OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("naung.")]


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_field_has_exactly_one_class_and_one_table_holds_one_class(model) -> None:  # type: ignore[no-untyped-def]
    classes = {name: getattr(model.Privacy, name) for name in vars(model.Privacy) if re.fullmatch(r"D[0-7]", name)}
    named = [field for fields in classes.values() for field in fields]
    own = {field.name for field in model._meta.get_fields() if not field.auto_created or field.concrete}

    assert sorted(named) == sorted(set(named)), "a field stands in two classes"
    assert set(named) == own, set(named) ^ own
    assert len(classes.keys() - {"D0"}) <= 1, "one table holds one data class"


# The trace and the key store are tools of their own: insert-only, and wrapped.
OUTSIDE_THE_MATRIX = {"audit.Entry", "core.DataKey", "core.Code", "core.CodeList"}


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_a_table_with_a_persons_data_stands_behind_a_wall(model) -> None:  # type: ignore[no-untyped-def]
    protected = any(getattr(model.Privacy, f"D{n}", None) for n in range(1, 8))
    if model._meta.label in OUTSIDE_THE_MATRIX:
        return
    access = declared(model)
    assert isinstance(access, Rows | Follows) if protected else isinstance(access, Open)


def test_the_database_has_a_wall_on_every_protected_table(db: None) -> None:
    from django.db import connection

    from naung.access.rows import walled

    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
        walled_tables = {name for (name,) in cursor.fetchall()}
    assert {model._meta.db_table for model, _ in walled()} <= walled_tables


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
