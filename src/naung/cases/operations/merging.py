"""Two records of one child become one: one open case remains, and whoever is shut out of one is shut out of both.

The pointer itself is written by `people.operations.merging`. Cases are locked before children, as everywhere.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.access.operations import restamp
from naung.access.policy import Permission as P
from naung.access.queries import permits, require, visible
from naung.cases.models import Case, CaseEvent
from naung.cases.operations import closure
from naung.cases.queries import staff
from naung.cases.rules import merging as rules
from naung.cases.rules.closing import ClosingFacts
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow
from naung.people import operations as people
from naung.people.models import Child, Merge
from naung.people.queries import locked_pair
from naung.people.rules.merging import ITSELF, check_reason

DUPLICATE = "DUP"
Bars = Mapping[UUID, tuple[frozenset[UUID], frozenset[UUID]]]


@atomic
def merge_children(
    *,
    by: Actor,
    kept_id: UUID,
    merged_id: UUID,
    reason: str,
    closes: bool = False,
    versions: tuple[int, int] | None = None,
    now: datetime,
) -> Merge:
    """Say that two records are one child: `merged_id` points to `kept_id` from now on; never done by a machine.

    `closes` agrees that the open case of the merged record is closed as a duplicate by the ordinary rule. `versions`
    are those of the kept and the merged record as they were shown.
    """
    if kept_id == merged_id:
        raise NotAllowedNow(ITSELF)
    told = check_reason(reason)
    held = _cases_then_children(by, kept_id, merged_id, versions)
    kept, merged = held[kept_id], held[merged_id]
    sides = {key: _side(case, now) for key, case in held.items() if case is not None}
    shut = rules.check_open(sides.get(kept_id), sides.get(merged_id), closes=closes)
    bars = rules.bars_to_add(sides.values())
    if shut and kept and merged:
        if not permits(by, P.CASE_CLOSE, merged):
            raise NotAllowedNow(rules.NOT_HERS_TO_CLOSE.format(number=merged.number))
        facts = ClosingFacts(way=DUPLICATE, reason=told, duplicate_of=kept.number)
        merged = closure.close_case(by=by, case_id=merged.pk, closing=facts, now=now)
    made = people.point_to(
        by=by, kept_id=kept_id, merged_id=merged_id, reason=told, now=now,
        closed_case_id=merged.pk if shut and merged else None, bars_added=_plain(bars),
    )  # fmt: skip
    _bar(by, bars)
    _tell((kept, merged), "CHILDREN_MERGED", by, made, now)
    return made


@atomic
def undo_merge(*, by: Actor, merge_id: UUID, reason: str, reopens: bool = False, now: datetime) -> Merge:
    """Say that two records are two children after all; `reopens` opens the case again that the merge had closed."""
    made = visible(by, P.READ_D2, Merge).get(pk=merge_id)
    held = _cases_then_children(by, made.kept_id, made.child_id, None)
    made = people.stand_apart(by=by, merge_id=merge_id, reason=reason, now=now)
    _unbar(by, made)
    _tell(held.values(), "CHILDREN_SEPARATED", by, made, now)
    if reopens and made.closed_case_id is not None:
        closure.reopen(by=by, case_id=made.closed_case_id, reason=made.undone_reason or "", now=now)
    return made


def _tell(cases: Iterable[Case | None], kind: str, by: Actor, made: Merge, now: datetime) -> None:
    """A line in both stories; not which other record and why, for whoever reads only one of them."""
    for case in cases:
        if case is not None:
            case.happened(kind, by_id=by.id, at=now, merge=str(made.pk))


def _cases_then_children(
    by: Actor, kept_id: UUID, merged_id: UUID, versions: tuple[int, int] | None
) -> dict[UUID, Case | None]:
    """The current case of each record, all held: cases first, then children, each in the order of their ids."""
    asked = visible(by, P.READ_D2, Child).filter(pk__in=[kept_id, merged_id])
    currents = {child.pk: child.current_case_id for child in asked}
    wanted = {case_id for case_id in currents.values() if case_id}
    rows = visible(by, P.READ_D1, Case).filter(pk__in=wanted).order_by("pk").select_for_update()
    cases = {case.pk: case for case in rows}
    children = locked_pair(by, kept_id, merged_id)
    for child in children.values():
        require(by, P.CHILD_MERGE, child)
    if any(children[key].current_case_id != case_id for key, case_id in currents.items()):
        raise NotAllowedNow(rules.CHANGED)
    if wanted - cases.keys():
        raise NotAllowedNow(rules.UNSEEN)
    for key, version in zip((kept_id, merged_id), versions or (), strict=False):
        children[key].expect(version)
    return {key: cases.get(case_id) if case_id else None for key, case_id in currents.items()}


def _side(case: Case, now: datetime) -> rules.CaseOf:
    works = {*staff.people_of(case), *staff.supervisors_of(case, now)} if case.closed_at is None else set()
    units = {case.team_id, case.office_id} - {None} if case.closed_at is None else set()
    return rules.CaseOf(
        case.pk, case.number, case.closed_at is None, frozenset(works), frozenset(unit for unit in units if unit),
        frozenset(case.barred_user_ids), frozenset(case.barred_unit_ids),
    )  # fmt: skip


def _bar(by: Actor, bars: Bars) -> None:
    """Whoever is shut out of one record of the child is shut out of the other too, as long as they are one."""
    for case in visible(by, P.READ_D1, Case).filter(pk__in=bars.keys()).order_by("pk"):
        users, units = bars[case.pk]
        _shut_out(case, {*case.barred_user_ids} | users, {*case.barred_unit_ids} | units)


def _unbar(by: Actor, made: Merge) -> None:
    """Those whom the merge shut out may see the record again.

    Not where a report joined the case meanwhile: it may name the same people, and a case and its reports carry one
    list of whom they shut out. To shut out too many is the safer mistake.
    """
    for case in visible(by, P.READ_D1, Case).filter(pk__in=[*made.bars_added]).order_by("pk"):
        if CaseEvent.objects.filter(case=case, kind="REPORT_JOINED", at__gte=made.at).exists():
            continue
        added = made.bars_added[str(case.pk)]
        users, units = ({UUID(one) for one in added[name]} for name in ("users", "units"))
        _shut_out(case, {*case.barred_user_ids} - users, {*case.barred_unit_ids} - units)


def _shut_out(case: Case, users: set[UUID], units: set[UUID]) -> None:
    case.barred_user_ids, case.barred_unit_ids = sorted(users), sorted(units)
    case.store("barred_user_ids", "barred_unit_ids")
    restamp(case)


def _plain(bars: Bars) -> dict[str, dict[str, list[str]]]:
    return {
        str(key): {"users": sorted(map(str, users)), "units": sorted(map(str, units))}
        for key, (users, units) in bars.items()
    }
