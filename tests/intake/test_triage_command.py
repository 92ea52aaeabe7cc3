"""`naung triage FILE.json`: good sheets are answered, bad ones are named, and nothing needs a database."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from naung.intake.commands import triage

ROOT = Path(__file__).resolve().parents[2]
VIGNETTES = ROOT.parent / "shared" / "data" / "vignet_triase.json"


def run(content: object, tmp_path: Path, *options: str) -> Result:
    file = tmp_path / "sheets.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return CliRunner().invoke(triage, [str(file), *options])


def answered(result: Result) -> list[dict[str, Any]]:
    return json.loads(result.stdout)  # type: ignore[no-any-return]


GOOD = {
    "kode": "A1",
    "usia": 8,
    "kanal": "SKL",
    "bentuk": ["FIS"],
    "bahaya": ["B08"],
    "risiko": ["R01", "R02"],
}


@pytest.mark.skipif(not VIGNETTES.exists(), reason="the shared vignettes are not on this machine")
def test_every_shared_vignette_gets_its_level() -> None:
    result = CliRunner().invoke(triage, [str(VIGNETTES), "--json"])
    assert (result.exit_code, result.stderr) == (0, "")
    expected = json.loads(VIGNETTES.read_text())["vignet"]
    for row, answer in zip(expected, answered(result), strict=True):
        assert set(answer) == {"kode", "tingkat", "skor", "alasan", "tanya_ulang_1jam"}
        assert (answer["kode"], answer["tingkat"]) == (row["kode"], row["harap_tingkat"])
        assert answer["skor"] == row["harap_skor"]
        assert answer["tanya_ulang_1jam"] is row["harap_tanya_ulang_1jam"]
        for code in (*row["bahaya"], *row["risiko"], *row["risiko_belum_tahu"], *row["pelindung"]):
            assert code in answer["alasan"]


def test_a_bare_list_a_bom_and_missing_lists_are_taken(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + json.dumps([GOOD, {"kode": "A2"}]).encode()
    result = run(content, tmp_path, "--json")
    assert result.exit_code == 0
    assert [(row["kode"], row["tingkat"]) for row in answered(result)] == [
        ("A1", "DARURAT"),
        ("A2", "RENDAH"),
    ]


def test_a_note_belongs_to_the_file_and_beside_a_sheet_is_an_unknown_key(tmp_path: Path) -> None:
    result = run({"vignet": [{"kode": "A", "catatan": "x"}, {"kode": "B"}]}, tmp_path, "--json")
    assert result.exit_code == 1
    assert 'kode A: refused: unknown key "catatan"' in result.stderr
    assert '"B"' in result.stdout


def test_expectations_notes_and_unknown_age_do_no_harm(tmp_path: Path) -> None:
    sheet = {"kode": "A", "harap_tingkat": 5, "harap_apa_saja": None, "usia": None}
    result = run({"catatan": "x", "versi": 2, "vignet": [sheet]}, tmp_path, "--json")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"bahaya": ["B99"]}, 'unknown code "B99" in bahaya'),
        ({"bahaya": ["R01"]}, 'unknown code "R01" in bahaya'),
        ({"bentuk": ["fis"]}, 'unknown code "fis" in bentuk'),
        ({"tpks": ["SEK"]}, 'unknown code "SEK" in tpks'),
        ({"kanal": "FAX"}, 'unknown code "FAX" in kanal'),
        ({"bahya": ["B01"]}, 'unknown key "bahya"'),
        ({"pelindung_belum_tahu": []}, 'unknown key "pelindung_belum_tahu"'),
        ({"bahaya": "B01"}, "bahaya must be a list of codes, not text"),
        ({"bahaya": None}, "bahaya must be a list of codes, not null"),
        ({"risiko": {"R01": True}}, "risiko must be a list of codes, not an object"),
        ({"risiko": [1]}, "risiko must hold codes, not a number"),
        ({"usia": "delapan"}, "usia must be a whole number of years, not text"),
        ({"usia": True}, "usia must be a whole number of years, not true/false"),
        ({"usia": 7.5}, "usia must be a whole number of years, not a number"),
        ({"usia": 40}, "usia 40 is not the age of a child (0 to 17)"),
        ({"usia": -1}, "usia -1 is not the age of a child (0 to 17)"),
        ({"uraian": ["x"]}, "uraian must be text, not a list"),
    ],
)
def test_a_bad_sheet_is_refused_by_name_and_the_others_are_answered(
    fault: dict[str, object], reason: str, tmp_path: Path
) -> None:
    result = run([GOOD, {"kode": "BAD7", **fault}, {**GOOD, "kode": "A3"}], tmp_path, "--json")
    assert result.exit_code == 1
    assert [row["kode"] for row in answered(result)] == ["A1", "A3"]
    assert "BAD7" in result.stderr
    assert reason in result.stderr


@pytest.mark.parametrize("sheet", [{}, {"kode": ""}, {"kode": "  "}, {"kode": None}, {"kode": 7}, "A1", None, [GOOD]])
def test_a_sheet_without_a_name_is_refused_by_its_place(sheet: object, tmp_path: Path) -> None:
    result = run([sheet, GOOD], tmp_path, "--json")
    assert result.exit_code == 1
    assert [row["kode"] for row in answered(result)] == ["A1"]
    assert "kode" in result.stderr


def test_a_key_that_stands_twice_may_hide_a_danger_and_is_refused(tmp_path: Path) -> None:
    result = run(b'[{"kode": "A", "bahaya": ["B01"], "bahaya": []}]', tmp_path, "--json")
    assert (result.exit_code, answered(result)) == (1, [])
    assert 'key "bahaya" stands twice' in result.stderr


def test_all_faults_of_a_sheet_are_named_at_once(tmp_path: Path) -> None:
    result = run([{"kode": "A", "foo": 1, "usia": 99, "risiko": ["X"]}], tmp_path)
    assert result.stderr.count("\n") == 1
    assert all(word in result.stderr for word in ("foo", "99", '"X"'))


def test_two_sheets_of_one_name_are_both_answered_and_pointed_out(tmp_path: Path) -> None:
    result = run([GOOD, {**GOOD, "bahaya": []}], tmp_path, "--json")
    assert [row["tingkat"] for row in answered(result)] == ["DARURAT", "TINGGI"]
    assert (result.exit_code, "A1" in result.stderr) == (0, True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "not valid JSON"),
        (b"", "not valid JSON"),
        (b"\xff\xfe[]", "not UTF-8"),
        (b"[" * 100_000, "not JSON that can be read"),
        (b"7", "must be a list"),
        (b"{}", 'no list named "vignet"'),
        (b'{"vignet": {}}', "must be a list"),
    ],
)
def test_a_file_that_cannot_be_used_gets_one_sentence(content: bytes, says: str, tmp_path: Path) -> None:
    result = run(content, tmp_path, "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_missing_file_and_a_folder_get_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        result = CliRunner().invoke(triage, [str(path)])
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.count("\n") == 1


def test_without_json_people_read_a_table(tmp_path: Path) -> None:
    result = run([GOOD, {"kode": "A-LONG-ONE", "bahaya_belum_tahu": ["B01"]}], tmp_path)
    assert "DARURAT" in result.stdout
    assert "tanya ulang dalam 1 jam" in result.stdout
    assert not result.stdout.startswith("[")


def test_an_empty_list_and_half_a_character_do_no_harm(tmp_path: Path) -> None:
    assert run([], tmp_path, "--json").stdout.strip() == "[]"
    assert run([], tmp_path).exit_code == 0
    result = run(b'[{"kode": "A\\ud800"}]', tmp_path, "--json")
    assert (result.exit_code, answered(result)[0]["kode"]) == (0, "A\ud800")


def test_it_loads_neither_django_nor_a_database_and_starts_at_once(tmp_path: Path) -> None:
    file = tmp_path / "sheets.json"
    file.write_text(json.dumps([GOOD]))
    code = (
        "import sys; from naung.intake.commands import triage; triage(standalone_mode=False);"
        "print([m for m in ('django', 'psycopg', 'pydantic') if m in sys.modules])"
    )
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": os.environ["PATH"], "LC_ALL": "C"}
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, str(file)], env=environment, capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == b"[]"
    assert time.perf_counter() - started < 5  # generous: the machine may be busy
