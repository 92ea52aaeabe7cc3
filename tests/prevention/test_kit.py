"""A school's printed kit: one code for good, sheets that hold it, codes that match the lists, nothing as markup."""

import json
import re

import pytest

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.core import reference
from naung.core.errors import AccessDenied
from naung.core.ids import READABLE
from naung.core.paper import pdf
from naung.places.models import Area
from naung.prevention.models import Outreach
from naung.prevention.operations import rollout
from naung.prevention.queries import kit
from tests.cases.stories import doing
from tests.prevention.rollout_stories import school
from tests.scene import MONDAY, Scene
from tests.signing import signed_in

TODAY = MONDAY.date()


@pytest.mark.django_db
def test_a_school_gets_one_code_for_good_and_its_sheets_are_pdf(scene: Scene) -> None:
    where = school("SDN 001 & Kawan")
    sari, address = signed_in(scene, "Sari"), f"/pencegahan/sekolah/{where.pk}/cetak/"
    before = sari.get(f"{address}poster/").status_code

    assert "Buat kode" in sari.get(address).content.decode()
    sari.post(f"{address}kode/")
    code = Outreach.objects.get().code
    sari.post(f"{address}kode/")
    page = sari.get(address).content.decode()

    assert before == 404
    assert Outreach.objects.get().code == code
    assert code is not None
    assert re.fullmatch(f"[{READABLE}]{{6}}", code)
    assert f"/k/{code}" in page
    for name in ("poster", "kartu", "formulir"):
        answer = sari.get(f"{address}{name}/")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        assert f"{name}-sdn-001-kawan.pdf" in answer["Content-Disposition"]


@pytest.mark.django_db
def test_a_kelurahan_has_a_kit_too_and_only_who_plans_sessions_makes_one(scene: Scene) -> None:
    ward = Area.objects.get(name="Manggar")

    doing(scene, "Budi", rollout.prepare_kit, place_id=ward.pk)

    assert signed_in(scene, "Budi").get(f"/pencegahan/sekolah/{ward.pk}/cetak/poster/").status_code == 200
    assert signed_in(scene, "Ayu").get(f"/pencegahan/sekolah/{ward.pk}/cetak/").status_code == 403
    with pytest.raises(AccessDenied):
        doing(scene, "Lina", rollout.prepare_kit, place_id=ward.pk)


@pytest.mark.django_db
def test_no_two_places_have_the_same_code_nor_a_place_and_a_session(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = school("SDN 001"), school("SDN 002")
    with acting_as(operator([])):
        Outreach.objects.create(school=first, since=MONDAY, code="BBBBBB")
    drawn = iter("BBBBBBCCCCCC")
    monkeypatch.setattr("naung.prevention.queries.codes.secrets.choice", lambda _: next(drawn))

    assert doing(scene, "Sari", rollout.prepare_kit, place_id=second.pk).code == "CCCCCC"


def test_the_paper_form_holds_every_code_of_its_lists_that_may_be_chosen_today() -> None:
    found = kit.facts("SDN 001", "BCDFGH", "https://naung.test/k/BCDFGH", TODAY)

    for name, list_name in kit.LISTS.items():
        valid = [code.code for code in reference.codes(list_name).values() if code.valid_on(TODAY)]
        assert [one["code"] for one in found[name]] == valid
    assert [line["number"] for line in found["emergency"]] == ["112", "110", "129"]


@pytest.mark.parametrize("name", kit.SHEETS)
def test_a_schools_name_is_text_and_never_markup(name: str) -> None:
    facts = kit.facts('#panic("x") *SDN* $1$ [a] @b "c" \\', "BCDFGH", "https://naung.test/k/BCDFGH", TODAY)

    assert pdf(kit.PAPER / kit.SHEETS[name], facts, MONDAY, by=None).startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["poster", "kartu"])
def test_a_poster_and_a_sheet_of_slips_are_one_page_also_for_a_long_name(name: str) -> None:
    import typst

    facts = kit.facts(
        "SMK " + "Negeri Panjang " * 12, "BCDFGH", "https://naung.kota-contoh-panjang.go.id/k/BCDFGH", TODAY
    )
    found = typst.compile(
        kit.PAPER / kit.SHEETS[name],
        root=kit.PAPER,
        sys_inputs={"told": json.dumps(facts)},
        format="svg",
        ignore_system_fonts=True,
    )

    assert len(found) == 1 or isinstance(found, bytes)  # one picture for each page


def test_a_sheet_reads_no_file_outside_its_folder(tmp_path) -> None:  # type: ignore[no-untyped-def]
    import typst

    (tmp_path / "t.typ").write_text('#read("/../../etc/passwd")')
    with pytest.raises(typst.TypstError):
        typst.compile(tmp_path / "t.typ", root=tmp_path)
