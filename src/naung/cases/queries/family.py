"""The people around the child, and the people on the case."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.cases.models import Assessment, Assignment, Case, CaseFile, Closure, Delivery, Plan, Visit
from naung.cases.models.assessment import Kind
from naung.cases.queries import cases, staff
from naung.core.errors import Refused
from naung.core.formats import time_left
from naung.duties.queries import NextDuty, next_duties
from naung.files.queries import hanging
from naung.intake.models import Report, ReportedChild, ReportFile
from naung.people.models import Caregiver, Child, HouseholdMember, Relationship
from naung.people.queries import standing

KINDS: dict[str, type[Caregiver] | type[HouseholdMember] | type[Relationship]] = {
    "pengasuh": Caregiver,
    "rumah": HouseholdMember,
    "saudara": Relationship,
}


@dataclass(frozen=True)
class Family:
    """Who is around the child now."""

    caregivers: list[Caregiver]
    household: list[HouseholdMember]
    related: list[tuple[Relationship, Child | None]]


def of_child(actor: Actor, child_id: UUID) -> Family:
    """The people around a child. Four queries."""
    caregivers = visible(actor, P.READ_D2, Caregiver).filter(child=child_id, ended_at=None)
    household = visible(actor, P.READ_D2, HouseholdMember).filter(child=child_id, ended_at=None)
    ties = list(visible(actor, P.READ_D2, Relationship).filter(child=child_id, ended_at=None))
    others = visible(actor, P.READ_D2, Child).in_bulk([tie.other_child_id for tie in ties])
    return Family(
        list(caregivers.order_by("-is_main", "name")), list(household.order_by("relation", "name")),
        [(tie, others.get(tie.other_child_id)) for tie in ties],
    )  # fmt: skip


@dataclass(frozen=True)
class Reported:
    """What the newest report said of the child that the record does not hold, and what nobody could say yet."""

    school_name: str
    unknowns: tuple[str, ...]


# Questions of a report that the child's own record answers once somebody knows.
ANSWERED_BY = {
    "name": "name", "sex": "sex", "nik": "nik", "address": "address", "ward": "ward_id",
}  # fmt: skip


def reported(actor: Actor, case: Case, child: Child | None) -> Reported:
    """What the newest report left open and the record does not answer yet. One query."""
    rows = visible(actor, P.READ_D2, ReportedChild).filter(report__case_id=case.pk)
    told = rows.order_by("-report__received_at").only("school_name", "unknowns").first()
    if told is None:
        return Reported("", ())
    return Reported(told.school_name, tuple(name for name in told.unknowns if not _known(child, name)))


def _known(child: Child | None, name: str) -> bool:
    if child is None:
        return False
    if name == "age":
        return child.birth_date is not None or child.age_estimate is not None
    if name == "school":
        return bool(child.school_id or child.school_name)
    return bool(name in ANSWERED_BY and getattr(child, ANSWERED_BY[name]))


def member(actor: Actor, kind: str, member_id: UUID) -> Caregiver | HouseholdMember | Relationship:
    """One of them."""
    return visible(actor, P.READ_D2, KINDS[kind]).get(pk=member_id)


def child_by_number(actor: Actor, number: str) -> UUID:
    """The child of another case, by the number that people read."""
    child = visible(actor, P.READ_D2, Child).filter(cases__number=number.strip().upper()).first()
    if child is None:
        raise Refused(_("Kasus dengan nomor ini tidak ditemukan."), field="number")
    return standing(actor, child).pk


def assignments(case: Case) -> tuple[str, list[tuple[Assignment, str]]]:
    """The holder's name, and everybody who ever walked along with the case, newest first. Two queries."""
    rows = list(Assignment.objects.filter(case=case).order_by("-from_at", "id"))
    names = staff.names([case.owner_id, *(row.user_id for row in rows)])
    holder = names.get(case.owner_id, "–") if case.owner_id else "–"
    return holder, [(row, names.get(row.user_id, "–")) for row in rows]


def papers(actor: Actor, case: Case) -> dict[str, Any]:
    """The reports that can be printed, the last finished assessment, which papers there are and which files.

    Three queries; where there are files, some more.
    """
    done = visible(actor, P.READ_D3, Assessment).filter(case=case, finished_at__isnull=False, kind=Kind.FULL)
    reports = visible(actor, P.READ_D1, Report).filter(case_id=case.pk).only("number", "received_at")
    made, held = _made(actor, case), list(reports.order_by("received_at"))
    return made | {
        "finished": done.order_by("-sequence").values_list("sequence", flat=True).first(),
        "reports": held,
        "files": hanging.shown(actor, CaseFile, case) if made["files"] else [],
        "report_files": hanging.shown(actor, ReportFile, *held) if made["report_files"] else [],
    }


def _made(actor: Actor, case: Case) -> dict[str, bool]:
    """Whether a plan was agreed, a service delivered, the child visited after its return, the case closed once, and
    whether there are files.
    """
    found = {
        "agreed": visible(actor, P.READ_D3, Plan).filter(case=case, approved_at__isnull=False),
        "delivered": visible(actor, P.READ_D3, Delivery).filter(case=case),
        "monitored": visible(actor, P.READ_D3, Visit).filter(case=case, series_no__isnull=False),
        "ever_closed": Closure.objects.filter(case=case, closed_at__isnull=False),
        "files": visible(actor, P.READ_D3, CaseFile).filter(case=case),
        "report_files": visible(actor, P.READ_D3, ReportFile).filter(report__case_id=case.pk),
    }
    made = Case.objects.filter(pk=case.pk).values_list(*(Exists(rows) for rows in found.values())).get()
    return dict(zip(found, made, strict=True))


def carried_by(actor: Actor, user_id: UUID) -> list[Case]:
    """The open cases that somebody holds or walks along with, among those that `actor` assigns."""
    beside = Assignment.objects.filter(user_id=user_id, until_at=None).values("case")
    rows = visible(actor, P.CASE_ASSIGN, Case).filter(closed_at=None)
    return list(rows.filter(Q(owner_id=user_id) | Q(pk__in=beside)).order_by("registered_at"))


def teams_of(found: Iterable[Case]) -> Collection[UUID]:
    """The teams of some cases."""
    return {case.team_id for case in found if case.team_id}


def labels(actor: Actor, found: Collection[Case], now: datetime) -> list[tuple[Case, str]]:
    """Each case with the name by which people know it, and its next duty. Two queries."""
    children = cases.children_of(actor, found)
    waiting = next_duties([case.pk for case in found])
    return [(case, _label(case, children.get(case.child_id)) + _waiting(waiting.get(case.pk), now)) for case in found]


def _waiting(duty: NextDuty | None, now: datetime) -> str:
    if duty is None:
        return ""
    language = get_language() or "id"
    return f" – {duty.asked_by.text.say(language) if duty.asked_by else duty.rule}, {time_left(duty.due_at, now)}"


def _label(case: Case, child: Child | None) -> str:
    return f"{child.name or _('Anak tanpa nama')} · {case.number}" if child else case.number
