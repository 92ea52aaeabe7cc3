"""Triage: the sheet fills, the level forms by the rule, a person ends it."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused, Stale
from naung.core.levels import Level
from naung.core.text import Text
from naung.intake.models import Report, Triage
from naung.intake.operations import clocks, wall
from naung.intake.queries.sheets import Sheet, sheet_of
from naung.intake.rules import Known, ReportStatus, SheetEntry, StaffAnswer, TriageResult, answers_from, changed, step
from naung.intake.rules.answers import Codebook
from naung.intake.rules.receiving import is_danger
from naung.people.rules import check_birth_date, check_estimate
from naung.teams.models import User

OPEN = frozenset({ReportStatus.RECEIVED, ReportStatus.TRIAGED})
LOWERING = "alasan_turun_tingkat"
OTHER_REASON = "LAIN"
ENDED = Text(
    "Laporan ini sudah selesai; lembar triasenya tidak berubah lagi.", "This report has ended; its sheet stays."
)
INCOMPLETE = Text("Triase belum dapat diakhiri.", "Triage cannot end yet.")
SAVED_MEANWHILE = Text(
    "Orang lain baru saja menyimpan triase ini. Jawaban Anda belum disimpan supaya tidak saling menimpa.",
    "Somebody else has just saved this triage. Your answers are not saved yet, so that nothing is overwritten.",
)
NO_REASON = Text("Menurunkan tingkat perlu alasan dari daftar.", "Lowering the level needs one of the listed reasons.")
NO_NOTE = Text("Jelaskan alasan lain itu.", "Explain that other reason.")
NO_LEVEL = Text("Pilih tingkat dari daftar.", "Choose one of the levels.")
NO_STAFF_ANSWER = Text("Jawaban ini tidak dikenal.", "This answer is not known.")


@atomic
def save_triage(*, by: Actor, report_id: UUID, entry: SheetEntry, version: int | None, now: datetime) -> Triage:
    """Save the sheet. Whoever saved meanwhile is not overwritten: both entries are shown (`Stale`).

    After triage has ended a higher level holds at once; a lower one waits for a supervisor (`set_level`).
    """
    report = _locked(by, report_id)
    if report.status not in OPEN:
        raise NotAllowedNow(ENDED)
    sheet = sheet_of(by, report, lock=True)
    before, today, entry = sheet.entry, _day(now), replace(entry, age_known=entry.age_answer)
    if version is not None and version != sheet.triage.version:
        raise Stale(SAVED_MEANWHILE, mine=entry, theirs=before, by=_name(sheet.triage.saved_by_id), report=report.pk)
    differs = changed(before, entry)
    if not differs:
        return sheet.triage
    _check(entry, today)
    with widened([report.pk]):
        _write(sheet, entry, differs, by, now)
        result = sheet.result(today)
        _store_result(sheet, result)
        audit.record(by=by, event="report.triage-saved", about=report, at=now, fields=differs, level=result.level)
        if {"staff_answer", "named_user_ids"} & set(differs):
            wall.answer(by=by, report=report, staff_answer=entry.staff_answer, named=entry.named_user_ids, now=now)
        _clocks(by, sheet, result, now)
    return sheet.triage


@atomic
def end_triage(
    *, by: Actor, report_id: UUID, version: int | None, now: datetime, level: str = "", reason: str = "", note: str = ""
) -> Report:
    """End triage with the rule's level or a higher one. A lower one only by a supervisor, with a reason."""
    report = _locked(by, report_id)
    row = step(report.status, ReportStatus.TRIAGED)
    sheet = sheet_of(by, report, lock=True)
    sheet.triage.expect(version)
    if missing := sheet.blockers(_day(now)):
        raise NotAllowedNow(
            INCOMPLETE, missing=[{"label": b.text, "href": f"#{b.anchor}", "met": False} for b in missing]
        )
    result = sheet.result(_day(now))
    decided = _level(level) if level else result.level
    _may_take(by, report, result.level, decided, reason, note)
    with widened([report.pk]):
        _take_level(sheet, by, decided, reason, note)
        report.status, report.triaged_at, report.triaged_by_id = ReportStatus.TRIAGED, now, by.id
        report.store("status", "triaged_at", "triaged_by_id", "level")
        audit.record(
            by=by, event=row.event, about=report, at=now, level=decided, rule=result.level,
            score=[result.low, result.high], lowered=reason, reason=note,
        )  # fmt: skip
        clocks.end_of_triage(by=by, report=report, answers=sheet.answers(_day(now)), result=result, now=now)
    return report


@atomic
def set_level(*, by: Actor, report_id: UUID, level: str, now: datetime, reason: str = "", note: str = "") -> Report:
    """Raise the level of a triaged report, or lower it: that only a supervisor may, with a reason."""
    report = _locked(by, report_id)
    if report.status != ReportStatus.TRIAGED:
        raise NotAllowedNow(INCOMPLETE)
    before, decided = Level(report.level), _level(level)
    _may_take(by, report, before, decided, reason, note)
    sheet = sheet_of(by, report, lock=True)
    with widened([report.pk]):
        _take_level(sheet, by, decided, reason, note)
        report.store("level")
        audit.record(
            by=by,
            event="report.level-set",
            about=report,
            at=now,
            before=before,
            level=decided,
            lowered=reason,
            reason=note,
        )
        clocks.take_level(by=by, report=report, now=now)
    return report


