"""The database holds exactly the rights, walls and functions that the code says. `./run check` runs this file."""

import pytest
from django.db import connections

from naung.access.standing import differences
from naung.config import doctor

HOLE = "CREATE FUNCTION hole() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT name FROM public.people_child'"


def test_the_migrated_database_stands_as_the_code_says(db: None) -> None:
    assert differences() == []


@pytest.mark.parametrize(
    ("tampered", "named"),
    [
        ("DROP POLICY naung_read ON cases_visit", "policy naung_read of cases_visit"),
        ("ALTER POLICY naung_add ON cases_visit WITH CHECK (true)", "policy naung_add of cases_visit"),
        ("CREATE POLICY hole ON intake_reporter USING (true)", "policy hole of intake_reporter"),
        ("ALTER TABLE people_child DISABLE ROW LEVEL SECURITY", "row security of people_child"),
        ("GRANT DELETE ON cases_case TO naung_app", "rights on cases_case"),
        ("GRANT SELECT ON intake_story TO PUBLIC", "rights on intake_story"),
        ("GRANT UPDATE (event) ON audit_entry TO naung_app", "rights on columns of audit_entry"),
        ("CREATE TABLE copied (id uuid); GRANT SELECT ON copied TO naung_app", "rights on copied"),
        ("GRANT EXECUTE ON FUNCTION people_find_by_name TO PUBLIC", "callers of people_find_by_name"),
        ("ALTER FUNCTION people_find_by_name SET search_path = public", "function people_find_by_name"),
        ("ALTER FUNCTION people_candidates SECURITY INVOKER", "function people_candidates"),
        (HOLE, "function hole"),
    ],
)  # fmt: skip
def test_whatever_was_changed_by_hand_is_named(db: None, tampered: str, named: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(tampered)

    assert named in differences()


def test_the_doctor_tells_of_it(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.standing, "differences", lambda: ["policy naung_read of cases_visit"])

    assert any("naung_read of cases_visit" in line for line in doctor.findings())
