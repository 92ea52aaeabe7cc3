"""A triaged report becomes a case, or joins one that is open."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.operations import restamp
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.access.rows import SCOPE_FIELDS
from naung.audit import operations as audit
from naung.cases.models import Case, DangerFlag
from naung.cases.operations import assignment, danger, legal, starting, steps
from naung.cases.queries import cases as queries
from naung.cases.queries import sheets, staff
from naung.cases.rules import gates
from naung.cases.rules.registration import REGISTRATION_GATES, RegistrationFacts
from naung.cases.rules.steps import FIRST_STAGES, CaseStatus, Stage
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.ids import new_id, new_number
from naung.core.levels import Level
from naung.duties import operations as duties
from naung.intake import operations as intake
from naung.intake.models import Report, Triage
from naung.intake.rules import states
from naung.people import operations as people
from naung.people.models import Child
from naung.people.rules import ChildFacts
from naung.people.rules.merging import ENDED
from naung.places.models import Area
from naung.teams.models import Team

NO_COURT_ROLE = ""
BECAME, JOINED = states.ReportStatus.BECAME_CASE, states.ReportStatus.JOINED


@atomic
def register_case(
    *,
    by: Actor,
    report_id: UUID,
    child: UUID | ChildFacts | None,
    team_id: UUID,
    holder_id: UUID,
    companion_ids: Iterable[UUID] = (),
    ppks: str,
    ampk: Iterable[str] = (),
    court_role: str | None = NO_COURT_ROLE,
    stage: str = Stage.INTERVENTION,
    now: datetime,
) -> Case:
    """Make a case of a triaged report and give it to people. Only a supervisor may, never one who is shut out.

    `child` is a child on record, or the facts of one who is not; that answer is the known-child check, unless
    the check was made at triage already and `child` is left out: then the child is new, as reported.
    """
    report = _triaged(by, report_id, BECAME)
    require(by, P.CASE_REGISTER, report)
    sheet = Triage.objects.filter(report=report).first() or Triage(report=report)
    companions = list(dict.fromkeys(companion_ids))
    gates.pass_all(
        REGISTRATION_GATES,
        RegistrationFacts(
            known_child_checked=child is not None or sheet.known_child_checked_at is not None,
            team_assigned=team_id is not None,
            social_worker_assigned=holder_id is not None,
            conflict_checked=bool(sheet.staff_answer),
            ppks=ppks,
            court_role_answered=court_role is not None,
        ),
    )
    _check_codes(ppks, ampk := sorted(set(ampk)), court_role or "")
    _check_stage(stage, report, sheet)
    team = Team.objects.get(pk=team_id, office=report.office_id)
    staff.check(team, holder_id, companions, report, now)
    case = Case(
        id=new_id(), number=new_number(), status=CaseStatus.REGISTERED, stage=stage, level=report.level,
        ppks=ppks, ampk=ampk, court_role=court_role or "", forms=sheets.forms_of(sheet),
        report_received_at=report.received_at, registered_at=now, registered_by_id=by.id,
        owner_id=holder_id, team_id=team.pk, office_id=report.office_id,
        barred_user_ids=report.barred_user_ids, barred_unit_ids=report.barred_unit_ids,
    )  # fmt: skip
    _give_child(by, case, child, report, now)
    with widened([case.pk, case.child_id, report.pk]):
        case.save(force_insert=True)
        restamp(case)
        case.happened("REGISTERED", by_id=by.id, at=now, new=case.stage, report=str(report.pk))
        audit.record(by=by, event="case.registered", about=case, at=now, report=report.pk, team=team.pk, ppks=ppks)
        assignment.staff_case(by=by, case=case, companions=companions, now=now)
        intake.hand_over(by=by, report=report, case=case, outcome=BECAME, now=now)
        starting.start_duties(by=by, case=case, now=now)
        legal.require_police_report(by=by, case=case, report=report, forms=case.forms, now=now)
        _carry_dangers(case, sheet, now)
    return case


def _triaged(by: Actor, report_id: UUID, outcome: states.ReportStatus) -> Report:
    report = visible(by, P.READ_D1, Report).select_for_update().get(pk=report_id)
    states.step(report.status, outcome)
    return report


def _check_codes(ppks: str, ampk: list[str], court_role: str) -> None:
    given = [("ppks_anak", [ppks]), ("ampk", ampk), ("peran_abh", [court_role] if court_role else [])]
    if any(code not in reference.codes(name) for name, codes in given for code in codes):
        raise Refused(_("Kategori ini tidak ada dalam daftar."))


def _check_stage(stage: str, report: Report, sheet: Triage) -> None:
    """A case begins at intervention, or at prevention when it needs none: never with the child in danger."""
    if stage not in FIRST_STAGES:
        raise Refused(_("Kasus dimulai pada tahap intervensi atau pencegahan."), field="stage")
    in_danger = report.level == Level.EMERGENCY or bool(sheets.dangers_of(sheet))
    if stage == Stage.PREVENTION and in_danger:
        raise Refused(_("Anak dalam bahaya: kasus ini dimulai pada tahap intervensi."), field="stage")


def _give_child(by: Actor, case: Case, child: UUID | ChildFacts | None, report: Report, now: datetime) -> None:
    """Tie the case to the child's one record, which then belongs to the case's people."""
    known = _on_record(by, child) if isinstance(child, UUID) else None
    facts = child if isinstance(child, ChildFacts) else sheets.reported_child(by, report)
    if facts.ward_id is None:  # until somebody knows where the child lives, where the report says it happened
        facts = replace(facts, ward_id=report.ward_id)
    ward_id = known.ward_id if known is not None else facts.ward_id
    case.area_id = _district(ward_id) or report.area_id
    scope = {name: getattr(case, name) for name in SCOPE_FIELDS}
    if known is None:
        case.child = people.register_child(
            by=by, facts=facts, scope=scope, case_id=case.pk, reported_at=report.received_at, now=now
        )
    else:
        _no_open_case(known)
        case.child = people.follow_case(by=by, child=known, case_id=case.pk, scope=scope, now=now)
    with widened([case.child.pk]):
        starting.take_over_caregivers(by=by, child=case.child, report=report, now=now)


def _on_record(by: Actor, child_id: UUID) -> Child:
    child = visible(by, P.READ_D2, Child).select_for_update().filter(pk=child_id).first()
    if child is None:
        raise Refused(_("Berkas anak ini ada pada tim lain. Minta tim itu menggabungkan laporan ini."))
    if child.merged_into_id is not None:
        raise Refused(ENDED)
    return child


def _no_open_case(child: Child) -> None:
    """One child has at most one open case; the error leads to it."""
    with widened([child.current_case_id] if child.current_case_id else []):
        other = Case.objects.filter(child=child, closed_at=None).first()
    if other is not None:
        raise NotAllowedNow(
            _("Anak ini masih mempunyai kasus terbuka (%(number)s). Gabungkan laporan ke kasus itu.")
            % {"number": other.number},
            case=other.pk,
        )


def _district(ward_id: UUID | None) -> UUID | None:
    ward = Area.objects.filter(pk=ward_id).first() if ward_id else None
    return ward.parent_id if ward else None


def _carry_dangers(case: Case, sheet: Triage, now: datetime) -> None:
    """Dangers that were a yes at triage stay open in the case until a supervisor ends them."""
    for code in sheets.dangers_of(sheet):
        DangerFlag.objects.create(case=case, code=code, raised_at=sheet.saved_at or now, raised_by_id=sheet.saved_by_id)
        case.happened("DANGER_RAISED", by_id=sheet.saved_by_id, at=sheet.saved_at or now, new=code, from_triage=True)


@atomic
def join_report(*, by: Actor, report_id: UUID, case_id: UUID, reason: str, now: datetime) -> Case:
    """Put a triaged report into the child's open case. Its level and forms raise the case's, never lower them."""
    report = _triaged(by, report_id, JOINED)
    require(by, states.step(report.status, JOINED).permission(Level(report.level) if report.level else None), report)
    case = queries.locked(by, case_id)
    if case.closed_at is not None:
        raise NotAllowedNow(_("Kasus ini sudah ditutup. Buka kembali dahulu, lalu gabungkan laporannya."))
    if not reason.strip():
        raise Refused(_("Tulis mengapa laporan ini menyangkut kasus yang sama."), field="reason")
    with widened([case.pk, report.pk]):
        _bar_too(case, report)
        intake.hand_over(by=by, report=report, case=case, outcome=JOINED, reason=reason, now=now)
        case.happened("REPORT_JOINED", by_id=by.id, at=now, new=report.number, reason=reason, report=str(report.pk))
        audit.record(by=by, event="case.report-joined", about=case, at=now, report=report.pk, reason=reason)
        _add_what_is_new(by, case, report, now)
    return case


def _bar_too(case: Case, report: Report) -> None:
    """Whoever the new report shuts out is shut out of the case; its people must then be changed first."""
    users = sorted({*case.barred_user_ids, *report.barred_user_ids})
    units = sorted({*case.barred_unit_ids, *report.barred_unit_ids})
    if (users, units) == (sorted(case.barred_user_ids), sorted(case.barred_unit_ids)):
        return
    if set(staff.people_of(case)) & set(users):
        raise NotAllowedNow(
            _("Orang yang namanya disebut dalam laporan ini menangani kasusnya. Ganti dahulu orangnya.")
        )
    case.barred_user_ids, case.barred_unit_ids = users, units
    case.store("barred_user_ids", "barred_unit_ids")
    restamp(case)


def _add_what_is_new(by: Actor, case: Case, report: Report, now: datetime) -> None:
    sheet = Triage.objects.filter(report=report).first() or Triage(report=report)
    if added := set(sheets.forms_of(sheet)) - set(case.forms):
        case.forms = sorted({*case.forms, *added})
        case.store("forms")
    if report.level and Level(report.level) > Level(case.level):
        steps.set_level(by=by, case=case, level=Level(report.level), reason="", now=now)
    starting.see_again(by=by, case=case, report=report, now=now)
    for code in sheets.dangers_of(sheet):
        danger.raise_danger_flag(by=by, case_id=case.pk, code=code, seen_by_id=sheet.saved_by_id, now=now)
    legal.require_police_report(by=by, case=case, report=report, forms=sheets.forms_of(sheet), now=now)
    duties.notify(
        by=by, to=staff.people_of(case), kind="case.report-joined", about=case, now=now,
        once=f"case.report-joined:{report.pk}", number=case.number,
    )  # fmt: skip
