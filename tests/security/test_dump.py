"""Whoever gets a copy of the database or a backup reads nothing that is sealed, in whatever form one looks for it."""

import base64
import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connections
from django.test import Client
from django.urls import reverse
from psycopg.conninfo import make_conninfo

from naung.access.acting import acting_as, widened
from naung.audit import models as audit
from naung.audit.operations import record
from naung.cases.models import Case
from naung.config.backup import taking
from naung.core.ids import new_id
from naung.core.sealed import SealedField, SealedJSON, SealedText, subject_of
from naung.files import operations
from naung.files.queries.received import from_form
from naung.intake.models import ReportFile
from naung.privacy.models import Erasure, Hold
from tests.access.everything import HAND, WALLED, beside, made
from tests.cases.stories import doing, triaged
from tests.dumps import dumped, found_in, in_plain, opened
from tests.files.samples import pdf
from tests.publicsite.test_telling import digits_of, send
from tests.scene import MONDAY, Scene
from tests.teams.test_locking import MINUTE, at_work, idle

MARK = "ketakutansarangburung"  # nobody else writes this word; every sealed value of the test holds it
NIK, KK = "6471995501150077", "6471995501150088"
SAMPLES: dict[type[SealedField[Any]], Any] = {SealedText: f"Ia {MARK}.", SealedJSON: {"kata": [f"Ia {MARK}."]}}
# What a constraint asks of a row without a wall, beyond what each of its fields says.
GIVEN: dict[Any, dict[str, Any]] = {model: {"child_id": UUID(int=7)} for model in (Erasure, Hold)}
NUMBERS = {"nik": NIK, "kk": KK}
CHILD, BORN = "Ratih Kusumaningrum", date(2015, 1, 15)
SEALED = [(m, f) for m in apps.get_models() for f in m._meta.concrete_fields if isinstance(f, SealedField)]
SEALING = tuple({model for model, _ in SEALED})


def sealed_of(model: type[Any]) -> list[SealedField[Any]]:
    return [field for one, field in SEALED if one is model]


def sample(field: SealedField[Any]) -> Any:
    """What stands in a sealed field; a kind of field that is not named above has none."""
    return NUMBERS.get(field.name) or SAMPLES[type(field)]


@pytest.fixture
def office(transactional_db: None, scene: Scene, settings: Any, tmp_path: Path) -> Scene:
    settings.FILES_DIR = str(tmp_path / "files")
    return scene


def every_sealed_field(scene: Scene) -> None:
    """A row of each walled table with something in each sealed field, and an entry of the trace with a reason."""
    everything = made([{}, {}, {}])
    for model in set(SEALING) - set(WALLED) - {audit.Entry}:
        everything.rows[model] = [beside(model, everything, **GIVEN.get(model, {}))]
    sealed = [row for row in everything.all if isinstance(row, SEALING)]
    for row in sealed:
        for field in sealed_of(type(row)):
            setattr(row, field.name, sample(field))
    with acting_as(HAND), widened([row.pk for row in everything.carriers()] + [subject_of(row) for row in sealed]):
        for model, rows in everything.rows.items():
            model._default_manager.bulk_create(rows)
        case = everything.rows[Case][0]
        record(by=scene.actor("Rina"), event="case.opened", at=MONDAY, about=case, reason=sample(SealedText()))


def through_the_pages(scene: Scene) -> None:
    """What people type, told and added: sent, begun, parked, searched for."""
    visitor = Client()
    told = {"happened": f"Ia {MARK}.", "alleged": MARK, "secrecy": "RAHASIA", "name": MARK, "child_name": CHILD}
    digits = digits_of(send(visitor, **told))
    assert visitor.post("/kode/", {"code": digits})["Location"] == "/kode/laporan/"
    assert visitor.post("/kode/laporan/", {"text": f"Ia {MARK} sekali."}).status_code == 302
    lina = at_work(scene, "Lina")
    call = {
        "channel": "TEL", "happened": f"Ia {MARK}.", "children": "1", "child0-name": CHILD, "child0-nik": NIK,
        "child0-birth_date": BORN.isoformat(), "B01": "YES", "secrecy": "RAHASIA", "reporter_name": MARK,
        "alleged_name": MARK, "child_wants": MARK, "earlier_reports": MARK,
    }  # fmt: skip
    asked = lina.post(path := f"/laporan/baru/{new_id()}/", call | {"send": "1"}).content.decode()
    seen = re.findall(r'name="seen" value="([^"]+)"', asked)[0]  # the number's district is none
    assert lina.post(path, call | {"send": "1", "seen": seen}).status_code == 302
    assert lina.post(f"/laporan/baru/{new_id()}/simpan/", call).status_code == 200
    lina.post(f"/laporan/baru/{new_id()}/kenal/", call)
    at_work(scene).get(reverse("desk:search"), {"q": NIK})
    idle(lina, 20 * MINUTE)
    assert lina.post(path, call | {"send": "1"})["Location"].startswith("/akun/"), "parked until she is back"


def with_files(scene: Scene) -> None:
    """A paper on a report, and the first piece of another."""
    paper = from_form(f"{MARK}.pdf", pdf(MARK.encode()))
    given = {"model": ReportFile, "parent_id": triaged(scene).pk, "described": MARK}
    doing(scene, "Rina", operations.add_file, sent=paper, **given)
    begun = doing(scene, "Rina", operations.begin_upload, length=1000)
    doing(scene, "Rina", operations.take_piece, upload_id=begun.pk, offset=0, piece=MARK.encode())


def owner_url() -> str:
    connections["owner"].ensure_connection()
    info = connections["owner"].connection.info
    return make_conninfo(info.dsn, password=info.password or None)


def backed_up(folder: Path, settings: Any) -> bytes:
    """A backup opened with its key: the dump in plain text, the files as they lie, the keys."""
    place = taking.Place(folder, Path(settings.FILES_DIR), folder / "backups", owner_url(), taking.recipient_in(folder))
    data, keys = (opened(path, folder) for path in taking.take(place, MONDAY))
    return in_plain(data.pop("database")) + b"".join([*data.values(), *keys.values()])


def test_nothing_sealed_lies_in_clear_in_a_dump_a_backup_or_the_files(
    office: Scene, settings: Any, tmp_path: Path
) -> None:
    every_sealed_field(office)
    through_the_pages(office)
    with_files(office)
    _require_every_field_filled()

    on_disk = [path.read_bytes() for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()]
    assert len(on_disk) == 2
    for content in (dump := dumped(owner_url()), kept := backed_up(tmp_path, settings), *on_disk):
        assert found_in(content, MARK, NIK, KK) == []
    for readable in (CHILD, BORN.isoformat(), "B01"):
        assert readable.encode() in dump
        assert readable.encode() in kept


def _require_every_field_filled() -> None:
    with connections["owner"].cursor() as cursor:
        for model, field in SEALED:
            cursor.execute(f"SELECT count({field.column}) FROM {model._meta.db_table}")
            assert cursor.fetchone()[0], f"{model._meta.label}.{field.name} holds nothing: how is it filled?"


@pytest.mark.parametrize("before", ["", "a", "ab"])
def test_each_form_would_be_found(before: str) -> None:
    text = f"{before}{MARK}."
    lies = [
        text.encode(),
        text.upper().encode(),
        text.encode("utf-16"),
        text.encode("utf-16-be"),
        text.encode().hex().encode(),
        text.encode("utf-16-be").hex().encode(),
        base64.b64encode(text.encode()),
    ]
    assert all(found_in(content, MARK) for content in lies)
    assert found_in(base64.b64encode(b"Ia takut."), MARK) == []
