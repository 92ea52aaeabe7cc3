"""What a report must be before it is taken, whether its reporter can be told so, and whom it resembles."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from naung.core import reference
from naung.core.errors import Refused
from naung.core.text import Text
from naung.intake.rules.answers import Codebook
from naung.intake.rules.filing import TOLD_ON_THE_SPOT, FiledChild, Filing
from naung.intake.rules.triage import Effect, TriageResult
from naung.people.rules import check_phone, search_key, tidied

NOT_TOLD = Text("Tulis apa yang terjadi, satu kalimat sudah cukup.", "Write what happened; one sentence is enough.")
NO_CHILD = Text("Laporan memuat sekurang-kurangnya satu anak.", "A report is about at least one child.")
NOT_YET = Text("Waktu laporan diterima belum tiba.", "The moment of receipt is still to come.")
NOT_A_CODE = Text("Kode {code} tidak ada dalam daftar {list}.", "Code {code} is not in the list {list}.")


def checked(filing: Filing, now: datetime, today: date, regions: Iterable[str] = ()) -> Filing:
    """The report as it is kept; `Refused` in words when something in it cannot be true."""
    if not filing.happened.strip():
        raise Refused(NOT_TOLD, field="happened")
    if not filing.children:
        raise Refused(NO_CHILD)
    if filing.received_at is not None and filing.received_at > now:
        raise Refused(NOT_YET, field="received_at")
    for code, name in _codes(filing):
        if code and code not in reference.codes(name):
            raise Refused(NOT_A_CODE.format(code=code, list=name), code=code, list=name)
    filing.answers().check(Codebook.packaged())
    return replace(
        filing,
        received_at=filing.received_at or now,
        children=tuple(_child(child, today, frozenset(regions)) for child in filing.children),
        reporter=replace(filing.reporter, phone=_phone(filing.reporter.phone)),
        alleged=replace(filing.alleged, phone=_phone(filing.alleged.phone)),
    )


def _codes(filing: Filing) -> Iterator[tuple[str, str]]:
    yield filing.channel or "?", "kanal_laporan"
    yield filing.reporter_type, "jenis_pelapor"
    yield filing.secrecy, "kerahasiaan"
    yield filing.place, "tempat"
    yield filing.alleged.relation, "hubungan_pelaku"
    for child in filing.children:
        yield child.where_now, "keberadaan_anak"


def _child(child: FiledChild, today: date, regions: frozenset[str]) -> FiledChild:
    if child.age_estimate is not None and child.age_estimated_date is None:
        child = replace(child, age_estimated_date=today)
    return tidied(child, today, regions)


def _phone(text: str) -> str:
    """In one spelling if it is a number; what is none is kept as written: a wrong digit loses no report."""
    return check_phone(text).value


def can_be_told(filing: Filing, *, has_receipt: bool) -> bool:
    """Whether there is a way to tell the reporter that the report arrived."""
    reached = bool(filing.reporter.phone) and filing.reporter.safe_to_contact != "NO"
    return has_receipt or reached or told_on_the_spot(filing)


def told_on_the_spot(filing: Filing) -> bool:
    """Whether the reporter heard it while reporting: on the phone or face to face."""
    return filing.channel in TOLD_ON_THE_SPOT


def unknowns(filing: Filing, child: FiledChild) -> list[str]:
    """What nobody could say yet of this child: the social worker's first questions."""
    told = {
        "name": child.name, "sex": child.sex, "age": child.birth_date or child.age_estimate is not None,
        "nik": child.nik, "address": child.address, "ward": child.ward_id or filing.ward_id,
        "school": child.school_id or child.school_name, "caregivers": child.caregivers,
        "where_now": child.where_now not in ("", "TTH"), "happened_when": filing.happened_when,
        "place": filing.place, "alleged": filing.alleged.relation not in ("", "TTH"),
        "alleged_access": filing.alleged.has_access in ("YES", "NO"), "child_wants": filing.child_wants,
    }  # fmt: skip
    return [name for name, known in told.items() if not known]


def words_of(name: str) -> frozenset[str]:
    """The words of a name in the spelling in which names are compared."""
    return frozenset(search_key(name).split())


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names may be one person's: every word of the shorter one stands in the longer one."""
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and shorter <= longer


def words_in(text: str) -> frozenset[str]:
    """The words of a text, each spelled as names are compared."""
    return frozenset(search_key(word) for word in re.findall(r"\w+", text))


def is_danger(result: TriageResult) -> bool:
    """Whether a danger flag is answered yes."""
    return bool(result.lines_with(Effect.DANGER))
