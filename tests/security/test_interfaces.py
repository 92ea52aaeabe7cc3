"""What is not there yet must come with its own attack."""

from pathlib import Path

import naung

SOURCE = Path(naung.__file__).parent
TESTS = Path(__file__).parents[1]


def test_an_interface_for_programs_comes_with_generated_requests() -> None:
    """No `api.py` without a test that lets schemathesis ask whatever the schema allows."""
    interfaces = list(SOURCE.rglob("api.py")) + list(SOURCE.rglob("api/__init__.py"))
    attacks = [
        path for path in TESTS.rglob("test_*.py") if path != Path(__file__) and "schemathesis" in path.read_text()
    ]

    assert attacks or not interfaces


def test_no_sheet_is_written_in_which_a_text_could_be_a_formula() -> None:
    """Whoever writes CSV or a workbook puts a quote before =, +, -, @ in texts, tests it and adds the file here."""
    guarded = {
        SOURCE / "prevention/rules/attendance.py",  # tests/prevention/test_attendance_rule.py
        SOURCE / "people/commands.py",  # tests/people/test_matching_files.py: ids that could be one are refused
    }
    writing = ("csv.writer", "DictWriter", "xlsxwriter", "openpyxl")
    found = [path for path in SOURCE.rglob("*.py") if any(word in path.read_text() for word in writing)]

    assert not set(found) - guarded
