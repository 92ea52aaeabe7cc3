"""The packaged code lists and areas are whole, in both languages, and a broken file is refused."""

import json
import re
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from naung.core import reference

# Collected facts that may lie beside the checkout; they are not part of the project.
SHARED = Path(__file__).parents[3] / "shared" / "data" / "codelists.json"

# Lists that a law brought before the office began: UU 12/2022 is in force since that day.
SINCE = {"tpks": date(2022, 5, 9)}

# The codes that the office works with, list by list.
WRITTEN = {
    "jenis_pelapor": "ANK ORT WAL KEL TMN GRU KSK TND KES POL RTK PTB TKS OPD SPP LKS HTL MED TET ANM",
    "kanal_laporan": "WA TEL LGS SRT SKL KLR MED LPR RJK JKL LRG",
    "ampk": "A B C D E F G H I J K L M N O",
    "ppks_anak": "ABT AT ABH AJ ADK AKTK AMPK ANZ",
    "peran_abh": "AKH AKB AKS A12",
    "bentuk_kekerasan": "FIS PSI SEK EKS TPPO PEN LAI BLY DIS KBJ ONL KWN PKA",
    "tpks": "KS1 KS2 KS3 KS4 KS5 KS6 KS7 KS8 KS9 KSX",
    "tempat": "RMH RPL SKL PSN PNT JLN TKJ PNG TRN DAR IBD THN LAI",
    "hubungan_pelaku": "AYH IBU ATR ITR PGS SDR KRB PCR TMN GRU AGM TET MJK PTG KNL TDK TTH",
    "faktor_risiko": " ".join(f"R{n:02}" for n in range(1, 20)),
    "faktor_pelindung": " ".join(f"L{n:02}" for n in range(1, 9)),
    "bahaya": " ".join(f"B{n:02}" for n in range(1, 12)),
    "domain_asesmen": "1A 1B 2A 2B 3A 3B 4A 4B 5A 5B 6A 6B",
    "domain_biopsikososial": "BIO PSI SOS SPR HKM PND EKO PGS HRP",
    "tanda_dini": " ".join(f"T{n:02}" for n in range(1, 19)),
    "alasan_rujukan": "MED PSI PLN HKM POL DIV RHB NPZ PND ADM BNS PGS DIS PAR LPS WIL",
    "status_rujukan": "DRF KRM TRM JDW LAY SEL TLK BTL KDL",
    "hasil_layanan": "TCP SBG TDK MNL TSD TJK BLM",
    "alasan_tutup": "TJN UMR ALH PGN TTK MNR HLG MGL DUP",
    "dokumen": "FPP TRG PSJ PSA KTR ASM LPS LTM RIL SRJ BAP BAK LPK RKS RRI BAR LPM BAT VER",
    "kegiatan_pencegahan": "SOS PAR PLT FAN KMP PMT REP",
    "layanan": (
        "PKH BPNT PBI PIP YAPI ATN RSD AKT VER MED PSI RMA RPS MDS BHK DIV U12 LPK LPSK NPZ PKB RTS DSB PSG"
        " VOK PMS WAL KJG"
    ),
    "tingkat": "EMERGENCY HIGH MEDIUM LOW",
    "hasil_triase": "BECAME_CASE JOINED PASSED_ON NOT_OURS TOO_LITTLE_KNOWN ADVICE_ONLY",
    "status_kasus": ("REGISTERED ASSESSMENT PLANNING IMPLEMENTATION MONITORING CLOSED SUSPENDED TRANSFERRED"),
    "tahap": "PREVENTION INTERVENTION REHABILITATION REINTEGRATION",
    "kerahasiaan": "ANON RAHASIA TERBUKA",
}
ADDED = {
    "status_laporan", "alasan_jeda", "alasan_turun_tingkat", "dasar_tanpa_persetujuan", "frasa_aman",
    "jenis_kontak", "hubungan_keluarga", "disabilitas", "bahasa", "alasan_tangguh", "keberadaan_anak",
    "alasan_tidak_berlaku",
}  # fmt: skip
WEIGHTS = {
    "faktor_risiko": [3, 3, 2, 2, 2, 2, 2, 3, 2, 2, 1, 1, 1, 2, 2, 2, 1, 1, 2],
    "tanda_dini": [3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 1, 1, 2, 2, 2, 1, 1, 3],
}


