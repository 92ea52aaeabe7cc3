"""What is known of who a child is, and the check of all of it at once. Nothing of it is required."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from naung.core import reference
from naung.core.text import Text
from naung.people.rules.ages import age_now, check_birth_date, check_estimate
from naung.people.rules.checks import Checked, Finding
from naung.people.rules.identity import Sex, check_kk, check_nik, check_nisn, check_rt, check_rw
from naung.people.rules.names import check_name

UNKNOWN_SEX = Finding("UNKNOWN_SEX", Text("Jenis kelamin: L atau P.", "Sex: L (boy) or P (girl)."))
UNKNOWN_CODE = Text("Kode {code} tidak ada dalam daftar.", "Code {code} is not in the list.")
ESTIMATE_WITHOUT_DAY = Finding(
    "ESTIMATE_WITHOUT_DAY",
    Text("Perkiraan umur perlu hari perkiraannya.", "An estimated age needs the day of the estimate."),
)


@dataclass(frozen=True, kw_only=True)
class ChildFacts:
    """The identity of one child as somebody told it: names as written, birth date or an estimate with its day."""

    name: str = ""
    nickname: str = ""
    sex: str = ""
    birth_date: date | None = None
    age_estimate: int | None = None
    age_estimated_date: date | None = None
    nik: str = ""
    kk: str = ""
    nisn: str = ""
    ktp_address: str = ""
    address: str = ""
    rt: str = ""
    rw: str = ""
    ward_id: UUID | None = None
    school_id: UUID | None = None
    school_name: str = ""
    school_class: str = ""
    disabilities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def age_on(self, day: date) -> int | None:
        """Completed years of life on a day; none when neither birth date nor estimate is known."""
        return age_now(day, birth_date=self.birth_date, estimate=self.age_estimate, estimated=self.age_estimated_date)

    def identity(self) -> dict[str, Any]:
        """The facts by the names of the record's columns."""
        return {one.name: getattr(self, one.name) for one in fields(ChildFacts)}


F = TypeVar("F", bound=ChildFacts)


@dataclass(frozen=True)
class CheckedChild:
    """Facts tidied for keeping; what stops them and what only asks to look again, by field."""

    facts: ChildFacts
    errors: Mapping[str, Finding] = field(default_factory=dict)
    warnings: Mapping[str, Finding] = field(default_factory=dict)


def tidied(facts: F, on: date, regions: Collection[str] = (), reported: date | None = None) -> F:
    """The facts as they are kept; `Refused` in words at the first thing that cannot be true.

    `reported` is the day on which the child had to be one, when that was earlier.
    """
    checked = check_child(facts, on, regions, reported)
    for name, finding in checked.errors.items():
        Checked("", (replace(finding, code=f"{name}:{finding.code}"),)).accept()
    return replace(facts, **checked.facts.identity())


def check_child(
    facts: ChildFacts, on: date, regions: Collection[str] = (), reported: date | None = None
) -> CheckedChild:
    """Check everything that is said of one child on a day."""
    entries = dict(_entries(facts, on, regions))
    errors = {name: entry.errors[0] for name, entry in entries.items() if entry.errors} | dict(
        _wrong(facts, on, reported)
    )
    warnings = {name: entry.warnings[0] for name, entry in entries.items() if entry.warnings}
    tidy: dict[str, Any] = {name: entry.value for name, entry in entries.items()}
    return CheckedChild(replace(facts, **tidy), errors, warnings)


def _entries(facts: ChildFacts, on: date, regions: Collection[str]) -> Iterator[tuple[str, Checked]]:
    yield "name", check_name(facts.name)
    yield "nickname", check_name(facts.nickname)
    if facts.nik:
        yield "nik", check_nik(facts.nik, on, regions=regions, birth_date=facts.birth_date, sex=facts.sex)
    if facts.kk:
        yield "kk", check_kk(facts.kk, on, regions=regions)
    if facts.nisn:
        yield "nisn", check_nisn(facts.nisn, birth_date=facts.birth_date)
    yield "rt", check_rt(facts.rt)
    yield "rw", check_rw(facts.rw)


def _wrong(facts: ChildFacts, on: date, reported: date | None) -> Iterator[tuple[str, Finding]]:
    for finding in check_birth_date(facts.birth_date, on, reported) if facts.birth_date else ():
        yield "birth_date", finding
    yield from (("age_estimate", finding) for finding in _estimate(facts, on, reported))
    if facts.sex and facts.sex not in set(Sex):
        yield "sex", UNKNOWN_SEX
    for name, list_name in (("disabilities", "disabilitas"), ("languages", "bahasa")):
        known = reference.codes(list_name)
        for code in getattr(facts, name):
            if code not in known:
                yield name, Finding("UNKNOWN_CODE", UNKNOWN_CODE.format(code=code))


def _estimate(facts: ChildFacts, on: date, reported: date | None) -> tuple[Finding, ...]:
    if facts.age_estimate is None:
        return ()
    if facts.age_estimated_date is None:
        return (ESTIMATE_WITHOUT_DAY,)
    return check_estimate(facts.age_estimate, facts.age_estimated_date, on, reported)
