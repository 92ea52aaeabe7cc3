"""Search on the home page: by name through the walled search function, or by number."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.cases.models import Case
from naung.core.ids import number_in
from naung.duties.queries import NextDuty, next_duties
from naung.intake.models import Report, ReportedChild
from naung.intake.rules import ReportStatus
from naung.people.models import Child
from naung.people.queries import find_by_name, standing_of
from naung.people.rules import search_key

SHOWN = 50


@dataclass(frozen=True)
class FoundReport:
    """A report with the child's name, as far as this person may read it."""

    report: Report
    name: str = ""


@dataclass(frozen=True)
class Hits:
    """Cases and reports by the child's name or number, the cases each with its next duty."""

    cases: list[Case]
    reports: list[FoundReport]
    old_numbers: Mapping[UUID, str] = field(default_factory=dict)  # of a record that was merged into this case's child
    duties: Mapping[UUID, NextDuty] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.cases) + len(self.reports)


def find(actor: Actor, text: str) -> Hits:
    """At most fifty of each kind, the closest first; only what the actor may see."""
    hits = _find(actor, text)
    return replace(hits, duties=next_duties([case.pk for case in hits.cases]))


def _find(actor: Actor, text: str) -> Hits:
    number = number_in(text)
    if number is not None:
        cases, old = _standing(actor, _cases(actor, number=number))
        return Hits(cases, _reports_numbered(actor, number), old)
    children: list[UUID] = [child.pk for child in find_by_name(actor, text)[:SHOWN]]
    order = {child: place for place, child in enumerate(children)}
    cases = _cases(actor, child_id__in=children)
    found = sorted(cases, key=lambda case: (order[case.child_id], case.closed_at is not None))
    return Hits(found, _reports_named(actor, text))


def _standing(actor: Actor, found: list[Case]) -> tuple[list[Case], dict[UUID, str]]:
    """An old number of a record that was merged leads to the case of the record that stands, if she sees that."""
    leads = standing_of([case.child_id for case in found if case.child.merged_into_id])
    old = {
        leads[case.child_id]: case.number for case in found if leads.get(case.child_id, case.child_id) != case.child_id
    }
    if not old:
        return found, {}
    children = visible(actor, P.READ_D2, Child).filter(pk__in=[*old])
    places = dict(children.values_list("current_case_id", "pk"))
    standing = _cases(actor, pk__in=[case_id for case_id in places if case_id])
    return standing or found, {case.pk: old[places[case.pk]] for case in standing}


def _cases(actor: Actor, **which: object) -> list[Case]:
    found = visible(actor, P.READ_D1, Case).filter(**which).select_related("child", "child__ward")
    return list(found.order_by("-registered_at")[:SHOWN])


def _reports_numbered(actor: Actor, number: str) -> list[FoundReport]:
    found = visible(actor, P.READ_D1, Report).filter(number=number).exclude(status=ReportStatus.DRAFT)
    return [FoundReport(report) for report in found]


def _reports_named(actor: Actor, text: str) -> list[FoundReport]:
    """Reports about a child of this name that are no case (those are found as cases), the latest first."""
    key = search_key(text)
    if not key:
        return []
    told = visible(actor, P.READ_D2, ReportedChild).filter(search_key__contains=key, report__case_id=None)
    told = told.exclude(report__status=ReportStatus.DRAFT).select_related("report")
    found = told.only("name", "report").order_by("-report__received_at")[:SHOWN]
    return [FoundReport(child.report, child.name) for child in found]
