"""Visits and other contacts with the child."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.cases.models import Case, Draft, Visit, VisitVersion
from naung.cases.operations import danger
from naung.cases.queries import cases
from naung.cases.rules import drafts
from naung.cases.rules.contact import AT_A_DISTANCE, MINUTE, VisitFacts
from naung.cases.rules.reintegration import DUTY as RETURN_VISIT
from naung.cases.rules.steps import OPEN, PAUSE_REASON, CaseStatus
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.ids import new_id
from naung.duties import operations as duties
from naung.duties.models import Deadline
from naung.duties.queries import open_for

CHILD_SEEN, CONTACT, ASK_AGAIN = "CHILD_SEEN", "CONTACT", "ASK_AGAIN"
ASKED = ("YES", "NO")
CORRECTED = "CORRECTED"  # why a clock ended that a wrong entry had started
# What can be corrected. Dangers seen stay: only a supervisor ends them.
TEXTS = ("child_words", "observed", "agreed")
SAID = ("kind", "at", "child_seen", "seen_alone", "safe", "stable", "in_school", "caregiver_coping", *TEXTS)


@atomic
def record_visit(*, by: Actor, case_id: UUID, visit: VisitFacts, now: datetime, visit_id: UUID | None = None) -> Visit:
    """Keep a visit, a call or a vain attempt. It meets the duties it meets and starts the time to the next contact.

    The form sends its own `visit_id`: sent twice it is one visit. Every danger seen becomes a danger flag.
    """
    case = cases.locked(by, case_id)
    require(by, P.CASE_WORK, case)
    before = Visit.objects.filter(pk=visit_id, case=case).first() if visit_id else None
    if before is not None:
        return before
    _check(case, visit, now)
    kept = _keep(case, visit, by, now, visit_id)
    case.happened("VISIT", by_id=by.id, at=visit.at, new=visit.kind, visit=str(kept.pk))
    audit.record(by=by, event="visit.recorded", about=case, at=now, visit=kept.pk, kind=visit.kind, said=visit.at)
    _meet_duties(by, case, visit, kept, now)
    _rest_with(by, case, now)
    for code in visit.flags:
        danger.raise_danger_flag(by=by, case_id=case.pk, code=code, note=visit.observed, now=now)
    Draft.arrived(case, by_id=by.id, kind=drafts.of_visit(visit.series_no), at=now)
    return kept


def _check(case: Case, visit: VisitFacts, now: datetime) -> None:
    if case.status not in OPEN:
        raise NotAllowedNow(_("Kasus ini sudah ditutup. Minta supervisor membukanya kembali."))
    visit.check(now, case.report_received_at)
    if visit.kind not in reference.codes("jenis_kontak"):
        raise Refused(_("Jenis kontak ini tidak dikenal."), field="kind")
    if set(visit.flags) - reference.codes("bahaya").keys():
        raise Refused(_("Tanda bahaya ini tidak dikenal."), field="flags")


def _keep(case: Case, visit: VisitFacts, by: Actor, now: datetime, visit_id: UUID | None) -> Visit:
    return Visit.objects.create(
        id=visit_id or new_id(), case=case, kind=visit.kind, at=visit.at, written_at=now, by_id=by.id,
        child_seen=visit.child_seen, seen_alone=visit.seen_alone, safe=visit.safe, stable=visit.stable,
        in_school=visit.in_school, caregiver_coping=visit.caregiver_coping,
        child_words=visit.child_words.strip() or None, observed=visit.observed.strip() or None,
        agreed=visit.agreed.strip() or None, flags=sorted(visit.flags), series_no=visit.series_no,
    )  # fmt: skip


def _meet_duties(by: Actor, case: Case, visit: VisitFacts, kept: Visit, now: datetime) -> None:
    if visit.child_seen:
        # A report that came later, or a case opened again, asks for the child to be seen since then.
        duties.meet(by=by, rule=CHILD_SEEN, subject=case, now=now, at=visit.at, begun_by=visit.until)
        if case.seen_at is None or visit.at < case.seen_at:
            case.seen_at = visit.at
            case.store("seen_at")
    if visit.with_child:
        _next_contact(by, case, visit, kept, now)
        if visit.safe in ASKED:  # the form asks after every danger
            duties.meet(by=by, rule=ASK_AGAIN, subject=case, now=now, at=visit.at)
    if visit.series_no is not None:
        duties.meet(by=by, rule=RETURN_VISIT, subject=case, now=now, at=visit.at, sequence=str(visit.series_no))


def _next_contact(by: Actor, case: Case, visit: VisitFacts, kept: Visit, now: datetime) -> None:
    """Contact is counted from the last one done: an entry about an earlier day does not turn the clock back."""
    later = Deadline.objects.filter(case_id=case.pk, rule=CONTACT, started_at__gt=visit.at).exclude(sequence="")
    if later.exclude(dropped_reason=CORRECTED).exists():
        return
    duties.meet(by=by, rule=CONTACT, subject=case, now=now, at=visit.at)
    duties.start(by=by, rule=CONTACT, subject=case, cause_at=visit.at, now=now, level=case.level, sequence=kept.pk.hex)


@atomic
def edit_visit(
    *, by: Actor, visit_id: UUID, visit: VisitFacts, reason: str, version: int | None, now: datetime
) -> Visit:
    """Correct what was written about a visit and say why; what it said before stays, and the duties follow.

    A danger seen at the visit stays open: only a supervisor ends it.
    """
    case = cases.locked(by, visible(by, P.READ_D3, Visit).get(pk=visit_id).case_id)
    require(by, P.CASE_WORK, case)
    kept = Visit.objects.select_for_update().get(pk=visit_id)
    kept.case = case
    kept.expect(version)
    told = replace(visit, flags=tuple(kept.flags), series_no=kept.series_no)
    _check(case, told, now)
    if not reason.strip():
        raise Refused(_("Tulis mengapa catatan ini diubah."), field="reason")
    before = _said(kept)
    after = {name: getattr(told, name) for name in SAID} | {name: getattr(told, name).strip() or None for name in TEXTS}
    if before == after:
        return kept
    VisitVersion.objects.create(
        case=case, visit=kept, changed_at=now, changed_by_id=by.id, reason=reason.strip(), **before
    )
    for name, value in after.items():
        setattr(kept, name, value)
    kept.store(*SAID)
    audit.record(by=by, event="visit.corrected", about=case, at=now, reason=reason, visit=kept.pk)
    _duties_follow(by, case, kept, before["at"], told, now)
    return kept


def _said(visit: Visit) -> dict[str, Any]:
    return {name: getattr(visit, name) for name in SAID}


def _duties_follow(by: Actor, case: Case, kept: Visit, was_at: datetime, told: VisitFacts, now: datetime) -> None:
    """Take back what the entry had met or started, then let the visits as they now stand meet it."""
    for rule in (CHILD_SEEN, CONTACT, RETURN_VISIT):
        duties.ask_again(by=by, rule=rule, subject=case, met_at=was_at, now=now, level=case.level)
    duties.drop(by=by, rule=CONTACT, subject=case, now=now, reason=CORRECTED, sequence=kept.pk.hex)
    _seen_anew(by, case, now)
    if told.with_child:
        _next_contact(by, case, told, kept, now)
    contacts = Visit.objects.filter(Q(child_seen=True) | Q(kind__in=AT_A_DISTANCE), case=case).order_by("at")
    for at in contacts.values_list("at", flat=True):
        duties.meet(by=by, rule=CONTACT, subject=case, now=now, at=at, begun_by=at)
    for at, number in Visit.objects.filter(case=case, series_no__isnull=False).values_list("at", "series_no"):
        duties.meet(by=by, rule=RETURN_VISIT, subject=case, now=now, at=at, sequence=str(number))
    _rest_with(by, case, now)


def _rest_with(by: Actor, case: Case, now: datetime) -> None:
    """What a visit starts or asks again stands still while the case rests, as everything else of it does.

    Not so the sight of the child that a new report asks for: that one bears the report's number.
    """
    if case.status == CaseStatus.SUSPENDED:
        for rule, sequence in ((CHILD_SEEN, ""), (CONTACT, None), (RETURN_VISIT, None)):
            duties.pause(by=by, subject=case, now=now, reason=PAUSE_REASON, rule=rule, sequence=sequence)


def _seen_anew(by: Actor, case: Case, now: datetime) -> None:
    """When the child was first seen, by the visits as they stand; seen by nobody, it must be seen again."""
    seen = list(Visit.objects.filter(case=case, child_seen=True).order_by("at").values_list("at", flat=True))
    for at in seen:
        duties.meet(by=by, rule=CHILD_SEEN, subject=case, now=now, at=at, begun_by=at + MINUTE)
    if not seen and not open_for(case).filter(rule=CHILD_SEEN).exists():
        duties.start(by=by, rule=CHILD_SEEN, subject=case, cause_at=case.report_received_at, now=now, level=case.level)
    first = seen[0] if seen else None
    if case.seen_at != first:
        case.seen_at = first
        case.store("seen_at")
