"""Another city starts from its own file: other name, other zone, other areas."""

from pathlib import Path

import psycopg

from naung.config import postgres
from tests.serving import installation

CITY = Path(__file__).parent.parent / "data" / "second_city.toml"


def test_a_second_city_has_its_own_name_zone_and_areas(tmp_path: Path) -> None:
    with installation(tmp_path, NAUNG_CITY=str(CITY)) as (server, visitor):
        _, page = visitor.get("/")
        with psycopg.connect(server.url(postgres.OWNER, "naung")) as connection:
            codes = [code for (code,) in connection.execute("SELECT code FROM places_area")]
            (office,) = connection.execute("SELECT name FROM teams_organisation WHERE kind = 'OFFICE'").fetchone()

    assert "WIB" in page
    assert "Balikpapan" not in page
    assert codes
    assert not any(code.startswith("64.71") for code in codes)
    assert "Balikpapan" not in office
