"""A school's file of absent pupils: what is read from it, and what is refused and why."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naung.core.errors import Refused
from naung.prevention.rules.attendance import (
    LARGEST,
    MOST_ROWS,
    Absent,
    Reading,
    example,
    read,
    written,
)

TODAY = date(2026, 11, 23)
HEADS = "NISN;Nama;Kelas;Hari tidak hadir;Dari;Sampai"
DIMAS = "0123456789;Dimas Pratama;4B;12;01/10/2026;20/10/2026"


def reading(*rows: str, heads: str = HEADS) -> Reading:
    return read("\n".join((heads, *rows)).encode(), today=TODAY, fewest=10)


def reasons(*rows: str, heads: str = HEADS) -> list[tuple[int, str, str]]:
    return [(one.line, one.column.id, one.reason.id) for one in reading(*rows, heads=heads).refused]


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(data, today=TODAY, fewest=10)
    assert refused.value.about["field"] == "file"
    return str(refused.value.message)


def test_a_row_is_read_with_its_days_and_its_period() -> None:
    assert reading(DIMAS) == Reading(
        (Absent("0123456789", "Dimas Pratama", "4B", 12, date(2026, 10, 1), date(2026, 10, 20)),), ()
    )


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ("nisn,nama,kelas,jumlah alpa,dari,sampai", "0123456789,Dimas Pratama,4B,12,2026-10-01,2026-10-20"),
        ("until,from,days absent,name,class,NISN", "20.10.2026,1.10.2026,12,Dimas Pratama,4B,0123456789"),
        ("No\tN I S N\tNama Siswa\tRombel\tALPA\tMulai\tS/D",
         "1\t'0123456789\tDimas  Pratama\t4B\t12\t1-10-2026\t20-10-2026"),
        ("sep=;\nNISN;Nama;Kelas;Hari;Dari;Sampai", '="0123456789";"Dimas Pratama";4B;12;01/10/2026;20/10/2026'),
    ],
)  # fmt: skip
def test_both_languages_any_order_and_any_of_three_marks(heads: str, row: str) -> None:
    found = reading(row, heads=heads)

    assert (found.pupils, found.refused) == (reading(DIMAS).pupils, ())


def test_the_mark_at_the_beginning_and_windows_line_ends_make_no_difference() -> None:
    plain = f"{HEADS}\r\n{DIMAS}\r\n\r\n;;;;;\r\n"

    assert read(plain.encode("utf-8-sig"), today=TODAY, fewest=10) == reading(DIMAS)


def test_the_class_may_be_missing_and_other_columns_are_passed_over() -> None:
    found = reading("x;0123456789;Dimas;12;01/10/2026;20/10/2026", heads="No;NISN;Nama;Alpa;Dari;Sampai")

    assert [(one.name, one.school_class) for one in found.pupils] == [("Dimas", "")]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (";Dimas;4B;12;01/10/2026;20/10/2026", "NISN", "NISN tidak diisi"),
        ("0000000000;Dimas;4B;12;01/10/2026;20/10/2026", "NISN", "NISN tidak diisi"),
        ("01234567890;Dimas;4B;12;01/10/2026;20/10/2026", "NISN", "NISN bukan sepuluh angka"),
        ("1,23457E+09;Dimas;4B;12;01/10/2026;20/10/2026", "NISN", "NISN bukan sepuluh angka"),
        ("٠١٢٣٤٥٦٧٨٩;Dimas;4B;12;01/10/2026;20/10/2026", "NISN", "NISN bukan sepuluh angka"),
        ("123456789;Dimas;4B;12;01/10/2026;20/10/2026", "NISN",
         "NISN bukan sepuluh angka; Excel membuang nol di depan, kecuali ditulis dengan tanda ' di depannya"),
        ("0123456789;;4B;12;01/10/2026;20/10/2026", "nama", "nama tidak diisi"),
        ("0123456789;???;4B;12;01/10/2026;20/10/2026", "nama", "ini bukan nama"),
        (f"0123456789;Dimas;{'4' * 21};12;01/10/2026;20/10/2026", "kelas", "lebih dari 20 huruf"),
        ("0123456789;Dimas;4B;dua belas;01/10/2026;20/10/2026", "hari tidak hadir", "jumlah hari bukan angka"),
        ("0123456789;Dimas;4B;-12;01/10/2026;20/10/2026", "hari tidak hadir", "jumlah hari bukan angka"),
        ("0123456789;Dimas;4B;12,5;01/10/2026;20/10/2026", "hari tidak hadir", "jumlah hari bukan angka"),
        ("0123456789;Dimas;4B;9;01/10/2026;20/10/2026", "hari tidak hadir", "tidak diambil: kurang dari 10 hari"),
        ("0123456789;Dimas;4B;21;01/10/2026;20/10/2026", "hari tidak hadir",
         "21 hari, padahal dari tanggal pertama sampai terakhir hanya 20 hari"),
        ("0123456789;Dimas;4B;12;1 Okt;20/10/2026", "dari", "tulis tanggalnya seperti 20/10/2026 atau 2026-10-20"),
        ("0123456789;Dimas;4B;12;01/10/26;20/10/2026", "dari", "tulis tanggalnya seperti 20/10/2026 atau 2026-10-20"),
        ("0123456789;Dimas;4B;12;01/10/2026;31/02/2026", "sampai",
         "tulis tanggalnya seperti 20/10/2026 atau 2026-10-20"),
        ("0123456789;Dimas;4B;12;01/10/2026;24/11/2026", "sampai", "tanggal ini belum terjadi"),
        ("0123456789;Dimas;4B;12;20/10/2026;01/10/2026", "sampai", "hari terakhir sebelum hari pertama"),
        ("0123456789;Dimas;4B;12;20/10/2024;01/10/2026", "sampai", "rentangnya lebih dari satu tahun"),
        ("0123456789;Pratama, Dimas;4B;12;01/10/2026;20/10/2026;4B", "baris ini",
         "isinya lebih banyak dari judul kolom; beri tanda kutip pada nama yang memakai koma"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_is_refused_with_line_column_and_reason(row: str, column: str, reason: str) -> None:
    assert reasons("", DIMAS.replace("89;", "80;"), row) == [(4, column, reason)]


def test_every_fault_of_a_row_is_said_at_once() -> None:
    assert [column for _, column, _ in reasons(";;4B;x;1;2")] == ["NISN", "nama", "hari tidak hadir", "dari", "sampai"]


def test_a_pupil_stands_once() -> None:
    found = reading(DIMAS, DIMAS.replace("12;", "15;"))

    assert [one.days for one in found.pupils] == [12]
    assert [(one.line, one.reason.id) for one in found.refused] == [(3, "murid ini sudah ada di baris 2")]


def test_below_the_limit_is_no_mistake() -> None:
    found = reading(DIMAS.replace("12;", "9;"), ";Ani;4B;12;01/10/2026;20/10/2026")

    assert ([one.line for one in found.few], [one.line for one in found.faults]) == ([2], [3])


def test_most_days_come_first() -> None:
    found = reading(DIMAS, "0123456780;Ani;4B;19;01/10/2026;20/10/2026", "0123456781;Budi;4B;12;01/10/2026;20/10/2026")

    assert [one.name for one in found.pupils] == ["Ani", "Budi", "Dimas Pratama"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "kosong"),
        (b"\n \n", "kosong"),
        (HEADS.encode(), "tidak ada murid"),
        (b"nisn;nama;kelas;dari;sampai\nx", "“hari tidak hadir” tidak ada"),
        (DIMAS.encode(), "“NISN” tidak ada"),
        (f"NISN;{HEADS}\n{DIMAS}".encode(), "“NISN” ada dua kali"),
        (f"{HEADS}\n{DIMAS}".encode("utf-16"), "tidak terbaca"),
        (f"{HEADS}\n0123456789;José;4B;12;01/10/2026;20/10/2026".encode("latin-1"), "tidak terbaca"),
        (f"{HEADS}\n{DIMAS}\0".encode(), "tidak terbaca"),
        (b"PK\x03\x04" + bytes(50), "Excel"),
        (f'{HEADS}\n"0123456789;Dimas'.encode(), "Baris 2 rusak"),
        (f"{HEADS}\n{'x' * 200_000}".encode(), "Baris 2 rusak"),
        (HEADS.encode() + b"\n" * LARGEST, "900 kB"),
        ("\n".join((HEADS, *("x" for _ in range(MOST_ROWS + 1)))).encode(), "5.000 baris"),
    ],
)
def test_a_file_of_which_nothing_can_be_read_is_refused_as_a_whole(data: bytes, said: str) -> None:
    assert said in refusal(data)


def test_the_example_can_be_sent_as_it_is() -> None:
    found = read(example(TODAY).encode("utf-8-sig"), today=TODAY, fewest=10)

    assert ([one.nisn for one in found.pupils], found.refused) == (["0120000001", "0120000002"], ())


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+Dimas", "-Dimas", "@Dimas"])
def test_no_spreadsheet_takes_a_name_for_a_formula(name: str) -> None:
    (pupil,) = reading(DIMAS.replace("Dimas Pratama", name)).pupils
    text = written([pupil])

    assert f",'{name}," in text
    assert read(text.encode(), today=TODAY, fewest=10).pupils == (pupil,)


NAMES = st.sampled_from(["=Dimas", "Dimas Pratama", "O'Neil, José", 'Ani "Nia"', "Nur; Aini", "Rani\tS"])
PUPILS = st.builds(
    lambda nisn, name, room, first, length, days: Absent(
        f"{nisn:010d}", " ".join(name.split()), room, min(days, length), first, first + timedelta(days=length - 1)
    ),
    st.integers(1, 10**10 - 1), NAMES, st.sampled_from(["", "4B", "VII, A"]),
    st.dates(date(2025, 1, 1), date(2025, 10, 1)), st.integers(10, 366), st.integers(10, 366),
)  # fmt: skip


@given(st.lists(PUPILS, min_size=1, max_size=12, unique_by=lambda one: one.nisn))
def test_what_is_written_is_read_again(pupils: list[Absent]) -> None:
    found = read(written(pupils).encode(), today=TODAY, fewest=10)

    assert (sorted(found.pupils, key=repr), found.refused) == (sorted(pupils, key=repr), ())


@given(
    st.binary(max_size=300)
    | st.text(alphabet=";,\"\n\r\t0123456789x='", max_size=300).map(lambda text: f"{HEADS}\n{text}".encode())
)
def test_whatever_is_sent_is_read_or_refused_in_words(data: bytes) -> None:
    try:
        found = read(data, today=TODAY, fewest=10)
    except Refused as refused:
        said = refused.about["field"]
    else:
        said = "rows"
        assert all(one.days >= 10 and len(one.nisn) == 10 and one.name for one in found.pupils)
    assert said in ("file", "rows")
