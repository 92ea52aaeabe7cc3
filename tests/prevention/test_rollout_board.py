"""The board of all schools and kelurahan: before and after a session, by hand, on the map and as a list."""

import json
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.core.errors import AccessDenied, Refused, Stale
from naung.places.models import Area
from naung.prevention.models import AwarenessSession, Outreach
from naung.prevention.operations import rollout
from naung.prevention.queries.rollout_map import _ground
from naung.prevention.rules import rollout_map
from naung.teams.models import Organisation
from naung.teams.rules.schools import PUPILS_COLUMN, SCHOOL_COLUMNS
from tests.cases.stories import doing
from tests.places.samples import REAL, take_areas, take_boundaries
from tests.prevention.rollout_stories import followed, held, school, state
from tests.prevention.stories import a_session
from tests.scene import MONDAY, Scene
from tests.signing import signed_in
from tests.trace import Entry

BOARD = "/pencegahan/sekolah/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_ground_of_another_test():
    _ground.cache_clear()


def text(response) -> str:  # type: ignore[no-untyped-def]
    return response.content.decode()


def shown(scene: Scene, query: str = "", name: str = "Rina"):
    return signed_in(scene, name).get(BOARD + query)


def counts(scene: Scene, query: str = "") -> dict[str, int]:
    """How many places the board says are how far."""
    found = re.findall(r"<strong>(\d+)</strong>.*?outreach-(\w+)", text(shown(scene, query)))
    return {name.upper(): int(number) for number, name in found if number != "0"}


def test_a_session_moves_a_school_from_not_yet_over_planned_to_trained(scene: Scene) -> None:
    first, second = school("SDN 001"), school("SDN 002")
    before = counts(scene)

    session = a_session(scene, first)
    followed(scene, session)
    planned = counts(scene)
    AwarenessSession.objects.filter(pk=session.pk).update(status="HELD", held_at=MONDAY)
    session.refresh_from_db()
    followed(scene, session)

    assert (before, planned) == ({"NOT_YET": 2}, {"NOT_YET": 1, "PLANNED": 1})
    assert counts(scene) == {"NOT_YET": 1, "TRAINED": 1}
    page = text(shown(scene, "?state=TRAINED"))
    assert "SDN 001" in page
    assert "SDN 002" not in page
    assert second.name in text(shown(scene))


def test_a_cancelled_session_leaves_the_school_as_it_was(scene: Scene) -> None:
    session = a_session(scene, school("SDN 001"))
    followed(scene, session)
    AwarenessSession.objects.filter(pk=session.pk).update(status="CANCELLED")
    session.refresh_from_db()

    followed(scene, session)

    assert state(session.school) == "NOT_YET"


def test_a_session_that_moves_to_another_school_takes_its_state_along(scene: Scene) -> None:
    first, second = school("SDN 001"), school("SDN 002")
    session = a_session(scene, first)
    followed(scene, session)
    AwarenessSession.objects.filter(pk=session.pk).update(school=second)
    session.refresh_from_db()

    doing(scene, "Sari", rollout.follow, session=session, left=first)

    assert (state(first), state(second)) == ("NOT_YET", "PLANNED")


def test_what_somebody_decided_beyond_trained_stays_when_another_session_is_planned(scene: Scene) -> None:
    where = school("SDN 001")
    held(scene, where)
    doing(scene, "Rina", rollout.set_state, place_id=where.pk, state="ACTIVE", reason="Guru piket tiap hari",
          version=Outreach.objects.get().version)  # fmt: skip

    followed(scene, a_session(scene, where, code="ZXWVTS"))

    assert state(where) == "ACTIVE"


def test_a_kelurahan_has_its_own_board(scene: Scene) -> None:
    ward = Area.objects.get(name="Manggar")
    session = a_session(scene, school("SDN 001"))
    AwarenessSession.objects.filter(pk=session.pk).update(school=None, ward=ward)
    session.refresh_from_db()

    followed(scene, session)

    assert state(ward) == "PLANNED"
    assert counts(scene, "?jenis=ward") == {"NOT_YET": 1, "PLANNED": 1}
    assert counts(scene) == {"NOT_YET": 1}


def test_the_supervisor_sets_the_state_by_hand_with_a_reason_and_it_stands_in_the_history(scene: Scene) -> None:
    where = school("MTs Nurul Ilmi", form="MTS")
    rina = signed_in(scene, "Rina")
    address = f"{BOARD}{where.pk}/"

    refused = rina.post(address, {"state": "ACTIVE", "reason": " "})
    saved = rina.post(address, {"state": "ACTIVE", "reason": "Sudah dilatih Puspaga tahun lalu"})

    page = text(rina.get(address))
    assert (refused.status_code, saved.status_code) == (422, 302)
    assert '<details class="more" open>' in text(refused)  # what was refused is in sight
    assert "Sudah dilatih Puspaga tahun lalu" in page
    assert "Rina" in page
    assert Entry.objects.filter(event="outreach.moved", about_id=Outreach.objects.get().pk).count() == 1


def test_two_people_who_move_the_same_school_learn_of_each_other(scene: Scene) -> None:
    where = school("SDN 001")
    made = doing(scene, "Rina", rollout.set_state, place_id=where.pk, state="TRAINED", reason="a", version=None)
    doing(scene, "Dewi", rollout.set_state, place_id=where.pk, state="ACTIVE", reason="b", version=made.version)

    with pytest.raises(Stale):
        doing(scene, "Rina", rollout.set_state, place_id=where.pk, state="REVIEWED", reason="c", version=made.version)
    answer = signed_in(scene, "Rina").post(
        f"{BOARD}{where.pk}/", {"state": "REVIEWED", "reason": "c", "version": made.version}
    )

    assert answer.status_code == 409


