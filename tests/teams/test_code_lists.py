"""The office keeps its code lists: own words, own codes, and what is not to be chosen any more."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from naung.access.acting import acting_as
from naung.core import reference
from naung.core.errors import AccessDenied, Refused
from naung.core.forms import CodeField, CodesField, Form
from naung.places import operations, queries
from tests.cases.stories import doing
from tests.scene import MONDAY, Scene
from tests.trace import Entry

LIST = "/tim/daftar-kode/layanan/"


class Chosen(Form):
    service = CodeField("layanan")
    places = CodesField("layanan", required=False)


@pytest.fixture
def lists(scene: Scene) -> Scene:
    doing(scene, "Ayu", operations.set_up_code_lists)
    return scene


def signed_in(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene.users[name])
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def fresh() -> None:
    reference.use(queries.office_codes())


def offered(form: Form) -> list[str]:
    return [code for code, _ in form.fields["service"].choices if code]  # type: ignore[attr-defined]


def test_a_retired_code_is_no_longer_offered_but_stays_where_it_is_held(lists: Scene) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    assert "PSI" in offered(Chosen())
    doing(lists, "Ayu", operations.retire_code, list_name="layanan", code="PKH", until=yesterday + timedelta(days=1))
    with pytest.raises(Refused):
        doing(
            lists,
            "Ayu",
            operations.retire_code,
            list_name="layanan",
            code="PSI",
            until=MONDAY.date().replace(year=1999),
        )
    code = reference.packaged("layanan")["PSI"]
    until = max(yesterday, code.valid_from)
    doing(lists, "Ayu", operations.retire_code, list_name="layanan", code="PSI", until=until)
    fresh()

    assert "PKH" in offered(Chosen())
    assert "PSI" not in offered(Chosen())
    assert not Chosen({"service": "PSI"}).is_valid()
    assert "PSI" in offered(Chosen(initial={"service": "PSI"}))
    held = Chosen({"service": "PSI", "places": ["PSI"]}, initial={"service": "PSI", "places": ["PSI"]})
    assert held.is_valid()
    assert reference.codes("layanan")["PSI"].label_id == code.label_id
    doing(lists, "Ayu", operations.restore_code, list_name="layanan", code="PSI")
    fresh()
    assert "PSI" in offered(Chosen())


def test_the_offices_words_and_codes_outlive_the_next_set_up(lists: Scene) -> None:
    doing(
        lists,
        "Ayu",
        operations.word_code,
        list_name="layanan",
        code="PSI",
        label_id="Psikolog kota",
        label_en="City psychologist",
    )
    own = doing(lists, "Ayu", operations.add_code, list_name="layanan", label_id="Rumah baca", label_en="Reading house")
    doing(lists, "Ayu", operations.set_up_code_lists)
    fresh()

    assert own.code == "Z1"
    assert reference.codes("layanan")["PSI"].label("en") == "City psychologist"
    assert reference.codes("layanan")["Z1"].label("id") == "Rumah baca"
    assert reference.packaged("layanan")["PSI"].label_id != "Psikolog kota"
    assert Chosen({"service": "Z1"}).is_valid()
    again = doing(lists, "Ayu", operations.add_code, list_name="layanan", label_id="Sanggar", label_en="Studio")
    assert again.code == "Z2"


@pytest.mark.parametrize("name", ["bahaya", "faktor_risiko", "tingkat", "alasan_tutup"])
def test_lists_that_rules_are_made_of_stay_as_they_are(lists: Scene, name: str) -> None:
    with pytest.raises(Refused):
        doing(lists, "Ayu", operations.add_code, list_name=name, label_id="Baru", label_en="New")
    reference.use({name: [reference.packaged("layanan")["PSI"]]})
    assert reference.codes(name) == reference.packaged(name)
    assert "hanya dapat dibaca" in text(signed_in(lists, "Ayu"), f"/tim/daftar-kode/{name}/")


def test_nobody_else_touches_the_lists_and_every_change_leaves_its_line(lists: Scene) -> None:
    with pytest.raises(AccessDenied):
        doing(lists, "Rina", operations.add_code, list_name="layanan", label_id="Baru", label_en="New")
    assert signed_in(lists, "Rina").get("/tim/daftar-kode/").status_code == 403
    doing(lists, "Ayu", operations.add_code, list_name="layanan", label_id="Baru", label_en="New")
    with acting_as(lists.actor("Ayu")):
        entry = Entry.objects.filter(event="lists.code-added").latest("at")
    assert (entry.details["list"], entry.details["code"]) == ("layanan", "Z1")


def test_the_administrator_keeps_the_lists_on_the_pages_in_both_languages(lists: Scene) -> None:
    ayu, today = signed_in(lists, "Ayu"), timezone.localdate()
    found = text(ayu, "/tim/daftar-kode/?q=psikolog")
    assert LIST in found
    assert "/tim/daftar-kode/bahasa/" not in found
    assert "tidak ada" in text(ayu, "/tim/daftar-kode/?q=zzzz").lower()
    ayu.post(LIST, {"label_id": "Rumah baca", "label_en": "Reading house"})
    assert "milik kantor" in text(ayu, LIST)
    assert ayu.post(LIST, {"label_id": "Rumah baca", "label_en": ""}).status_code == 422
    ayu.post(f"{LIST}PSI/", {"label_id": "Psikolog kota", "label_en": "City psychologist"})
    assert "Psikolog kota" in text(ayu, f"{LIST}PSI/")
    ayu.post(f"{LIST}Z1/pensiun/", {"until": today.isoformat()})
    assert "sampai" in text(ayu, LIST)
    assert "Dapat dipilih lagi" in text(ayu, f"{LIST}Z1/")
    ayu.post(f"{LIST}Z1/pulihkan/")
    assert "Pensiunkan" in text(ayu, f"{LIST}Z1/")
    assert ayu.get(f"{LIST}NIX/").status_code == 404
    with translation.override("en"):
        english = ayu.get(LIST, headers={"Accept-Language": "en"}).content.decode()
    assert "Reading house" in english
    assert "Add a code of the office" in english


def test_another_process_shows_a_change_soon_and_asks_no_more_than_it_must(
    lists: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    doing(
        lists, "Ayu", operations.word_code, list_name="layanan", code="PSI", label_id="Psikolog kota", label_en="City"
    )
    monkeypatch.setattr(settings, "CODE_LISTS_SECONDS", 30)
    queries.look_again()
    with CaptureQueriesContext(connection) as caught:
        for _ in range(5):
            queries.keep_codes_fresh()

    assert len(caught) == 1
    assert reference.codes("layanan")["PSI"].label_id == "Psikolog kota"
