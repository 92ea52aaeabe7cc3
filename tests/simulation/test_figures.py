"""What the simulation draws has the shares of the published figures and of the assumptions written down."""

import csv
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from django.conf import settings

from naung.core import reference
from naung.intake.rules import Answer, Answers, triage
from naung.people.rules import Sex, check_child, check_nik, search_key
from naung.simulation.rules.arrivals import REPORTERS, Arrival, arrivals, filing_of
from naung.simulation.rules.figures import district_weights, figures, packaged
from naung.simulation.rules.people import UNASSIGNED, as_written_by_others, draw_person
from naung.simulation.rules.stories import DANGERS, YES, concerns

COUNT = 4_000
AREAS = settings.CITY.areas_file


@pytest.fixture(scope="module")
def year() -> list[Arrival]:
    zone = settings.CITY.zone
    start, end = (
        datetime(2025, 11, 24, tzinfo=UTC).astimezone(zone),
        datetime(2026, 11, 24, tzinfo=UTC).astimezone(zone),
    )
    return arrivals(seed=11, start=start, end=end, reports=COUNT, areas=AREAS)


def close(found: float, wanted: float, tolerance: float = 0.03) -> bool:
    return abs(found - wanted) <= tolerance


def test_reports_come_by_kecamatan_as_half_population_half_victims(year: list[Arrival]) -> None:
    wards = Counter(arrival.household.children[0].ward_code[:8] for arrival in year)
    for district, weight in district_weights().items():
        assert close(wards[district] / COUNT, weight), district
    assert sum(district_weights().values()) == pytest.approx(1)


def test_channels_duplicates_and_screened_out_have_their_shares(year: list[Arrival]) -> None:
    channels, weights = Counter(arrival.channel for arrival in year), figures()["channels"]["weights"]
    for code, weight in weights.items():
        assert close(channels[code] / COUNT, weight / sum(weights.values())), code
    assert close(sum(arrival.repeats for arrival in year) / COUNT, 0.15)
    assert close(sum(arrival.screened_out for arrival in year) / COUNT, 0.10)


STATISTICS = Path(__file__).resolve().parents[3] / "shared" / "data" / "statistik.csv"


def published(indicator: str, period: str) -> float:
    """One published figure of Balikpapan."""
    with STATISTICS.open(encoding="utf-8") as file:
        found = [row for row in csv.DictReader(file) if row["wilayah"] == "Balikpapan" and row["periode"] == period]
    return float(next(row["nilai"] for row in found if row["indikator"] == indicator))


@pytest.mark.skipif(not STATISTICS.exists(), reason="the published figures are not beside the project")
def test_what_is_drawn_is_what_was_published() -> None:
    spring, known = "2025-01/2025-07", figures()
    forms = {"SEK": "seksual", "FIS": "fisik", "PSI": "psikis", "EKS": "eksploitasi ekonomi", "LAI": "lainnya"}
    for code, word in forms.items():
        assert known["forms"]["weights"][code] == published(f"kasus bentuk: {word}", spring)
    names = {area.code: area.name for area in reference.areas(AREAS)}
    for code, victims in known["districts"]["victims"].items():
        assert victims == published(f"korban kecamatan: {names[code]}", spring)
    girls, boys = (published(f"korban UPTD PPA: anak {sex}", "2024") for sex in ("perempuan", "laki-laki"))
    assert known["girls"]["share"] == pytest.approx(girls / (girls + boys), abs=0.001)
    complaints = published("layanan UPTD PPA: pengaduan", spring)
    for share, word in (("shelter", "penampungan"), ("mediation", "mediasi")):
        assert known["outcomes"][share] == pytest.approx(
            published(f"layanan UPTD PPA: {word}", spring) / complaints, abs=0.005
        )