def _locked(by: Actor, report_id: UUID) -> Report:
    report = visible(by, P.READ_D1, Report).select_for_update().get(pk=report_id)
    require(by, P.REPORT_TRIAGE, report)
    return report


def _level(code: str) -> Level:
    if code not in set(Level):
        raise Refused(NO_LEVEL, field="level")
    return Level(code)


def _day(now: datetime) -> date:
    return now.astimezone(settings.CITY.zone).date()


def _name(user_id: UUID | None) -> str:
    return User.objects.filter(pk=user_id).values_list("name", flat=True).first() or "" if user_id else ""


def _check(entry: SheetEntry, today: date) -> None:
    """Refuse what cannot be true: unknown codes, a child aged 40, a birth date still to come."""
    answers_from(entry.forms, entry.tpks, entry.answers).check(Codebook.packaged())
    findings = check_birth_date(entry.birth_date, today) if entry.birth_date else ()
    if entry.birth_date is None and entry.age_estimate is not None:
        findings = check_estimate(entry.age_estimate, today, today)
    for finding in findings:
        raise Refused(finding.text, field="age")
    if entry.where_now and entry.where_now not in reference.codes("keberadaan_anak"):
        raise Refused(NO_STAFF_ANSWER, field="where_now")
    if entry.staff_answer and entry.staff_answer not in set(StaffAnswer):
        raise Refused(NO_STAFF_ANSWER, field="staff_answer")


def _write(sheet: Sheet, entry: SheetEntry, differs: list[str], by: Actor, now: datetime) -> None:
    """Put the entry into the rows that it belongs to."""
    held, story, child = sheet.triage, sheet.story, sheet.child
    held.forms, held.tpks, held.answers = sorted(entry.forms), sorted(entry.tpks), dict(entry.answers)
    held.age_known, held.staff_answer = entry.age_answer, entry.staff_answer
    if entry.known_child_checked != (held.known_child_checked_at is not None):
        held.known_child_checked_at = now if entry.known_child_checked else None
    held.saved_at, held.saved_by_id = now, by.id
    if {"where_now", "where_now_text"} & set(differs):
        story.where_now, story.where_now_text = entry.where_now, entry.where_now_text or None
        story.store("where_now", "where_now_text")
    if {"birth_date", "age_estimate"} & set(differs):
        child.birth_date, child.age_estimate = entry.birth_date, entry.age_estimate
        child.age_estimated_date = _day(now) if entry.age_estimate is not None else None
        child.unknowns = [name for name in child.unknowns if name != "age" or held.age_known != Known.KNOWN]
        child.store("birth_date", "age_estimate", "age_estimated_date", "unknowns")


def _store_result(sheet: Sheet, result: TriageResult) -> None:
    held, report = sheet.triage, sheet.report
    held.rule_level, held.score_low, held.score_high = result.level, result.low, result.high
    held.store(
        "forms", "tpks", "answers", "age_known", "staff_answer", "known_child_checked_at", "saved_at",
        "saved_by_id", "rule_level", "score_low", "score_high",
    )  # fmt: skip
    danger = is_danger(result)
    raised = report.status == ReportStatus.TRIAGED and result.level > Level(report.level)
    if danger != report.danger or raised:
        report.danger, report.level = danger, result.level if raised else report.level
        report.store("danger", "level")


def _clocks(by: Actor, sheet: Sheet, result: TriageResult, now: datetime) -> None:
    report, answers = sheet.report, sheet.answers(_day(now))
    if report.status == ReportStatus.RECEIVED:
        clocks.follow_answers(by=by, report=report, answers=answers, now=now)
    else:
        clocks.after_answers(by=by, report=report, answers=answers, result=result, now=now)
        clocks.take_level(by=by, report=report, now=now)


def _may_take(by: Actor, report: Report, before: Level, decided: Level, reason: str, note: str) -> None:
    """Raising is free. Lowering needs a supervisor and a reason."""
    if decided >= before:
        return
    require(by, P.LEVEL_LOWER, report)
    if reason not in reference.codes(LOWERING):
        raise Refused(NO_REASON, field="reason")
    if reason == OTHER_REASON and not note.strip():
        raise Refused(NO_NOTE, field="note")


def _take_level(sheet: Sheet, by: Actor, decided: Level, reason: str, note: str) -> None:
    held = sheet.triage
    sheet.report.level = held.decided_level = decided
    held.decided_by_id, held.lowered_reason, held.lowered_note = by.id, reason, note.strip() or None
    held.store("decided_level", "decided_by_id", "lowered_reason", "lowered_note")
