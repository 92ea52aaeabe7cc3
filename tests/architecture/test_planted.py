"""Each guard catches the fault that it is there for, planted in a small package of its own."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from naung.access.policy import Permission
from naung.access.rows import Open, Rows
from tests.architecture.guards import faults_of_operation, faults_of_wall, foreign_doors, streams, writes_of_door

GOOD = '''
from django.db import transaction
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.errors import Refused
from naung.core.ids import new_id
from naung.shop.operations.helping import asked, told

@atomic
def sell(*, by, now):
    """Sell."""
    require(by, "SELL", new_id())
    audit.record(by=by, event="sold", at=now)

@atomic
def lend(*, by, now):
    """Lend through helpers of another module."""
    asked(by)
    told(by, now)

@atomic
def give(*, by, now):
    """Give, and ask nobody: calling other imported things is not enough."""
    raise Refused(new_id())
'''
HELPING = """
from naung.access import queries as access
from naung.audit import operations as audit

def asked(by):
    access.require(by, "LEND", None)

def told(by, now):
    audit.record(by=by, event="lent", at=now)
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop" / "operations"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(GOOD)
    (folder / "helping.py").write_text(HELPING)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "faults"),
    [("sell", []), ("lend", []), ("give", ["asks the policy", "leaves an entry"])],
)
def test_an_operation_that_asks_nobody_or_leaves_no_entry(shop: Path, name: str, faults: list[str]) -> None:
    assert list(faults_of_operation(shop, "naung.shop.operations", name)) == faults


@pytest.mark.parametrize(
    "line",
    [
        "record.save()",
        "visible(by, P.READ, Case).update(status=1)",
        "Case.objects.create()",
        "case.goals.all().delete()",
    ],
)
def test_a_door_that_writes(line: str) -> None:
    assert len(list(writes_of_door(line))) == 1


def test_a_door_may_call_an_operation_of_that_name() -> None:
    assert not list(writes_of_door("from naung.shop.operations import goods\ngoods.create(by=by)"))
    assert not list(writes_of_door("from naung.shop import operations\noperations.delete(by=by)"))


@pytest.mark.parametrize(
    "line",
    [
        "from naung.cases.views.work import page",
        "from naung.cases import (\n    models,\n    forms,\n)",
        "import naung.intake.views",
        "def late():\n    from naung.intake.forms import Filing",
    ],
)
def test_an_import_of_another_ones_door(line: str) -> None:
    assert len(list(foreign_doors("people", line))) == 1


def test_an_import_of_what_may_be_imported() -> None:
    assert not list(foreign_doors("cases", "from naung.cases import forms\nfrom naung.intake import operations"))
    assert not list(foreign_doors("cases", "from naung.core.views import tidy"))


def test_a_page_that_streams() -> None:
    assert streams("from django.http import FileResponse\ndef page(request):\n    return FileResponse(rows())")
    assert streams("from django import http\ndef page(request):\n    return http.StreamingHttpResponse(rows())")
    assert not streams("from django.http import HttpResponse\ndef page(request):\n    return HttpResponse(rows())")


WALL = Rows(reads=Permission.READ_D3, writes=(Permission.CASE_WORK,))


@pytest.mark.parametrize(
    ("classes", "access", "faults"),
    [
        *[({f"D{n}": {"name"}}, Open("forgotten"), "holds a person's data and has no wall") for n in range(1, 8)],
        ({"D0": {"id"}, "D3": {"name"}}, None, "says nothing of who sees it"),
        ({"D0": {"id"}}, WALL, "has a wall around nothing"),
        ({"D0": {"id"}, "D3": {"name"}}, WALL, ""),
        ({"D0": {"id"}}, Open("public"), ""),
    ],
)  # fmt: skip
def test_a_table_that_is_not_walled(classes: dict[str, set[str]], access: object, faults: str) -> None:
    planted = SimpleNamespace(
        _meta=SimpleNamespace(label="shop.Apple"), Privacy=SimpleNamespace(**classes), ACCESS=access
    )
    assert list(faults_of_wall(planted)) == ([faults] if faults else [])
