"""Files from elsewhere: each bad row is named, the others are taken, a file that is none is refused whole."""

import pytest

from naung.core.errors import Refused
from naung.core.importing import CellError, coordinates, one_of, parse, read_csv, show, text
from naung.core.text import Text


def written(folder, content, encoding="utf-8"):
    path = folder / "list.csv"
    path.write_bytes(content.encode(encoding))
    return path


def test_rows_come_with_the_line_on_which_they_stand(tmp_path):
    source = read_csv(written(tmp_path, "kode,nama\n1, Manggar \n\n2,Lamaru\n"), ["kode", "nama"])

    assert [(row.place.rpartition(":")[2], dict(row.values)) for row in source.rows] == [
        ("2", {"kode": "1", "nama": "Manggar"}),
        ("4", {"kode": "2", "nama": "Lamaru"}),
    ]


def test_a_spreadsheets_semicolons_and_byte_order_mark_are_understood(tmp_path):
    source = read_csv(written(tmp_path, "kode;nama\r\n1;Manggar, Timur\r\n", "utf-8-sig"), ["kode", "nama"])

    assert source.rows[0].values["nama"] == "Manggar, Timur"


def test_columns_may_come_in_any_order_and_unknown_ones_are_left_alone(tmp_path):
    source = read_csv(written(tmp_path, "warna,nama,kode,lat\nbiru,Manggar,1,2\n"), ["kode", "nama"], ["lat", "lng"])

    assert source.rows[0].values == {"nama": "Manggar", "kode": "1", "lat": "2"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('"Manggar,2', "cannot be split into columns"),
        ("1,2,3", "has 3 columns, the first line names 2"),
        ("1", "has 1 columns, the first line names 2"),
        ("1,Mang\x00gar", "holds a character that cannot be printed"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_the_next_is_taken(tmp_path, line, reason):
    source = read_csv(written(tmp_path, f"kode,nama\n{line}\n2,Lamaru\n"), ["kode", "nama"])

    assert [row.values["nama"] for row in source.rows] == ["Lamaru"]
    (problem,) = source.refused
    assert problem.place.endswith("list.csv:2")
    assert problem.reason.en.startswith(reason)


@pytest.mark.parametrize(
    ("content", "said"),
    [("", "missing: kode, nama"), ("kode,name\n", "missing: nama"), ("\n1,2\n", "missing: kode, nama")],
)
def test_a_file_without_its_columns_is_refused_whole(tmp_path, content, said):
    with pytest.raises(Refused) as refused:
        read_csv(written(tmp_path, content), ["kode", "nama"])
    assert said in refused.value.english


def test_a_file_that_is_not_there_or_not_text_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(Refused, match="cannot be read: No such file"):
        read_csv(tmp_path / "none.csv", ["kode"])
    with pytest.raises(Refused) as refused:
        read_csv(written(tmp_path, "kode\nCafé\n", "latin-1"), ["kode"])
    assert "is not UTF-8 text" in refused.value.english


def test_the_second_row_of_one_key_is_refused_with_the_place_of_the_first(tmp_path):
    source = read_csv(written(tmp_path, "kode\n7\n8\n7\n"), ["kode"])

    outcome, rows = parse(source, lambda values: int(values["kode"]), "kode", lambda value: value)

    assert [value for _, value in rows] == [7, 8]
    assert [problem.reason.en for problem in outcome.refused] == [f"7 stands already at {tmp_path}/list.csv:2"]


def test_cells_say_what_is_wrong_with_them():
    assert text({"nama": "Manggar"}, "nama", 7) == "Manggar"
    assert one_of({"status": "NEGERI"}, "status", ["negeri", "swasta"]) == "negeri"
    assert coordinates({"lat": "-1.2", "lng": "116.8"}, "lat", "lng") == (-1.2, 116.8)
    assert coordinates({"lat": "", "lng": ""}, "lat", "lng") is None


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda: text({"nama": ""}, "nama", 5), "nama: is empty"),
        (lambda: text({"nama": "Manggar"}, "nama", 5), "nama: is longer than 5"),
        (lambda: one_of({"status": "x"}, "status", ["a", "b"]), "status: “x” is none of a, b"),
        (lambda: coordinates({"lat": "-1,2", "lng": "1"}, "lat", "lng"), "lat: “-1,2” is not a number"),
        (lambda: coordinates({"lat": "1", "lng": ""}, "lat", "lng"), "lng: “” is not a number"),
        (lambda: coordinates({"lat": "nan", "lng": "1"}, "lat", "lng"), "lat: nan is not between"),
        (lambda: coordinates({"lat": "116.8", "lng": "-1.2"}, "lat", "lng"), "lat: 116.8 is not between -90"),
    ],
)
def test_a_cell_that_cannot_be_right_is_refused(read, said):
    with pytest.raises(CellError) as caught:
        read()

    assert str(caught.value).startswith(said)


def test_what_was_done_is_shown_and_a_refused_row_fails_the_command(capsys):
    outcome, _ = parse(_source("x"), int_of, "kode", lambda value: value)
    outcome.warn("list.csv:3", "", Text("tampak janggal", "looks odd"))

    status = show(outcome)

    shown = capsys.readouterr()
    assert status == 1
    assert shown.err.splitlines() == [
        "refused: list.csv:2, column kode: is no number",
        "warning: list.csv:3: looks odd",
    ]
    assert shown.out == "list.csv: 0 added, 0 changed, 0 unchanged, 1 refused, 1 warnings\n"
    assert show(parse(_source("7"), int_of, "kode", lambda value: value)[0]) == 0


def _source(cell):
    from naung.core.importing import Row, Source

    return Source("list.csv", [Row("list.csv:2", {"kode": cell})])


def int_of(values):
    if not values["kode"].isdigit():
        raise CellError("kode", Text("bukan angka", "is no number"))
    return int(values["kode"])