def test_forms_and_girls_follow_the_figures_of_2024_and_2025(year: list[Arrival]) -> None:
    own = [arrival for arrival in year if not arrival.screened_out]
    forms, weights = Counter(arrival.household.concern.form for arrival in own), figures()["forms"]["weights"]
    for code, weight in weights.items():
        assert close(forms[code] / len(own), weight / sum(weights.values())), code
    victims = [arrival.household for arrival in own if "girls" not in arrival.household.concern.raw]
    girls = sum(household.children[0].sex == "P" for household in victims)
    assert close(girls / len(victims), figures()["girls"]["share"])


def test_every_child_is_a_child_with_a_number_that_belongs_to_nobody(year: list[Arrival]) -> None:
    for arrival in year[:400]:
        for person in arrival.household.children:
            on = arrival.at.date()
            assert 0 <= person.age_on(on) < 18
            assert person.nik.startswith(UNASSIGNED)
            checked = check_nik(person.nik, on, birth_date=person.birth_date, sex=person.sex)
            assert not checked.errors
            assert person.sex in set(Sex)


def test_what_a_reporter_enters_is_never_refused(year: list[Arrival]) -> None:
    from uuid import uuid4

    wards = {area.code: uuid4() for area in reference.areas(AREAS) if area.level == "WARD"}
    for arrival in year[:400]:
        filing = filing_of(arrival, seed=11, ward_ids=wards)
        assert filing.happened
        for child in filing.children:
            assert not check_child(child, arrival.at.date()).errors


def test_story_forms_and_answers_agree(year: list[Arrival]) -> None:
    words = packaged("concerns")
    for arrival in (one for one in year if not one.screened_out):
        told = arrival.told
        for code, answer in told.dangers.items():
            if code in words["dangers"]:
                assert (words["dangers"][code] in told.happened) == (answer == YES), (code, told.happened)
        assert all(words["risks"][code] in told.happened for code in told.risks)
        answers = Answers(
            forms=told.forms, sexual_types=told.tpks, dangers={code: Answer(a) for code, a in told.dangers.items()},
            risks={code: Answer(a) for code, a in told.risks.items()},
        )  # fmt: skip
        assert answers.settled().forms == told.forms, "every sexual form is SEK already"
        assert answers.settled().dangers["B03"] == Answer(told.dangers["B03"])
        assert triage(answers).not_asked == ()


def test_every_code_of_the_data_files_stands_in_its_list() -> None:
    for concern in concerns():
        raw = concern.raw
        lists = {
            "bentuk_kekerasan": {raw["form"], *raw.get("also", {})}, "tpks": set(raw.get("tpks", ())),
            "tempat": set(raw["place"]), "hubungan_pelaku": set(raw["relations"]),
            "keberadaan_anak": set(raw["where"]), "bahaya": set(raw["dangers"]), "faktor_risiko": set(raw["risks"]),
            "faktor_pelindung": set(raw["protective"]), "ppks_anak": {raw["ppks"]}, "ampk": set(raw["ampk"]),
            "layanan": set(raw["services"]), "domain_asesmen": set(raw["low"]),
        }  # fmt: skip
        for name, codes in lists.items():
            assert codes <= reference.codes(name).keys(), (raw["code"], name)
        assert min(low for low, _ in raw["low"].values()) <= 2
    assert set(REPORTERS) <= reference.codes("kanal_laporan").keys()
    assert {code for kinds in REPORTERS.values() for code in kinds} <= reference.codes("jenis_pelapor").keys()
    assert set(DANGERS) == reference.codes("bahaya").keys()
    assert {group["language"] for group in packaged("names")["groups"]} <= reference.codes("bahasa").keys()


def test_a_name_in_another_spelling_is_mostly_found_again() -> None:
    draw = Random(3)
    people = [
        draw_person(draw, age=9, on=datetime(2026, 11, 1, tzinfo=UTC).date(), girl=True, ward_code="")
        for _ in range(300)
    ]
    others = [as_written_by_others(draw, person.name) for person in people]
    assert sum(other != person.name for other, person in zip(others, people, strict=True)) > 60
    shared = [set(search_key(a).split()) & set(search_key(p.name).split()) for a, p in zip(others, people, strict=True)]
    assert sum(bool(words) for words in shared) > 250
