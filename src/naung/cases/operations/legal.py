"""What the law asks: the report to the police, the social report to the investigator."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.cases.models import Case, LegalDuty
from naung.cases.queries import cases
from naung.cases.rules.steps import OPEN
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.formats import local, office_zone
from naung.duties import operations as duties
from naung.duties.models import Deadline
from naung.intake.models import Report
from naung.intake.rules.answers import SEXUAL

POLICE, SOCIAL = "POLICE_REPORT", "SOCIAL_REPORT"


@atomic
def require_police_report(*, by: Actor, case: Case, report: Report, forms: Iterable[str], now: datetime) -> None:
    """Sexual violence goes to the police within 3 x 24 hours of the report, also when it is found later."""
    require(by, P.REPORT_TRIAGE)
    if SEXUAL not in forms:
        return
    known = Deadline.objects.filter(case_id=case.pk, rule=POLICE, report_id=report.pk)
    if not known.exists() and not Deadline.objects.filter(case_id=case.pk, rule=POLICE, met_at=None).exists():
        duties.start(
            by=by, rule=POLICE, subject=case, cause_at=report.received_at, now=now, level=case.level,
            sequence=report.number,
        )  # fmt: skip
    if not LegalDuty.objects.filter(case=case, kind=POLICE, done_date=None).exists():
        LegalDuty.objects.create(case=case, kind=POLICE, sequence=report.number, asked_at=report.received_at)
        audit.record(by=by, event="legal.police-report-required", about=case, at=now, report=report.pk)


@atomic
def ask_social_report(*, by: Actor, case_id: UUID, asked_at: datetime, asked_by: str, now: datetime) -> LegalDuty:
    """Record that an investigator asked for the social report; it is due within 3 x 24 hours of the request."""
    case = _open(by, case_id)
    if asked_at > now:
        raise Refused(_("Waktu permintaan belum tiba."), field="asked_at")
    sequence = str(LegalDuty.objects.filter(case=case, kind=SOCIAL).count() + 1)
    duty = LegalDuty.objects.create(
        case=case, kind=SOCIAL, sequence=sequence, asked_at=asked_at, asked_by=asked_by.strip() or None
    )
    duties.start(by=by, rule=SOCIAL, subject=case, cause_at=asked_at, now=now, level=case.level, sequence=sequence)
    case.happened("SOCIAL_REPORT_ASKED", by_id=by.id, at=asked_at, new=SOCIAL)
    audit.record(by=by, event="legal.social-report-asked", about=case, at=now, duty=duty.pk)
    return duty


@atomic
def mark_legal_duty(
    *,
    by: Actor,
    case_id: UUID,
    kind: str,
    done_date: date,
    number: str,
    done_by_name: str = "",
    sequence: str | None = None,
    now: datetime,
) -> LegalDuty:
    """Record that a legal duty was done: on which day, under which number, by whom if that is known."""
    case = _open(by, case_id)
    duty = _waiting(case, kind, sequence)
    if done_date > local(now).date():
        raise Refused(_("Tanggal ini belum tiba."), field="done_date")
    if done_date < local(duty.asked_at).date():
        raise Refused(_("Tanggal ini mendahului laporan atau permintaannya."), field="done_date")
    if not number.strip():
        raise Refused(_("Tulis nomor suratnya."), field="number")
    duty.done_date, duty.done_number, duty.marked_at = done_date, number.strip(), now
    duty.done_by_name, duty.done_by_id = done_by_name.strip() or None, by.id
    duty.store("done_date", "done_number", "done_by_name", "done_by_id", "marked_at")
    at = min(now, datetime.combine(done_date, time(23, 59), office_zone()))  # the hour is not asked
    which = duty.sequence if kind == SOCIAL else None
    duties.meet(by=by, rule=kind, subject=case, now=now, at=max(at, duty.asked_at), sequence=which)
    case.happened("LEGAL_DONE", by_id=by.id, at=now, new=kind, date=done_date.isoformat(), sequence=duty.sequence)
    audit.record(by=by, event="legal.done", about=case, at=now, duty=duty.pk, kind=kind, day=done_date)
    return duty


@atomic
def explain_legal_duty(
    *, by: Actor, case_id: UUID, kind: str, reason: str, sequence: str | None = None, now: datetime
) -> LegalDuty:
    """Record why a legal duty cannot be met. It stays open and late; only a closing may lean on it."""
    case = _open(by, case_id)
    duty = _waiting(case, kind, sequence)
    if not reason.strip():
        raise Refused(_("Jelaskan mengapa kewajiban ini tidak dipenuhi."), field="reason")
    duty.explained, duty.marked_at = reason.strip(), now
    duty.store("explained", "marked_at")
    case.happened("LEGAL_EXPLAINED", by_id=by.id, at=now, new=kind)
    audit.record(by=by, event="legal.explained", about=case, at=now, reason=reason, duty=duty.pk, kind=kind)
    return duty


def _open(by: Actor, case_id: UUID) -> Case:
    case = cases.locked(by, case_id)
    require(by, P.CASE_WORK, case)
    require(by, P.READ_D5, case)
    if case.status not in OPEN:
        raise NotAllowedNow(_("Kasus ini sudah ditutup."))
    return case


def _waiting(case: Case, kind: str, sequence: str | None) -> LegalDuty:
    rows = LegalDuty.objects.select_for_update().filter(case=case, kind=kind, done_date=None)
    duty = (rows if sequence is None else rows.filter(sequence=sequence)).order_by("asked_at").first()
    if duty is None:
        raise NotAllowedNow(_("Kewajiban ini tidak sedang terbuka pada kasus ini."))
    duty.case = case
    return duty
