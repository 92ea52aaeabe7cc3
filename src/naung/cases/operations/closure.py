"""Ending, pausing and going on: closing by each of its ways, suspension, reopening."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.operations import revoke
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require
from naung.access.rows import SCOPE_FIELDS
from naung.audit import operations as audit
from naung.cases.models import Assignment, Case, Closure, Draft
from naung.cases.operations import anew, assignment, registration, starting
from naung.cases.queries import cases, facts, staff
from naung.cases.rules import closing as rules
from naung.cases.rules import drafts, gates, steps
from naung.cases.rules.closing import ClosingFacts
from naung.cases.rules.merging import MERGED
from naung.cases.rules.steps import PAUSE_REASON, CaseStatus, Stage
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import AccessDenied, NotAllowedNow, Refused, Stale
from naung.core.formats import local, office_zone
from naung.duties import operations as duties
from naung.people import operations as people
from naung.people.models import Child

LONGEST_SUSPENSION = timedelta(days=30)
LABELS = {
    "reason": _("Penjelasan"),
    "next_contact": _("Siapa yang dapat dihubungi anak selanjutnya"),
    "early_reason": _("Mengapa ditutup sebelum kunjungan terjadwal selesai"),
    "transition_plan": _("Rencana transisi menuju dewasa"),
    "guardianship_order": _("Penetapan pengangkatan atau perwalian"),
    "death_review": _("Telaah kasus kematian anak"),
}
TEXTS = tuple(LABELS)
SUSPENSION_REVIEW = "SUSPENSION_REVIEW"


@atomic
def propose_closure(
    *, by: Actor, case_id: UUID, closing: ClosingFacts, version: int | None = None, now: datetime
) -> Closure:
    """Propose to close the case, with everything its way asks for. A supervisor decides."""
    case = cases.locked(by, case_id)
    require(by, P.CASE_ASSESS, case)
    entry = _write(case, closing, version)
    entry.proposed_at, entry.proposed_by_id = now, by.id
    entry.store("proposed_at", "proposed_by_id")
    gates.pass_all(rules.way(closing.way, case.status).gates, facts.facts_of(case))
    Draft.arrived(case, by_id=by.id, kind=drafts.CLOSING, at=now)
    case.happened("CLOSING_PROPOSED", by_id=by.id, at=now, new=closing.way, reason=closing.reason)
    audit.record(by=by, event="case.closing-proposed", about=case, at=now, way=closing.way)
    duties.notify(
        by=by, to=staff.supervisors_of(case, now), kind="case.closing-proposed", about=case, now=now,
        once=f"case.closing:{entry.pk}:{entry.version}", number=case.number,
    )  # fmt: skip
    return entry


@atomic
def return_closure(*, by: Actor, case_id: UUID, reason: str, now: datetime) -> Closure:
    """Send a proposed closing back, saying what is still to be done."""
    case = cases.locked(by, case_id)
    require(by, P.CASE_CLOSE, case)
    entry = cases.waiting_closure(case)
    if entry is None or entry.proposed_at is None:
        raise NotAllowedNow(_("Tidak ada penutupan yang diajukan."))
    if not reason.strip():
        raise Refused(_("Tulis apa yang masih perlu dikerjakan."), field="reason")
    entry.returned_at, entry.returned_reason = now, reason.strip()
    entry.store("returned_at", "returned_reason")
    case.happened("CLOSING_RETURNED", by_id=by.id, at=now, old=entry.way, reason=reason.strip())
    audit.record(by=by, event="case.closing-returned", about=case, at=now, reason=reason)
    duties.notify(
        by=by, to=staff.people_of(case), kind="case.closing-returned", about=case, now=now,
        once=f"case.closing-returned:{entry.pk}", number=case.number,
    )  # fmt: skip
    return entry


@atomic
def close_case(*, by: Actor, case_id: UUID, closing: ClosingFacts, version: int | None = None, now: datetime) -> Case:
    """Close the case in one of its ways. A supervisor may, never who holds the case or proposed this herself."""
    case = cases.locked(by, case_id)
    step = steps.step(case.status, CaseStatus.CLOSED)
    require(by, step.needs, case)
    way = rules.way(closing.way, case.status)
    entry = _write(case, closing, version)
    if entry.proposed_by_id == by.id:
        raise AccessDenied(step.needs, permission=step.needs, label=case._meta.label, id=case.pk)
    gates.pass_all(way.gates, facts.facts_of(case))
    entry.closed_at, entry.closed_by_id = now, by.id
    entry.store("closed_at", "closed_by_id")
    old, case.status = case.status, CaseStatus.CLOSED
    case.closed_at, case.closed_reason = now, way.code
    case.suspended_from, case.suspended_reason, case.review_date = "", "", None
    case.store("status", "closed_at", "closed_reason", "suspended_from", "suspended_reason", "review_date")
    Draft.arrived(case, by_id=by.id, kind=drafts.CLOSING, at=now)
    case.happened("CLOSED", by_id=by.id, at=now, old=old, new=way.code, reason=closing.reason)
    audit.record(by=by, event=step.event, about=case, at=now, reason=closing.reason, way=way.code)
    duties.drop_all(by=by, subject=case, now=now, reason="CLOSED")
    _end_access(by, case, now)
    return case


def _write(case: Case, closing: ClosingFacts, version: int | None) -> Closure:
    """The closing that waits, or a new one, with what was entered. `version` 0 means that none was shown."""
    entry = cases.waiting_closure(case) or Closure(case=case, version=0)
    if version is not None and version != entry.version:
        raise _both_texts(entry, closing)
    entry.way = closing.way
    for name in TEXTS:
        setattr(entry, name, getattr(closing, name).strip() or None)
    entry.duplicate_of_id = _other_case(case, closing.duplicate_of)
    if entry._state.adding:
        entry.version = 1
        entry.save()
    else:
        entry.store("way", *TEXTS, "duplicate_of_id")
    return entry


def _both_texts(entry: Closure, closing: ClosingFacts) -> Stale:
    shown = {str(LABELS[name]): (getattr(closing, name).strip(), getattr(entry, name) or "") for name in TEXTS}
    differ = {label: both for label, both in shown.items() if both[0] != both[1]}
    who = entry.proposed_by_id
    return Stale(
        record=entry, mine={label: mine for label, (mine, _theirs) in differ.items()},
        theirs={label: theirs for label, (_mine, theirs) in differ.items()},
        by=staff.names([who]).get(who) if who else None,
    )  # fmt: skip


def _other_case(case: Case, number: str) -> UUID | None:
    """The case that stands for this one, by the number that people read."""
    if not number.strip():
        return None
    other = Case.objects.filter(number=number.strip().upper(), office_id=case.office_id).exclude(pk=case.pk).first()
    if other is None:
        raise Refused(_("Kasus dengan nomor ini tidak ditemukan."), field="duplicate_of")
    return other.pk


def _end_access(by: Actor, case: Case, now: datetime) -> None:
    """Companions of a closed case no longer see it; they come back when it is opened again."""
    for row in Assignment.objects.select_for_update().filter(case=case, until_at=None):
        row.until_at = now
        row.store("until_at")
        revoke(by=by, user_id=row.user_id, record=case, role=Role.COMPANION, now=now)


@atomic
def suspend(*, by: Actor, case_id: UUID, reason_code: str, reason: str = "", review_date: date, now: datetime) -> Case:
    """Let the work rest for a reason, until a review within 30 days. The clocks of the law run on."""
    case = cases.locked(by, case_id)
    step = steps.step(case.status, CaseStatus.SUSPENDED)
    require(by, step.needs, case)
    _check_suspension(reason_code, reason, review_date, now)
    gates.pass_all((gates.NO_OPEN_DANGER,), facts.facts_of(case))
    old, case.status = case.status, CaseStatus.SUSPENDED
    case.suspended_from, case.suspended_reason, case.review_date = old, reason_code, review_date
    case.store("status", "suspended_from", "suspended_reason", "review_date")
    case.happened("SUSPENDED", by_id=by.id, at=now, old=old, new=reason_code, reason=reason.strip())
    audit.record(by=by, event=step.event, about=case, at=now, reason=reason, why=reason_code, review=review_date)
    duties.pause(by=by, subject=case, now=now, reason=PAUSE_REASON)
    _start_review(by, case, review_date, now)
    return case


def _check_suspension(reason_code: str, reason: str, review_date: date, now: datetime) -> None:
    if reason_code not in reference.codes("alasan_tangguh"):
        raise Refused(_("Pilih alasan penangguhan."), field="reason_code")
    if reason_code == "LAIN" and not reason.strip():
        raise Refused(_("Jelaskan alasan penangguhan."), field="reason")
    today = local(now).date()
    if not today < review_date <= today + LONGEST_SUSPENSION:
        raise Refused(_("Tinjau penangguhan paling lama 30 hari lagi."), field="review_date")


def _start_review(by: Actor, case: Case, review_date: date, now: datetime) -> None:
    """The duty to look at the suspension again, due at the end of the day that was agreed."""
    due = datetime.combine(review_date, time(23, 59), office_zone())
    sequence = f"{case.review_date:%Y%m%d}.{case.version}"
    duties.start(
        by=by, rule=SUSPENSION_REVIEW, subject=case, cause_at=due - LONGEST_SUSPENSION, now=now,
        level=case.level, sequence=sequence,
    )  # fmt: skip


@atomic
def keep_suspended(*, by: Actor, case_id: UUID, reason: str, review_date: date, now: datetime) -> Case:
    """After a review let the work rest on, until the next review."""
    case = cases.locked(by, case_id)
    require(by, P.CASE_SUSPEND, case)
    if case.status != CaseStatus.SUSPENDED:
        raise NotAllowedNow(_("Kasus ini tidak sedang ditangguhkan."))
    if not reason.strip():
        raise Refused(_("Tulis mengapa penangguhan dilanjutkan."), field="reason")
    _check_suspension(case.suspended_reason, reason, review_date, now)
    case.review_date = review_date
    case.store("review_date")
    duties.meet(by=by, rule=SUSPENSION_REVIEW, subject=case, now=now)
    _start_review(by, case, review_date, now)
    case.happened("SUSPENSION_KEPT", by_id=by.id, at=now, new=case.suspended_reason, reason=reason.strip())
    audit.record(by=by, event="case.suspension-kept", about=case, at=now, reason=reason, review=review_date)
    return case


@atomic
def resume(*, by: Actor, case_id: UUID, reason: str = "", now: datetime) -> Case:
    """Go on with a suspended case where it was; the clocks run again."""
    case = cases.locked(by, case_id)
    if case.status != CaseStatus.SUSPENDED:
        raise NotAllowedNow(_("Kasus ini tidak sedang ditangguhkan."))
    step = steps.resume_step(case.suspended_from, case.suspended_from)
    require(by, step.needs, case)
    case.status = step.target
    case.suspended_from, case.suspended_reason, case.review_date = "", "", None
    case.store("status", "suspended_from", "suspended_reason", "review_date")
    duties.meet(by=by, rule=SUSPENSION_REVIEW, subject=case, now=now)
    duties.resume(by=by, subject=case, now=now)
    case.happened("RESUMED", by_id=by.id, at=now, new=step.target, reason=reason.strip())
    audit.record(by=by, event=step.event, about=case, at=now, reason=reason, new=step.target)
    return case


@atomic
def reopen(*, by: Actor, case_id: UUID, reason: str, report_id: UUID | None = None, now: datetime) -> Case:
    """Open a closed case again, for a new report or for what a visit found: it goes back to assessment."""
    case = cases.locked(by, case_id)
    step = steps.step(case.status, CaseStatus.ASSESSMENT)
    if step.source != CaseStatus.CLOSED:
        raise NotAllowedNow(_("Hanya kasus yang sudah ditutup yang dapat dibuka kembali."))
    require(by, step.needs, case)
    if not reason.strip():
        raise Refused(_("Tulis mengapa kasus ini dibuka kembali."), field="reason")
    other = Case.objects.filter(child_id=case.child_id, closed_at=None).first()
    if other is not None:
        raise NotAllowedNow(_("Anak ini sudah mempunyai kasus terbuka (%(number)s).") % {"number": other.number})
    closed_at, old = case.closed_at, case.closed_reason
    case.status, case.stage, case.closed_at, case.closed_reason = step.target, Stage.INTERVENTION, None, ""
    with widened([case.pk, case.child_id]):
        case.store("status", "stage", "closed_at", "closed_reason")
        child = Child.objects.select_for_update().get(pk=case.child_id)
        if child.merged_into_id is not None:
            raise NotAllowedNow(MERGED)
        scope = {name: getattr(case, name) for name in SCOPE_FIELDS}
        people.follow_case(by=by, child=child, case_id=case.pk, scope=scope, now=now)
        case.happened("REOPENED", by_id=by.id, at=now, old=old, new=step.target, reason=reason.strip())
        audit.record(by=by, event=step.event, about=case, at=now, reason=reason)
        anew.ask_anew(by=by, case=case, now=now)
        starting.start_again(by=by, case=case, now=now)
        back = Assignment.objects.filter(case=case, until_at=closed_at).values_list("user_id", flat=True)
        assignment.staff_case(by=by, case=case, companions=[*back], now=now)
    if report_id is not None:
        registration.join_report(by=by, report_id=report_id, case_id=case.pk, reason=reason, now=now)
    return case
