"""What begins with a case: its duties, and the people around the child whom the report already named."""

from datetime import datetime

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.cases.models import Case, CaseEvent, LegalDuty, Safety, Visit
from naung.core import reference
from naung.core.atomic import atomic
from naung.duties import operations as duties
from naung.duties.operations import Duty
from naung.duties.queries import open_for
from naung.intake.models import Report, ReportedChild
from naung.people.models import Caregiver, Child
from naung.people.operations import keep_keys
from naung.people.rules import check_phone

CHILD_SEEN, SAFETY_PLAN = "CHILD_SEEN", "SAFETY_PLAN"
IN_THE_CASE = "IN_THE_CASE"
NOT_KNOWN = "TTH"  # a relation that nobody told
WORK = ("ASSESSMENT", "PLAN", "CONTACT", "REVIEW")


@atomic
def start_duties(*, by: Actor, case: Case, now: datetime) -> None:
    """Start what a new case asks for: the child seen and safe, counted from the report; the work from today.

    What the report brought along runs on and is not started a second time.
    """
    require(by, P.CASE_REGISTER)
    brought = set(open_for(case).values_list("rule", flat=True))
    since_report = [Duty(rule, case.report_received_at) for rule in (CHILD_SEEN, SAFETY_PLAN) if rule not in brought]
    since_today = [Duty(rule, case.registered_at) for rule in WORK]
    duties.start_all(by=by, subject=case, duties=[*since_report, *since_today], now=now, level=case.level)


@atomic
def start_again(*, by: Actor, case: Case, now: datetime) -> None:
    """Start the duties of a case that was opened again: see the child, keep it safe, assess, plan, stay in contact.

    What the law still asks runs on from when it was asked; the closing had only put it away.
    """
    require(by, P.CASE_REOPEN, case)
    turn = f"buka{CaseEvent.objects.filter(case=case, kind='REOPENED').count()}"
    wanted = [Duty(rule, now, turn) for rule in (CHILD_SEEN, SAFETY_PLAN, *WORK)]
    owed = LegalDuty.objects.filter(case=case, done_date=None)
    wanted += [Duty(duty.kind, duty.asked_at, duty.sequence) for duty in owed]
    duties.start_all(by=by, subject=case, duties=wanted, now=now, level=case.level)


@atomic
def see_again(*, by: Actor, case: Case, report: Report, now: datetime) -> None:
    """A new report about a child in care: the child must be seen within the time of the case's level.

    The report brought its own clocks: they end if the child was seen since, or is kept safe by a plan already.
    """
    require(by, P.REPORT_TRIAGE)
    seen = Visit.objects.filter(case=case, child_seen=True, at__gte=report.received_at).order_by("at").first()
    if seen is not None:
        duties.meet(by=by, rule=CHILD_SEEN, subject=report, now=now, at=seen.at)
    elif not open_for(report).filter(rule=CHILD_SEEN).exists():
        duties.start(
            by=by, rule=CHILD_SEEN, subject=case, cause_at=report.received_at, now=now, level=case.level,
            sequence=report.number,
        )  # fmt: skip
    planned = Safety.objects.filter(case=case, planned_at__isnull=False).exists()
    if planned or open_for(case).filter(rule=SAFETY_PLAN).count() > 1:
        duties.drop(by=by, rule=SAFETY_PLAN, subject=report, now=now, reason=IN_THE_CASE)
    duties.change_level(by=by, subject=case, level=case.level, now=now)


@atomic
def take_over_caregivers(*, by: Actor, child: Child, report: Report, now: datetime) -> None:
    """Put the caregivers whom the report named on the child's record, but nobody who stands there already."""
    told = visible(by, P.READ_D2, ReportedChild).filter(report=report).first()
    if told is None:
        return
    told.report = report
    there = {name.casefold() for name in Caregiver.objects.filter(child=child).values_list("name", flat=True)}
    named = [held for held in told.caregivers or () if held.get("name", "").strip()[:60].casefold() not in {"", *there}]
    for held in named:
        Caregiver.objects.create(
            child=child, name=held["name"].strip()[:60], relation=_relation(held.get("relation", "")),
            phone=_phone(held.get("phone", "")),
        )  # fmt: skip
    if named:
        keep_keys(child=child)
        audit.record(by=by, event="caregiver.taken-over", about=child, at=now, report=report.pk, count=len(named))


def _relation(code: str) -> str:
    return code if code in reference.codes("hubungan_keluarga") else NOT_KNOWN


def _phone(told: str) -> str:
    """A number as it is dialled; one that cannot be dialled stays in the report only."""
    checked = check_phone(told)
    return checked.value if checked.ok else ""
