"""What the rows of a case mean to the gates: which consent holds, which assessment and plan count, what is owed.

What was found before a case was opened again counts as history. Rows are plain values as they come from JSON;
`written` fields are true or false.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from naung.cases.rules import assessment as rules
from naung.cases.rules.gates import CaseFacts
from naung.cases.rules.steps import CaseStatus
from naung.core.levels import Level
from naung.duties.rules import TABLE, Source
from naung.intake.rules.answers import SEXUAL

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]

POLICE, RETURN_VISIT = "POLICE_REPORT", "RETURN_VISIT"
LEGAL_RULES = sorted({rule.code for rule in TABLE if rule.source is Source.LAW})
FULL, OTHER_REASON = "FULL", "LAIN"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
ENTERED_TO_THE_MINUTE = timedelta(minutes=1)
BEFORE_APPROVAL = (CaseStatus.REGISTERED, CaseStatus.ASSESSMENT, CaseStatus.PLANNING)
RETURN_ANSWERS = ("caregiver_assessed", "school_place", "child_agrees", "community_checked", "handover_signed")
CLOSING = (
    "next_contact", "early_reason", "reason", "transition_plan", "death_review", "guardianship_order",
    "duplicate_of_id",
)  # fmt: skip


def gathered(rows: Rows, *, level: Level, seen: bool, forms: Iterable[str], status: str) -> CaseFacts:
    """The facts of one case from its rows, table by table in order (assessments and plans oldest first)."""
    opened = max((_moment(row["at"]) for row in rows["reopened"]), default=LONG_AGO)
    return CaseFacts(
        level=level,
        child_seen=seen,
        referrals_open=0,  # referrals come later
        receiver_accepted=False,  # as do transfers
        **_people(rows),
        **_assessed(rows, opened),
        **_planned(rows, opened, CaseStatus(status)),
        **_law(rows, forms),
        **_contacts(rows, opened),
        **_ending(rows),
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _people(rows: Rows) -> dict[str, Any]:
    safety = rows["safety"][0] if rows["safety"] else {"plan": False, "needs_met_at": False}
    grounds = [row for row in rows["consents"] if row["kind"] == "GROUND" and row["ground"]]
    return {
        "caregiver_consent": _given(rows["consents"], "CAREGIVER"),
        "child_assent": _given(rows["consents"], "CHILD"),
        "ground_without_consent": any(row["withdrawn_at"] is None for row in grounds),
        "safety_plan": safety["plan"],
        "emergency_needs_met": safety["needs_met_at"],
        "open_danger_flags": len(rows["dangers"]),
    }


def _given(consents: Iterable[Row], kind: str) -> bool:
    """A yes after which neither a no nor a withdrawal came."""
    mine = [row for row in consents if row["kind"] == kind]
    standing = [row for row in mine if row["given"] and row["withdrawn_at"] is None]
    return any(not any(_undoes(later, row) for later in mine) for row in standing)


def _undoes(later: Row, yes: Row) -> bool:
    at, after = _moment(yes["at"]), _moment(later["at"])
    if not later["given"] and (after, later["id"]) > (at, yes["id"]):
        return True
    withdrawn = later["withdrawn_at"]
    return withdrawn is not None and _moment(withdrawn) > at + ENTERED_TO_THE_MINUTE


def _assessed(rows: Rows, opened: datetime) -> dict[str, Any]:
    """Of the newest full assessment, running or finished, and the scores of the newest finished one of any kind."""
    known = [row for row in rows["assessments"] if not row["finished_at"] or _moment(row["finished_at"]) >= opened]
    full = next((row for row in reversed(known) if row["kind"] == FULL), None)
    last = next((row for row in reversed(known) if row["finished_at"]), None)
    return {
        "unrated_factors": rules.unrated(_ratings(rows, full["id"] if full else None)),
        "scores": rules.scores(_ratings(rows, last["id"] if last else None)),
        "child_views": bool(full and full["child_view"]),
        "earlier_statements_reused": bool(full and (full["earlier_statements"] or full["reused"])),
    }


def _ratings(rows: Rows, assessment: str | None) -> dict[str, rules.Rating]:
    """The ratings as the rules read them; that a reason was written is enough."""
    return {
        row["factor"]: rules.Rating(row["score"], row["not_applicable"], _why(row))
        for row in rows["ratings"]
        if row["assessment"] == assessment
    }


def _why(row: Row) -> str:
    if row["score"] is not None:
        return "written" if row["reason"] else ""
    code: str = row["not_applicable_code"]
    return "" if code == OTHER_REASON and not row["reason"] else code


def _planned(rows: Rows, opened: datetime, status: CaseStatus) -> dict[str, Any]:
    """Of the plan that counts now: the newest while planning goes on, else the one in force."""
    known = [row for row in rows["plans"] if not row["approved_at"] or _moment(row["approved_at"]) >= opened]
    if status not in BEFORE_APPROVAL:
        known = [row for row in known if row["approved_at"] and not row["replaced_at"]]
    plan = known[-1] if known else {"id": None, "assessment": None, "approved_at": None}
    goals = [row for row in rows["goals"] if row["plan"] == plan["id"]]
    ids = {goal["id"] for goal in goals}
    actions = [row for row in rows["actions"] if row["goal"] in ids]
    told = {row["who"] for row in rows["told"] if row["plan"] == plan["id"] and row["told"]}
    low = _ratings(rows, plan["assessment"])
    return {
        "plan_approved": bool(plan["approved_at"]),
        "factors_without_goal": rules.without_goal(low, [goal["factor"] for goal in goals]),
        "actions_unassigned": len(ids - {action["goal"] for action in actions}),
        "child_told": "CHILD" in told,
        "caregiver_told": "CAREGIVER" in told,
        "actions_open": sum(not action["done_at"] for action in actions),
        "goals_open": sum(not goal["settled_at"] for goal in goals),
    }


def _law(rows: Rows, forms: Iterable[str]) -> dict[str, Any]:
    """Whoever may not read a legal matter itself still sees its clock."""
    clocks = [row for row in rows["clocks"] if row["rule"] in LEGAL_RULES]
    owed = [row for row in rows["legal"] if not row["done_date"]]
    unmet = max(len(owed), sum(not row["met_at"] for row in clocks))
    explained = sum(row["explained"] for row in owed)
    police = [row for row in rows["legal"] if row["kind"] == POLICE]
    watched = [row for row in clocks if row["rule"] == POLICE]
    asked = bool(police or watched)
    return {
        "police_report_required": SEXUAL in forms or asked,
        "police_report_filed": asked and all(row["done_date"] for row in police) and all(w["met_at"] for w in watched),
        "legal_duties_unmet": unmet,
        "legal_duties_unexplained": max(0, unmet - explained),
    }


def _contacts(rows: Rows, opened: datetime) -> dict[str, Any]:
    visits = [row for row in rows["clocks"] if row["rule"] == RETURN_VISIT]
    return {
        "last_contacts_stable": tuple(bool(row["stable"]) for row in rows["contacts"] if _moment(row["at"]) >= opened),
        "planned_visits_left": sum(not row["met_at"] for row in visits),
        "search_documented": any(_moment(row["at"]) >= opened for row in rows["vain"]),
    }


def _ending(rows: Rows) -> dict[str, Any]:
    returning: Row = rows["returning"][0] if rows["returning"] else {}
    closing: Row = rows["closing"][0] if rows["closing"] else {}
    names = {"next_contact": "next_contact_given", "early_reason": "early_closing_reason", "reason": "closing_reason",
             "duplicate_of_id": "duplicate_of_known"}  # fmt: skip
    return {
        **{name: bool(returning.get(name)) for name in RETURN_ANSWERS},
        "destination": returning.get("destination", ""),
        "reintegration_plan": bool(returning.get("text")),
        **{names.get(name, name): bool(closing.get(name)) for name in CLOSING},
    }
