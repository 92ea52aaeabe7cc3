"""Bringing the child home for good: the plan, the return itself and the series of visits after it."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.cases.models import Case, DangerFlag, Draft, ReintegrationPlan, Visit
from naung.cases.models.reintegration import Destination
from naung.cases.operations import assessment as assessing
from naung.cases.operations import contact
from naung.cases.queries import reintegration as queries
from naung.cases.rules import drafts, gates
from naung.cases.rules import reintegration as rules
from naung.cases.rules.contact import VisitFacts
from naung.cases.rules.steps import WORKING, Stage
from naung.core import formats
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.duties import operations as duties

ANSWERS = ("destination", "caregiver_assessed", "school_place", "child_agrees", "community_checked")
NOTES = ("caregiver_note", "school_note", "child_words", "community_note", "text")
# A yes is only worth what stands behind it.
BEHIND = {
    "caregiver_assessed": "caregiver_note", "school_place": "school_note", "child_agrees": "child_words",
    "community_checked": "community_note",
}  # fmt: skip


@atomic
def save_reintegration_plan(
    *, by: Actor, case_id: UUID, version: int | None = None, now: datetime, **values: Any
) -> ReintegrationPlan:
    """Keep where the child returns to and what stands: carer, school place, the child's word, the community."""
    case = visible(by, P.READ_D1, Case).select_for_update().get(pk=case_id)
    require(by, P.CASE_ASSESS, case)
    if case.status not in WORKING:
        raise NotAllowedNow(_("Rencana reintegrasi hanya disusun pada kasus yang sedang berjalan."))
    plan = ReintegrationPlan.objects.select_for_update().filter(case=case).first()
    if plan is None:
        plan = ReintegrationPlan.objects.create(case=case, made_at=now, made_by_id=by.id)
    else:
        plan.case = case
        plan.expect(version)
    for name in ANSWERS:
        setattr(plan, name, values.get(name, getattr(plan, name)))
    for name in NOTES:
        setattr(plan, name, (values.get(name, getattr(plan, name)) or "").strip() or None)
    _check(plan)
    plan.store(*ANSWERS, *NOTES)
    Draft.arrived(case, by_id=by.id, kind=drafts.RETURN_PLAN, at=now)
    answers = {name: getattr(plan, name) for name in ANSWERS}
    audit.record(by=by, event="reintegration.planned", about=plan, at=now, **answers)
    return plan


def _check(plan: ReintegrationPlan) -> None:
    if plan.destination and plan.destination not in Destination.values:
        raise Refused(_("Pilih ke mana anak kembali."))
    if any(getattr(plan, answer) and not getattr(plan, note) for answer, note in BEHIND.items()):
        raise Refused(_("Tulis apa yang ditemukan untuk setiap hal yang sudah dipastikan."))


@atomic
def record_return(
    *,
    by: Actor,
    case_id: UUID,
    version: int | None,
    returned_date: date,
    handover_signed: bool,
    handover_number: str,
    now: datetime,
) -> ReintegrationPlan:
    """Keep the child's return with its signed handover; the visits of the coming year become duties."""
    case = visible(by, P.READ_D1, Case).select_for_update().get(pk=case_id)
    require(by, P.CASE_ASSESS, case)
    plan = ReintegrationPlan.objects.select_for_update().get(case=case)
    plan.case = case
    plan.expect(version)
    _check_return(case, plan, returned_date, now, signed=handover_signed and bool(handover_number.strip()))
    plan.returned_date, plan.returned_by_id = returned_date, by.id
    plan.handover_signed, plan.handover_number = True, handover_number.strip()
    plan.store("returned_date", "returned_by_id", "handover_signed", "handover_number")
    case.returned_at = _start_of(returned_date)
    case.store("returned_at")
    case.happened(
        "CHILD_RETURNED", by_id=by.id, at=now, new=plan.destination, date=returned_date.isoformat(),
        reason=plan.handover_number,
    )  # fmt: skip
    audit.record(
        by=by, event="reintegration.child-returned", about=plan, at=now, day=returned_date, where=plan.destination
    )
    duties.drop(by=by, rule=rules.DUTY, subject=case, now=now, reason="RETURNED_AGAIN")
    first = queries.first_visit_number(case)
    series = [
        duties.Duty(rules.DUTY, _end_of(returned_date), str(first + n))
        for n in range(len(rules.visit_series(returned_date)))
    ]
    duties.start_all(by=by, subject=case, duties=series, now=now, level=case.level)
    return plan


def _check_return(case: Case, plan: ReintegrationPlan, day: date, now: datetime, *, signed: bool) -> None:
    met = (
        (gates.NO_OPEN_DANGER, not DangerFlag.objects.filter(case=case, ended_at=None).exists()),
        (gates.DESTINATION_KNOWN, bool(plan.destination)),
        (gates.HANDOVER_SIGNED, signed),
    )
    if lacking := [gate for gate, stands in met if not stands]:
        raise NotAllowedNow(_("Kepulangan belum dapat dicatat."), missing=lacking)
    if case.stage != Stage.REINTEGRATION:
        raise NotAllowedNow(_("Kepulangan dicatat setelah supervisor memutuskan tahap reintegrasi."))
    if day > formats.local(now).date():
        raise Refused(_("Tanggal kepulangan belum terjadi."))
    before = plan.returned_date
    if before is not None and (day < before or not queries.awaits_return(case, plan)):
        raise Refused(_("Kepulangan ini sudah tercatat."))


def _start_of(day: date) -> datetime:
    """The day's first minute on the office's clock."""
    return datetime.combine(day, time(0), formats.office_zone())


def _end_of(day: date) -> datetime:
    """The day's last minute: a visit made on its planned day is in time."""
    return datetime.combine(day, time(23, 59), formats.office_zone())


@atomic
def record_return_visit(
    *,
    by: Actor,
    case_id: UUID,
    visit: VisitFacts,
    entries: Iterable[assessing.Entry],
    now: datetime,
    visit_id: UUID | None = None,
) -> Visit:
    """Keep one visit of the series after a return, with the twelve factors rated again; sent twice it is one."""
    if visit.series_no is None:
        raise Refused(_("Pilih kunjungan yang mana dari rangkaian pemantauan."))
    made = contact.record_visit(by=by, case_id=case_id, visit=visit, now=now, visit_id=visit_id)
    if chosen := list(entries):
        assessing.rate_at_visit(by=by, case_id=case_id, visit=made, entries=chosen, now=now)
    return made