@pytest.mark.parametrize("name", ["Sari", "Ratna", "Ayu"])
def test_others_of_the_office_read_the_board_and_change_nothing(scene: Scene, name: str) -> None:
    where = school("SDN 001")

    assert shown(scene, name=name).status_code == 200
    assert signed_in(scene, name).post(f"{BOARD}{where.pk}/", {"state": "ACTIVE", "reason": "x"}).status_code == 403
    with pytest.raises(AccessDenied):
        doing(scene, name, rollout.set_state, place_id=where.pk, state="ACTIVE", reason="x", version=None)


def test_a_row_of_the_board_is_one_school_or_one_kelurahan(scene: Scene) -> None:
    where, ward = school("SDN 001"), Area.objects.get(name="Manggar")

    for wrong in ({"school": where, "ward": ward}, {}):
        with acting_as(operator([])), pytest.raises(IntegrityError), transaction.atomic():
            Outreach.objects.create(since=MONDAY, **wrong)


def test_a_state_that_is_none_or_the_same_is_refused(scene: Scene) -> None:
    where = school("SDN 001")

    for wrong in ("DONE", "NOT_YET"):
        with pytest.raises(Refused):
            doing(scene, "Rina", rollout.set_state, place_id=where.pk, state=wrong, reason="x", version=None)


def test_the_board_is_found_by_kecamatan_kind_name_and_ordered_by_size(scene: Scene) -> None:
    school("SDN Kecil", 90)
    school("SDN Besar", 800)
    school("MI Barat", 200, district="64.71.02", form="MI")
    school("TK Ilir", 30, district="64.71.02.1001", form="TK")
    school("Tutup", 30, closed_date=MONDAY.date())

    assert counts(scene) == {"NOT_YET": 4}
    assert counts(scene, "?district=64.71.02") == {"NOT_YET": 2}
    assert counts(scene, "?form=SD") == {"NOT_YET": 3}
    assert counts(scene, "?q=besar") == {"NOT_YET": 1}
    page = text(shown(scene, "?order=pupils"))
    assert page.index("SDN Besar") < page.index("MI Barat") < page.index("SDN Kecil") < page.index("TK Ilir")
    assert shown(scene, "?state=NONSENSE&form=x&order=y&page=zero&jenis=z").status_code == 200


def test_the_board_asks_as_many_questions_for_many_schools_as_for_few(scene: Scene) -> None:
    rina = signed_in(scene, "Rina")
    school("SDN 000")

    def asked(query: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert rina.get(BOARD + query).status_code == 200
        return len(found)

    few = [asked(""), asked("?tampil=peta")]
    for number in range(60):
        school(f"SDN {number:03}", latitude=-1.2, longitude=116.8 + number / 1000)
    rina.get(BOARD + "?tampil=peta")

    assert [asked(""), asked("?tampil=peta")] <= [few[0] + 1, few[1] + 1]


def test_without_boundaries_and_coordinates_the_map_says_so(scene: Scene) -> None:
    school("SDN 001")

    assert "Belum ada peta" in text(shown(scene, "?tampil=peta"))


def test_the_map_draws_each_school_by_shape_and_a_wrong_coordinate_is_told_not_drawn(scene: Scene) -> None:
    square = {"type": "Polygon", "coordinates": [[[116, -2], [117, -2], [117, -1], [116, -1], [116, -2]]]}
    Area.objects.filter(code="64.71.01.1001").update(boundary=square)
    held(scene, school("SDN Dilatih", latitude=-1.5, longitude=116.5))
    school("SDN Belum", latitude=-1.4, longitude=116.4)
    school("SDN Jauh", latitude=5, longitude=95)

    page = text(shown(scene, "?tampil=peta"))

    assert "<title>SDN Dilatih</title>" in page
    assert "<title>SDN Belum</title>" in page
    assert "SDN Jauh" not in page
    assert "1 tempat tidak tergambar" in page
    assert "dot-trained" in page
    assert "Balikpapan Timur" in page


def test_too_many_schools_become_circles_by_kecamatan(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollout_map, "MOST_POINTS", 3)
    for number in range(4):
        school(f"SDN {number}", latitude=-1.2 - number / 100, longitude=116.8 + number / 100)

    page = text(shown(scene, "?tampil=peta"))

    assert 'class="many"' in page
    assert "<title>SDN" not in page


@pytest.mark.skipif(not REAL.exists(), reason="the files of Balikpapan are not on this machine")
def test_the_real_schools_of_balikpapan_stand_on_the_board_and_the_map(scene: Scene) -> None:
    from naung.core.importing import read_csv
    from naung.teams.operations import import_schools

    take_areas(REAL / "balikpapan_wilayah.csv")
    take_boundaries(json.loads((REAL / "balikpapan_kelurahan.geojson").read_text())["features"])
    with acting_as(operator([])) as by:
        source = read_csv(REAL / "balikpapan_sekolah_2019.csv", SCHOOL_COLUMNS, [PUPILS_COLUMN])
        import_schools(by=by, source=source, now=MONDAY)
    with acting_as(operator([])):
        where = Organisation.objects.get(npsn="30401377")
    held(scene, where, at=MONDAY - timedelta(days=3))

    page = text(shown(scene, "?tampil=peta"))

    assert counts(scene) == {"NOT_YET": 291, "TRAINED": 1}
    assert page.count("<title>") > 280
    assert page.count('class="ground"') == 34
