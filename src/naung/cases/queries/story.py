"""The chronology: everything that was told, seen, decided and done for one child, in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import under, visible
from naung.cases.models import Case, CaseEvent, LegalDuty, Narrative, NarrativeVersion, Visit, VisitVersion
from naung.cases.queries import staff
from naung.cases.queries.lines import Line, lines_of
from naung.core import formats, keys
from naung.intake.models import Report, SchoolAbsence, Story, Triage

REPORTS, VISITS, NOTES, DECISIONS, DANGERS = "laporan", "kunjungan", "catatan", "keputusan", "bahaya"
WORK = "kegiatan"
KINDS = (REPORTS, VISITS, NOTES, WORK, DECISIONS, DANGERS)
NOON = time(12)  # where something stands that has a day but no hour
# Lines of the timeline that another entry already tells in full.
TOLD_ELSEWHERE = frozenset({"VISIT"})
TOLD_ONCE = frozenset({"CHILDREN_MERGED"})  # both cases have that line
LETTER = "LEGAL_DONE"
DANGER_LINES = frozenset({"DANGER_RAISED", "DANGER_AGAIN", "DANGER_ENDED"})
PEOPLE_LINES = frozenset({"HOLDER", "COMPANION_IN", "COMPANION_OUT", "EMERGENCY_ENDED"})


@dataclass(frozen=True)
class Entry:
    """One entry: when it happened, what kind it is, who said or did it, and the record that holds the words."""

    at: datetime
    kind: str
    what: str
    record: Any
    by_id: UUID | None = None
    written_at: datetime | None = None
    triage: Triage | None = None
    story: Story | None = None
    letter: str = ""
    of: Case | None = None  # the case of the child's other record, where it comes from one

    @property
    def late(self) -> bool:
        """Whether it was written down on a later day than it tells of."""
        return self.written_at is not None and formats.local(self.written_at).date() > formats.local(self.at).date()


@dataclass(frozen=True)
class Absence:
    """What a school's list said of the child: how many days absent, from when until when, both days included."""

    pk: UUID
    days: int
    from_date: date
    until_date: date
    school: str


