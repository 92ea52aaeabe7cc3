"""Setting the conflict wall by the answer whether the alleged person is staff here or at a partner."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.access.operations import restamp
from naung.access.policy import P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.intake.models import AllegedPerson, Report
from naung.intake.queries.contact import school_raisers
from naung.intake.queries.wall import Placing, place_in_the_open, place_on_receipt, place_when_named, units_of
from naung.intake.rules import AllegedFacts, ReportStatus, StaffAnswer
from naung.teams import queries as teams
from naung.teams.models import Organisation

NAMING = frozenset({StaffAnswer.OFFICE, StaffAnswer.PARTNER})


@atomic
def answer(*, by: Actor, report: Report, staff_answer: str, named: Collection[UUID], now: datetime) -> Placing:
    """Set the wall by the answer whether the alleged person is staff here or at a partner.

    "No" takes it down. Named people are shut out with their teams; unnamed, whoever resembles stays shut out.
    """
    require(by, P.REPORT_TRIAGE, report)
    office = teams.office()
    placing = _answered(report, staff_answer, named, office, by, now)
    _name(report, sorted(named) if staff_answer in NAMING else [])
    report.barred_user_ids, report.barred_unit_ids = list(placing.barred_user_ids), list(placing.barred_unit_ids)
    report.team_id = placing.team_id
    report.store("barred_user_ids", "barred_unit_ids", "team_id")
    restamp(report)
    audit.record(
        by=by, event="report.wall-set", about=report, at=now, answer=staff_answer, users=report.barred_user_ids,
        units=report.barred_unit_ids,
    )  # fmt: skip
    return placing


def _name(report: Report, user_ids: list[UUID]) -> None:
    """Keep who was named, with the alleged person."""
    alleged = AllegedPerson.objects.select_for_update(of=("self",)).filter(report=report).first()
    if alleged is None and user_ids:
        AllegedPerson.objects.create(report=report, named_user_ids=user_ids)
    elif alleged is not None and alleged.named_user_ids != user_ids:
        alleged.named_user_ids = user_ids
        alleged.store("named_user_ids")


def _answered(
    report: Report, staff_answer: str, named: Collection[UUID], office: Organisation, by: Actor, now: datetime
) -> Placing:
    """A team that has it after triage keeps it, unless its people are named."""
    if staff_answer == StaffAnswer.NO:
        placing = place_in_the_open(office)
    elif staff_answer in NAMING and named:
        placing = place_when_named(named, office=office, by=by, now=now, raised_by=school_raisers(report.pk))
    else:
        placing = place_on_receipt(_facts(report), office=office, by=by, now=now)
    team_id = report.team_id
    if report.status == ReportStatus.TRIAGED and team_id and team_id not in set(units_of(named, now)):
        return replace(placing, team_id=team_id)
    return placing


def _facts(report: Report) -> AllegedFacts:
    held = AllegedPerson.objects.filter(report=report).first()
    told = (held.details or {}) if held else {}
    return AllegedFacts(**{name: told.get(name, "") for name in ("name", "phone", "description")})