# Codes that the project added to a written list, with its reason: the lists know no form on one's own site.
OURS = {"kanal_laporan": ["WEB"]}


def every_code():
    return [(found.name, code) for found in reference.lists().values() for code in found.codes.values()]


def test_every_list_that_the_office_works_with_is_there():
    assert set(reference.lists()) == set(WRITTEN) | ADDED


@pytest.mark.parametrize("name", WRITTEN)
def test_every_written_code_is_there_in_its_order(name):
    assert list(reference.codes(name)) == WRITTEN[name].split() + OURS.get(name, [])


def test_no_list_is_empty_and_every_code_has_both_labels_a_basis_and_its_day():
    assert all(found.codes and found.label_id and found.label_en for found in reference.lists().values())
    for name, code in every_code():
        assert code.label_id, name
        assert code.label_en, name
        assert code.basis, name
        assert code.valid_from == SINCE.get(name, date(2026, 1, 1)), name
        assert code.valid_to is None


def test_weights_are_those_of_the_triage_rule_and_the_teachers_checklist():
    weights = {name: [code.weight for code in reference.codes(name).values()] for name in WEIGHTS}

    assert weights == WEIGHTS
    assert {name for name, code in every_code() if code.weight is not None} == set(WEIGHTS)


def test_nobody_is_called_a_perpetrator():
    for name, code in every_code():
        assert not re.search(r"\bpelaku\b", code.label_id), name
        assert "perpetrator" not in re.sub(r"[Aa]lleged perpetrator", "", code.label_en), (name, code.code)


def test_finer_forms_are_counted_under_the_seven_that_the_ministry_counts():
    forms = reference.codes("bentuk_kekerasan")

    assert {form.extra["simfoni"] for form in forms.values()} == set(list(forms)[:7])
    assert all(forms[code].extra["simfoni"] == code for code in list(forms)[:7])


def test_a_service_says_who_may_have_it_and_who_gives_it():
    for service in reference.codes("layanan").values():
        assert set(service.extra) == {"eligibility_id", "eligibility_en", "provider"}


def test_safe_phrases_hold_no_case_word_and_no_promise():
    forbidden = re.compile(
        r"\b(anak|kasus|korban|kekerasan|lapor\w*|polisi|pasti|segera|janji)\b"
        r"|\b(child\w*|case|victim|violence|abuse|report\w*|police|promise|will)\b",
        re.IGNORECASE,
    )
    for phrase in reference.codes("frasa_aman").values():
        assert not forbidden.search(phrase.label_id), phrase
        assert not forbidden.search(phrase.label_en), phrase


def test_each_report_status_that_a_reporter_may_meet_has_one_safe_phrase():
    said = [
        status for phrase in reference.codes("frasa_aman").values() for status in phrase.extra.get("status", "").split()
    ]

    assert sorted(said) == sorted(set(reference.codes("status_laporan")) - {"DRAFT"})


def test_a_code_knows_its_days_and_languages():
    high = reference.codes("tingkat")["HIGH"]

    assert (high.label("id"), high.label("en")) == ("Tinggi", "High")
    assert high.valid_on(date(2026, 1, 1))
    assert not high.valid_on(date(2025, 12, 31))


def test_an_unknown_list_is_said():
    with pytest.raises(reference.ReferenceDataError, match="no code list named warna"):
        reference.codes("warna")


