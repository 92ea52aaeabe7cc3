"""`naung match` on files: right answers, and clear refusals that leave nothing half-written."""

import csv
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from naung.people.commands import match
from naung.people.matching import bulk
from naung.people.matching.facts import Known
from naung.people.matching.model import load, shipped
from naung.people.matching.prepared import Prepared, prepare
from naung.people.matching.training import train

HEAD = "rec_id,name,sex,birth_date,mother,village\n"
TWO = (
    HEAD + "A,Muhammad Rizki,M,2015-03-04,Siti Aminah,X\nB,Moh. Riski,M,2015-04-03,Sitti Aminah,X\n"
    "C,Dewi,F,2012-01-02,,Y\n"
)
COLUMNS = "rec_id,name,nik,birth_date,child_id\n"
GIVEN = [
    "Lijau", "Baso", "Tenri", "Gusti", "Wayan", "Togar", "Markus", "Slamet", "Ujang", "Halimah", "Rohani", "Kartika",
    "Maryam", "Sulastri", "Nyoman", "Besse",
]  # fmt: skip
FAMILY = [
    "Lubis", "Ginting", "Hidayat", "Santoso", "Wijaya", "Rahman", "Daeng", "Bilung", "Tarigan", "Lim", "Saputra",
    "Nugroho", "Manurung", "Hakim",
]  # fmt: skip


def run(*arguments: object) -> Result:
    return CliRunner().invoke(match, [str(one) for one in arguments])


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_pair_of_one_child_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TWO)
    done = run("dedupe", tmp_path / "a.csv", "--out", tmp_path / "p.csv")
    assert done.exit_code == 0, done.output
    assert [(one["rec_id_a"], one["rec_id_b"]) for one in rows(tmp_path / "p.csv")] == [("A", "B")]
    assert left(tmp_path) == ["a.csv", "p.csv"]


def test_a_query_finds_its_child_through_the_number_with_a_wrong_digit(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(COLUMNS + "A,Lijau Bilung,6471990403150001,2015-03-04,\nB,Budi,,2015-03-04,\n")
    (tmp_path / "q.csv").write_text(COLUMNS + "Q,Lidjau,6471990403150007,2015-04-03,x\n")
    done = run("lookup", tmp_path / "r.csv", tmp_path / "q.csv", "--out", tmp_path / "f.csv")
    assert done.exit_code == 0, done.output
    found = rows(tmp_path / "f.csv")
    assert [(one["query_id"], one["rec_id"]) for one in found] == [("Q", "A")]
    assert float(found[0]["probability"]) > 0.9


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (HEAD.encode(), "no rows"),
        (b"rec_id,nama\nA,Budi\n", "unknown column 'nama'"),
        (b"name\nBudi\n", "rec_id is missing"),
        (b"rec_id,name\nA,Budi\nA,Dewi\n", "line 3 stood already in line 2"),
        (b"rec_id,name\nA,Bud\xff\n", "not UTF-8"),
        (b"rec_id,name\nA,Budi,x\n", "line 2 has 3 fields"),
        (b'rec_id,name\nA,"Budi\n', "no CSV file"),
    ],
)
def test_a_file_that_is_no_register_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    done = run("dedupe", tmp_path / "a.csv", "--out", tmp_path / "p.csv")
    assert done.exit_code == 2
    assert says in done.output
    assert left(tmp_path) == ["a.csv"]


def test_a_row_that_cannot_be_read_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TWO + "D,Budi,M,2015-02-30,,\n")
    done = run("dedupe", tmp_path / "a.csv", "--out", tmp_path / "p.csv")
    assert done.exit_code == 1
    assert "line 5, birth_date" in done.output
    assert len(rows(tmp_path / "p.csv")) == 1


def test_a_model_that_is_none_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TWO)
    (tmp_path / "m.json").write_text('{"format": 9}')
    assert run("dedupe", tmp_path / "a.csv", "--out", tmp_path / "p.csv", "--model", tmp_path / "m.json").exit_code == 2
    assert run("dedupe", tmp_path / "a.csv", "--out", tmp_path / "no" / "p.csv").exit_code == 2
    assert not (tmp_path / "p.csv").exists()


def test_many_equal_names_are_compared_with_their_neighbours_and_it_is_said() -> None:
    many = [prepare(Known(name="Muhammad Rizki"))] * 4_000
    pairs, found = bulk.dedupe(many, shipped(), least=0.5)
    assert found.capped_blocks == 1
    assert found.capped_records == 4_000
    assert found.compared == sum(min(bulk.NEIGHBOURS, 3_999 - at) for at in range(4_000))
    assert pairs == []


def register(children: int) -> list[Prepared]:
    draw = random.Random(5)
    found = []
    for _ in range(children):
        name, mother = (f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}" for _ in range(2))
        born = date(2009, 1, 1) + timedelta(draw.randrange(6000))
        one = Known(name=name, mother=mother, birth_date=born, sex=draw.choice("LP"), kecamatan=str(draw.randrange(6)))
        found.append(prepare(one))
        if draw.random() < 0.2:
            again = replace(one, mother=mother if draw.random() < 0.6 else "")
            found.append(prepare(again if draw.random() < 0.8 else replace(again, kecamatan="9")))
    return found


def test_splink_learns_the_office_s_own_weights(tmp_path: Path) -> None:
    learned = train(register(1_800), shipped(), version="t", made=date(2026, 11, 26))
    assert learned.source.startswith("trained with Splink")
    area, before = learned.fields["area"], shipped().fields["area"]
    assert area["DISTRICT"].m + area["VILLAGE"].m == pytest.approx(0.8, abs=0.08)
    assert before["DISTRICT"].m < 0.2
    assert learned.fields["birth"]["SAME"].m > 0.85
    assert learned.frequencies["name"]["lubis"] == pytest.approx(1 / len(FAMILY), abs=0.03)


def test_too_few_records_teach_only_their_names() -> None:
    learned = train(register(100), shipped(), version="t", made=date(2026, 11, 26))
    assert learned.fields == shipped().fields


def test_a_model_is_written_and_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TWO)
    done = run("train", tmp_path / "a.csv", "--out", tmp_path / "m.json")
    assert done.exit_code == 0, done.output
    assert load(tmp_path / "m.json").fields == shipped().fields
    assert len(shipped().explain()) == sum(len(levels) for levels in shipped().fields.values())