# Read together with its report: a query less for every page of a case.
ABSENCES = SchoolAbsence.objects.filter(report=OuterRef("pk")).values(
    told=JSONObject(
        pk="pk", days="days", from_date="from_date", until_date="until_date", listed_at="listed_at",
        school="school__name",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """The chronology of a case with the names of everybody in it."""

    entries: list[Entry]
    names: dict[UUID, str]
    times_told: int


def story_of(actor: Actor, case: Case, only: str = "", also: Iterable[Case] = ()) -> Told:
    """The child's story in order, with that of `also`, cases of another record of the child. Seven queries a case."""
    others = (replace(e, of=other) for other in also for e in _entries(actor, other) if e.what not in TOLD_ONCE)
    entries = sorted(
        [*_entries(actor, case), *others],
        key=lambda entry: (entry.at, entry.written_at or entry.at),
    )
    told = sum(bool(entry.kind == VISITS and entry.record.child_words) for entry in entries)
    kept = [entry for entry in entries if not only or entry.kind == only]
    return Told(kept, staff.names(_people(entries)), told)


def _entries(actor: Actor, case: Case) -> list[Entry]:
    return [*_reports(actor, case), *_visits(actor, case), *_lines(actor, case), *_events(actor, case)]


def _people(entries: Iterable[Entry]) -> set[UUID | None]:
    ids: set[UUID | None] = {entry.by_id for entry in entries}
    for entry in entries:
        if isinstance(entry.record, CaseEvent) and entry.record.kind in PEOPLE_LINES:
            ids |= {_uuid(entry.record.old), _uuid(entry.record.new)}
        if entry.triage is not None:
            ids.add(entry.triage.saved_by_id)
    return ids


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _reports(actor: Actor, case: Case) -> list[Entry]:
    """Each report in the reporter's words, and what triage found."""
    found = visible(actor, P.READ_D3, Report).filter(case_id=case.pk).select_related("story", "triage")
    reports = list(found.annotate(absences_told=ArraySubquery(ABSENCES)))
    keys.load([case.child_id, *(report.pk for report in reports)])
    entries = []
    for report in reports:
        story, triage = getattr(report, "story", None), getattr(report, "triage", None)
        entries.append(Entry(report.received_at, REPORTS, "REPORT", report, story=story))
        entries += _absences(report)
        if report.triaged_at is not None:
            entries.append(
                Entry(report.triaged_at, REPORTS, "TRIAGE", report, by_id=report.triaged_by_id, triage=triage)
            )
    return entries


def _absences(report: Report) -> Iterator[Entry]:
    """What a school's list said of the child, on the day on which it was sent."""
    for told in report.absences_told:  # type: ignore[attr-defined]
        days = {name: date.fromisoformat(told[name]) for name in ("from_date", "until_date")}
        absence = Absence(UUID(told["pk"]), told["days"], school=told["school"] or "", **days)
        yield Entry(datetime.fromisoformat(told["listed_at"]), REPORTS, "ABSENCE", absence)


def _visits(actor: Actor, case: Case) -> list[Entry]:
    entries = []
    for visit in under(actor, P.READ_D3, Visit, case):
        visit.case = case
        entries.append(Entry(visit.at, VISITS, "VISIT", visit, visit.by_id, visit.written_at))
    return entries


def _lines(actor: Actor, case: Case) -> list[Entry]:
    """Notes; who was told the plan, actions, goals, services; what the child said at the assessment."""
    return [_entry(line) for line in lines_of(actor, case)]


def _entry(line: Line) -> Entry:
    at = _on(line.day) if line.day else line.at
    assert at is not None  # noqa: S101 - every source has a moment or a day
    kind = NOTES if line.what == "NOTE" else WORK
    return Entry(at, kind, line.what, line.record, line.by_id, line.written_at)


def _events(actor: Actor, case: Case) -> list[Entry]:
    events = list(under(actor, P.READ_D3, CaseEvent, case).exclude(kind__in=TOLD_ELSEWHERE))
    letters = _letters(actor, case) if any(event.kind == LETTER for event in events) else {}
    entries = []
    for event in events:
        event.case = case
        kind = DANGERS if event.kind in DANGER_LINES else DECISIONS
        letter = letters.get((event.new, event.details.get("sequence", "")), "") if event.kind == LETTER else ""
        entries.append(Entry(_true_time(event), kind, event.kind, event, event.by_id, event.at, letter=letter))
    return entries


def _letters(actor: Actor, case: Case) -> dict[tuple[str, str], str]:
    """The letter number of each legal duty, for those who may read of the law."""
    rows = under(actor, P.READ_D5, LegalDuty, case).filter(done_date__isnull=False)
    letters = {}
    for row in rows:
        row.case = case
        letters[row.kind, row.sequence] = row.done_number or ""
    return letters


def _true_time(event: CaseEvent) -> datetime:
    """When it happened: a return or a letter that was marked later stands on its own day."""
    said = event.details.get("date")
    day = date.fromisoformat(said) if said else None
    if day is None or day >= formats.local(event.at).date():
        return event.at
    return _on(day)


def _on(day: date) -> datetime:
    return datetime.combine(day, NOON, formats.office_zone())


def versions_of(note: Narrative) -> list[NarrativeVersion]:
    """What an entry said before, newest first."""
    versions = list(NarrativeVersion.objects.filter(narrative=note).order_by("-changed_at"))
    for version in versions:
        version.case = note.case
    return versions


def versions_of_visit(visit: Visit) -> list[VisitVersion]:
    """What an entry about a visit said before, newest first."""
    versions = list(VisitVersion.objects.filter(visit=visit).order_by("-changed_at"))
    for version in versions:
        version.case = visit.case
    return versions


def visits_of(actor: Actor, case: Case) -> list[Visit]:
    """The visits of a case, newest first."""
    visits = list(under(actor, P.READ_D3, Visit, case).order_by("-at", "-written_at"))
    for visit in visits:
        visit.case = case
    return visits
