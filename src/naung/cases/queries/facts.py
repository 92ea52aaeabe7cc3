"""What the gates read of a case, gathered in one query.

Sealed texts are not opened: a gate asks whether something was written, never what.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.db.models.lookups import IsNull

from naung.cases.models import (
    Action,
    Assessment,
    Case,
    CaseEvent,
    Closure,
    Consent,
    DangerFlag,
    Goal,
    LegalDuty,
    Plan,
    PlanTold,
    Rating,
    ReintegrationPlan,
    Safety,
    Visit,
)
from naung.cases.models.assessment import Kind
from naung.cases.queries.assessment import OTHER_REASON
from naung.cases.rules import assessment as rules
from naung.cases.rules.contact import AT_A_DISTANCE, FAILED
from naung.cases.rules.gates import CaseFacts
from naung.cases.rules.steps import CaseStatus
from naung.core.levels import Level
from naung.duties.models import Deadline
from naung.duties.rules import TABLE, Source
from naung.intake.rules.answers import SEXUAL

POLICE, RETURN_VISIT = "POLICE_REPORT", "RETURN_VISIT"
LEGAL_RULES = sorted({rule.code for rule in TABLE if rule.source is Source.LAW})
GIVEN = Q(given=True, withdrawn_at=None)
OPEN = Q(met_at=None, dropped_at=None)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
ANY_CASE = UUID(int=0)  # stands for the case in the query's text
JSON_LISTS = ("full_ratings", "last_ratings", "plan_ratings", "returning")
BEFORE_APPROVAL = (CaseStatus.REGISTERED, CaseStatus.ASSESSMENT, CaseStatus.PLANNING)


def facts_of(case: Case) -> CaseFacts:
    """The facts of a case as they stand now, and as far as whoever asks may see them."""
    row = _row(case)
    return CaseFacts(
        level=Level(case.level),
        child_seen=case.seen_at is not None,
        police_report_required=SEXUAL in case.forms or row["police_asked"] or row["police_any"],
        referrals_open=0,  # referrals come later
        receiver_accepted=False,  # as do transfers
        **_read(row),
    )


def _row(case: Case) -> dict[str, Any]:
    """The one query. Its text is made once for each of its two shapes: making it takes longer than asking it."""
    shape = CaseStatus.REGISTERED if case.status in BEFORE_APPROVAL else CaseStatus.IMPLEMENTATION
    sql, given, names = _statement(shape)
    with connection.cursor() as cursor:
        cursor.execute(sql, [case.pk if value == ANY_CASE else value for value in given])
        row = dict(zip(names, cursor.fetchone(), strict=True))
    return row | {name: [json.loads(held) for held in row[name] or ()] for name in JSON_LISTS}


@cache
def _statement(status: CaseStatus) -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
    case = Case(pk=ANY_CASE, status=status)
    read = {
        **_safety(case), **_assessment(case), **_plan(case), **_duties(case), **_return(case), **_closing(case),
    }  # fmt: skip
    sql, given = Case.objects.filter(pk=case.pk).values(**read).query.sql_with_params()
    return sql, tuple(given), tuple(read)


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    plain = ("caregiver_consent", "child_assent", "ground_without_consent", "safety_plan", "open_danger_flags",
             "child_views", "earlier_statements_reused", "actions_unassigned", "child_told", "caregiver_told",
             "actions_open", "goals_open", "emergency_needs_met", "reintegration_plan", "next_contact_given",
             "planned_visits_left", "early_closing_reason", "closing_reason", "transition_plan",
             "search_documented", "death_review", "guardianship_order", "duplicate_of_known",
             "plan_approved")  # fmt: skip
    full, latest = _ratings(row["full_ratings"]), _ratings(row["last_ratings"])
    returning = row["returning"][0] if row["returning"] else {}
    unmet = max(row["legal_open"], row["legal_owed"])
    return {
        **{name: row[name] for name in plain},
        "unrated_factors": rules.unrated(full),
        "scores": rules.scores(latest),
        "factors_without_goal": rules.without_goal(_ratings(row["plan_ratings"]), row["goal_factors"]),
        "police_report_filed": (row["police_asked"] or row["police_any"])
        and not (row["police_owed"] or row["police_open"]),
        "legal_duties_unmet": unmet,
        "legal_duties_unexplained": max(0, unmet - row["legal_explained"]),
        "last_contacts_stable": tuple(bool(stable) for stable in row["contacts"]),
        **{name: bool(returning.get(name)) for name in RETURN_ANSWERS},
        "destination": returning.get("destination", ""),
    }


RETURN_ANSWERS = ("caregiver_assessed", "school_place", "child_agrees", "community_checked", "handover_signed")


def _ratings(rows: list[dict[str, Any]]) -> dict[str, rules.Rating]:
    """The ratings as the rules read them; that a reason was written is enough."""
    return {
        row["factor"]: rules.Rating(row["score"], row["not_applicable"], _why(row))
        for row in rows
    }  # fmt: skip


def _why(row: Mapping[str, Any]) -> str:
    if row["score"] is not None:
        return "written" if row["explained"] else ""
    code = row["not_applicable_code"]
    return "" if code == OTHER_REASON and not row["explained"] else code


def _of(case: Case, model: Any, *where: Q, **equal: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(*where, case=case.pk, **equal)
    return rows


def _count(rows: QuerySet[Any]) -> Any:
    counted = rows.order_by().annotate(_all=Func(F("pk"), function="COUNT", output_field=IntegerField())).values("_all")
    return Coalesce(Subquery(counted), Value(0))


def _written(case: Case, model: Any, field: str, *where: Q) -> Exists:
    return Exists(_of(case, model, *where, **{f"{field}__isnull": False}))


def _safety(case: Case) -> dict[str, Any]:
    return {
        "caregiver_consent": _given(case, "CAREGIVER"),
        "child_assent": _given(case, "CHILD"),
        "ground_without_consent": Exists(_of(case, Consent, ~Q(ground=""), kind="GROUND", withdrawn_at=None)),
        "safety_plan": _written(case, Safety, "plan"),
        "emergency_needs_met": _written(case, Safety, "needs_met_at"),
        "open_danger_flags": _count(_of(case, DangerFlag, ended_at=None)),
    }


def _opened(case: Case) -> Coalesce:
    """Since when the case is open: what was found before it was opened again counts as history."""
    again = _of(case, CaseEvent, kind="REOPENED").order_by("-at").values("at")[:1]
    return Coalesce(Subquery(again), Value(LONG_AGO))


def _given(case: Case, kind: str) -> Exists:
    """A yes after which neither a no nor a withdrawal came; a moment is entered to the minute."""
    mine = {"case": case.pk, "kind": kind}
    later = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    taken_back = Q(withdrawn_at__gt=OuterRef("at") + Value(timedelta(minutes=1)))
    undone = Consent.objects.filter((Q(given=False) & later) | taken_back, **mine)
    return Exists(Consent.objects.filter(~Exists(undone), GIVEN, **mine))


def _rating_rows(of: Subquery) -> ArraySubquery:
    rows = Rating.objects.filter(assessment_id=of).order_by("factor")
    fields = ("factor", "score", "not_applicable", "not_applicable_code")
    return ArraySubquery(
        rows.values(
            json=JSONObject(**{name: name for name in fields}, explained=IsNull(F("reason"), False))  # noqa: FBT003
        )
    )


def _assessment(case: Case) -> dict[str, Any]:
    now = Q(finished_at=None) | Q(finished_at__gte=_opened(case))
    full = _newest(_of(case, Assessment, now, kind=Kind.FULL).order_by("-sequence"))
    last = _newest(_of(case, Assessment, now, finished_at__isnull=False).order_by("-sequence"))
    newest = Assessment.objects.filter(pk=full)
    return {
        "full_ratings": _rating_rows(full),
        "last_ratings": _rating_rows(last),
        "child_views": Exists(newest.filter(child_view__isnull=False)),
        "earlier_statements_reused": Exists(newest.exclude(earlier_statements=None, reused=[])),
    }


def _newest(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.values("pk")[:1])


def _plan(case: Case) -> dict[str, Any]:
    """Of the plan that counts now: the newest while planning goes on, else the one in force."""
    plans = _of(case, Plan, Q(approved_at=None) | Q(approved_at__gte=_opened(case)))
    if case.status not in BEFORE_APPROVAL:
        plans = plans.filter(approved_at__isnull=False, replaced_at=None)
    plan = _newest(plans.order_by("-number"))
    acted_on = Exists(Action.objects.filter(goal=OuterRef("pk"), removed_at=None))
    goals = _of(case, Goal, plan=plan, removed_at=None)
    actions = _of(case, Action, goal__plan=plan, goal__removed_at=None, removed_at=None)
    rated = Subquery(plans.order_by("-number").values("assessment")[:1])
    return {
        "plan_approved": Exists(_of(case, Plan, pk=plan, approved_at__isnull=False)),
        "plan_ratings": _rating_rows(rated),
        "goal_factors": ArraySubquery(goals.values("factor")),
        "actions_unassigned": _count(goals.exclude(acted_on)),
        "child_told": Exists(_of(case, PlanTold, plan=plan, who="CHILD")),
        "caregiver_told": Exists(_of(case, PlanTold, plan=plan, who="CAREGIVER")),
        "actions_open": _count(actions.filter(done_at=None)),
        "goals_open": _count(goals.filter(settled_at=None)),
    }


def _duties(case: Case) -> dict[str, Any]:
    """What the law asks stands in two places: whoever may not read the matter itself still sees its clock."""
    held = Deadline.objects.filter(case_id=case.pk)
    with_child = Q(child_seen=True) | Q(kind__in=sorted(AT_A_DISTANCE))
    police = held.filter(rule=POLICE, dropped_at=None)
    asked = _of(case, LegalDuty)
    since_opened = Q(at__gte=_opened(case))
    return {
        "police_asked": Exists(asked.filter(kind=POLICE)),
        "police_owed": Exists(asked.filter(kind=POLICE, done_date=None)),
        "legal_owed": _count(asked.filter(done_date=None)),
        "police_any": Exists(police),
        "police_open": Exists(police.filter(met_at=None)),
        "legal_open": _count(held.filter(OPEN, rule__in=LEGAL_RULES)),
        "legal_explained": _count(_of(case, LegalDuty, done_date=None, explained__isnull=False)),
        "planned_visits_left": _count(held.filter(OPEN, rule=RETURN_VISIT)),
        "contacts": ArraySubquery(_of(case, Visit, with_child, since_opened).order_by("-at").values("stable")[:2]),
        "search_documented": Exists(_of(case, Visit, since_opened, kind=FAILED)),
    }


def _return(case: Case) -> dict[str, Any]:
    fields = (*RETURN_ANSWERS, "destination")
    return {
        "returning": ArraySubquery(
            _of(case, ReintegrationPlan).values(json=JSONObject(**{name: name for name in fields}))
        ),
        "reintegration_plan": _written(case, ReintegrationPlan, "text"),
    }


def _closing(case: Case) -> dict[str, Any]:
    waiting = Q(closed_at=None, returned_at=None)
    return {
        "next_contact_given": _written(case, Closure, "next_contact", waiting),
        "early_closing_reason": _written(case, Closure, "early_reason", waiting),
        "closing_reason": _written(case, Closure, "reason", waiting),
        "transition_plan": _written(case, Closure, "transition_plan", waiting),
        "death_review": _written(case, Closure, "death_review", waiting),
        "guardianship_order": _written(case, Closure, "guardianship_order", waiting),
        "duplicate_of_known": _written(case, Closure, "duplicate_of_id", waiting),
    }