def test_balikpapan_has_six_kecamatan_and_thirty_four_kelurahan():
    levels = [area.level for area in reference.areas()]

    assert (levels.count("CITY"), levels.count("DISTRICT"), levels.count("WARD")) == (1, 6, 34)
    names = {area.code: area.name for area in reference.areas()}
    assert names["64.71.05.1010"] == "Sungai Nangka"
    assert names["64.71.06"] == "Balikpapan Kota"


@pytest.mark.skipif(not SHARED.exists(), reason="the collected facts are not on this machine")
def test_the_packaged_lists_agree_with_the_collected_facts():
    for name, facts in json.loads(SHARED.read_text()).items():
        own = OURS.get(name, [])
        ours = {code.code: code.weight for code in reference.codes(name).values() if code.code not in own}
        assert ours == {item["kode"]: item.get("bobot") for item in facts["items"]}, name


SOUND = {
    "bases": {"UU": "UU 35/2014"},
    "lists": {
        "warna": {
            "id": "Warna", "en": "Colour", "basis": "UU", "mark": "verified", "valid_from": "2026-01-01",
            "codes": [
                {"code": "M", "id": "Merah", "en": "Red", "weight": 2},
                {"code": "B", "id": "Biru", "en": "Blue", "valid_to": "2026-06-30", "mark": "memory"},
            ],
        }
    },
}  # fmt: skip


def test_a_code_takes_what_its_list_says_unless_it_says_otherwise():
    red, blue = reference.read_lists(SOUND)["warna"].codes.values()

    assert (red.weight, red.basis, red.mark, red.valid_to) == (2, "UU 35/2014", "verified", None)
    assert (blue.mark, blue.valid_to) == ("memory", date(2026, 6, 30))
    assert not blue.valid_on(date(2026, 7, 1))


def _twice(content):
    content["lists"]["warna"]["codes"].append({"code": "M", "id": "Merah muda", "en": "Pink"})


def _no_label(content):
    content["lists"]["warna"]["codes"][1]["en"] = " "


def _no_basis(content):
    content["lists"]["warna"]["codes"][0]["basis"] = "UUD"


def _no_mark(content):
    content["lists"]["warna"]["mark"] = "sure"


def _no_day(content):
    content["lists"]["warna"]["codes"][0]["valid_from"] = "1 Januari"


def _empty(content):
    content["lists"]["warna"]["codes"] = []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_twice, "warna: M stands twice"),
        (_no_label, "warna B: `en` is missing"),
        (_no_basis, "warna M: the basis UUD is not among"),
        (_no_mark, "warna: the mark sure is none of"),
        (_no_day, "warna M: 1 Januari is not a day"),
        (_empty, "warna: the list is empty"),
    ],
)
def test_a_broken_list_is_refused_with_its_place(spoil, said):
    content = deepcopy(SOUND)
    spoil(content)

    with pytest.raises(reference.ReferenceDataError, match=re.escape(said)):
        reference.read_lists(content)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("1", "CITY", "A", "0")], "1 does not lie in 0"),
        ([("0.1", "TOWN", "A", "0")], "unknown level TOWN"),
        ([("0.1.2", "WARD", "A", "0.1")], "before or without its parent 0.1"),
        ([("0.1", "CITY", "A", "0"), ("0.1", "CITY", "B", "0")], "0.1 stands twice"),
        ([("0.1", "CITY", "", "0")], "`name` is missing"),
    ],
)
def test_a_broken_area_file_is_refused(rows, said):
    content = {"areas": [dict(zip(("code", "level", "name", "parent"), row, strict=True)) for row in rows]}

    with pytest.raises(reference.ReferenceDataError, match=re.escape(said)):
        reference.read_areas(content)


def test_an_unreadable_file_is_said(tmp_path):
    (tmp_path / "areas.json").write_text("{")

    with pytest.raises(reference.ReferenceDataError, match=r"areas\.json cannot be read"):
        reference.areas(tmp_path / "areas.json")
