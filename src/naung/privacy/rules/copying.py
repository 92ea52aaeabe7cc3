"""What stands in the copy of a child's data that is given out, and why everything else does not.

Every table that hangs on a child, a case or a report stands in one of the two lists; a test fails for one that stands
in neither. Given is what the child, the guardian and the office did together; free text is not, since what one person
wrote may name another. Nothing of the classes D5, D6 and D7 can be given, and nothing by which a child can be found
(where it lives now, its school): a copy may reach other hands.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from naung.core.text import Text

NEVER = ("D5", "D6", "D7")


@dataclass(frozen=True)
class Part:
    """One part of the copy: its heading and its fields with their words, in order."""

    heading: Text
    fields: Mapping[str, Text]


GIVEN: Mapping[str, Part] = {
    "people.Child": Part(
        Text("Anak", "The child"),
        {
            "name": Text("Nama", "Name"),
            "nickname": Text("Nama panggilan", "Nickname"),
            "sex": Text("Jenis kelamin", "Sex"),
            "birth_date": Text("Tanggal lahir", "Date of birth"),
            "nik": Text("NIK", "National number"),
            "nisn": Text("NISN", "School number"),
            "ktp_address": Text("Alamat pada KTP", "Address on the identity card"),
            "disabilities": Text("Disabilitas", "Disabilities"),
            "languages": Text("Bahasa", "Languages"),
        },
    ),
    "people.Caregiver": Part(
        Text("Anda sebagai wali", "You as guardian"),
        {
            "name": Text("Nama", "Name"),
            "relation": Text("Hubungan", "Relation"),
            "phone": Text("Telepon", "Telephone"),
        },
    ),
    "cases.Case": Part(
        Text("Kasus", "Case"),
        {
            "number": Text("Nomor", "Number"),
            "registered_at": Text("Didaftarkan", "Registered"),
            "closed_at": Text("Ditutup", "Closed"),
        },
    ),
    "cases.Consent": Part(
        Text("Persetujuan", "Consent"),
        {
            "kind": Text("Siapa", "Whose"),
            "given": Text("Setuju", "Given"),
            "at": Text("Pada", "On"),
            "withdrawn_at": Text("Ditarik", "Withdrawn"),
        },
    ),
    "cases.Delivery": Part(
        Text("Layanan yang diterima", "Services received"),
        {"service": Text("Layanan", "Service"), "date": Text("Tanggal", "Date")},
    ),
}

# Services that tell of nothing but help. One that is not here (a visum, a shelter, legal aid, a therapy) is left out.
SERVICES = frozenset({
    "PKH", "BPNT", "PBI", "PIP", "YAPI", "ATN", "RSD", "AKT", "PKB", "RTS", "DSB", "PSG", "VOK", "KJG",
})  # fmt: skip

FREE_TEXT = "kata petugas, dapat menyebut orang lain"
OTHERS = "data orang lain"
INQUIRY = "dapat memberi tahu bahwa ada pemeriksaan"
INTERNAL = "urusan dalam kantor, bukan data tentang anak"
LEFT_OUT: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "cases.Assessment",
            "cases.Rating",
            "cases.LevelFinding",
            "cases.Goal",
            "cases.Action",
            "cases.PlanTold",
            "cases.Narrative",
            "cases.NarrativeVersion",
            "cases.Visit",
            "cases.VisitVersion",
            "cases.Closure",
            "cases.CaseEvent",
            "cases.ReintegrationPlan",
            "cases.CaseFile",
        ),
        FREE_TEXT,
    ),
    **dict.fromkeys(("people.HouseholdMember", "people.Relationship"), OTHERS),
    **dict.fromkeys(("cases.Safety", "cases.DangerFlag", "cases.LegalDuty", "cases.Disclosure"), INQUIRY),
    **dict.fromkeys(
        (
            "cases.Assignment",
            "cases.Plan",
            "cases.Draft",
            "people.ChildKeys",
            "people.Merge",
            "people.CandidatePair",
            "duties.Deadline",
            "duties.Notice",
            "privacy.DataRequest",
            "privacy.RequestWords",
            "privacy.Term",
            "privacy.Breach",
            "privacy.BreachAddition",
            "privacy.BreachPerson",
        ),
        INTERNAL,
    ),
}
# Whole packages that hold what others told: who reported, who is alleged, what was noticed.
TOLD_BY_OTHERS = ("intake", "prevention", "files")
