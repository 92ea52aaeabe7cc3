"""What the gates read of a case, gathered in one query: each table once, its rows as JSON.

Sealed texts are not opened: a gate asks whether something was written, never what. What the rows mean is said in
`naung.cases.rules.facts`.
"""

import json
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q, QuerySet
from django.db.models.functions import JSONObject
from django.db.models.lookups import IsNull

from naung.cases import models
from naung.cases.models import Case
from naung.cases.queries.once import ANY_CASE, Statement
from naung.cases.rules import facts
from naung.cases.rules.contact import AT_A_DISTANCE, FAILED
from naung.cases.rules.facts import LEGAL_RULES, RETURN_VISIT
from naung.cases.rules.gates import CaseFacts
from naung.core.levels import Level
from naung.duties.models import Deadline

TWO = 2  # contacts


def facts_of(case: Case) -> CaseFacts:
    """The facts of a case as they stand now, and as far as whoever asks may see them."""
    statement, names = _statement()
    (row,) = statement.rows(case)
    rows = {name: [json.loads(one) for one in held] for name, held in zip(names, row, strict=True)}
    return facts.gathered(
        rows, level=Level(case.level), seen=case.seen_at is not None, forms=case.forms, status=case.status
    )


@cache
def _statement() -> tuple[Statement, tuple[str, ...]]:
    """The one query, and what stands in its columns."""
    read = {**_people(), **_assessments(), **_plans(), **_law(), **_contacts(), **_ending()}
    apart = {f"{name}_rows": rows for name, rows in read.items()}  # the model has relations of these names
    return Statement(Case.objects.filter(pk=ANY_CASE).values(**apart)), tuple(read)


def _rows(rows: QuerySet[Any], *fields: str, written: tuple[str, ...] = ()) -> ArraySubquery:
    """Rows of one table: some fields as they are, of others (the sealed ones too) only whether they are written."""
    told: dict[str, Any] = {name: name for name in fields}
    told |= {name: IsNull(F(name), False) for name in written}  # noqa: FBT003
    return ArraySubquery(rows.values(json=JSONObject(**told)))


def _of(model: Any, *where: Q, **equal: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(*where, case=ANY_CASE, **equal)
    return rows


def _people() -> dict[str, ArraySubquery]:
    return {
        "consents": _rows(_of(models.Consent), "id", "kind", "given", "ground", "at", "withdrawn_at"),
        "safety": _rows(_of(models.Safety), written=("plan", "needs_met_at")),
        "dangers": _rows(_of(models.DangerFlag, ended_at=None), "code"),
        "reopened": _rows(_of(models.CaseEvent, kind="REOPENED"), "at"),
    }


def _assessments() -> dict[str, ArraySubquery]:
    told = ("child_view", "earlier_statements")
    return {
        "assessments": _rows(
            _of(models.Assessment).order_by("sequence"), "id", "kind", "finished_at", "reused", written=told
        ),
        "ratings": _rows(
            _of(models.Rating), "assessment", "factor", "score", "not_applicable", "not_applicable_code",
            written=("reason",),
        ),
    }  # fmt: skip


def _plans() -> dict[str, ArraySubquery]:
    goals = Q(removed_at=None)
    return {
        "plans": _rows(
            _of(models.Plan).order_by("number"), "id", "assessment", "approved_at", written=("replaced_at",)
        ),
        "goals": _rows(_of(models.Goal, goals), "id", "plan", "factor", written=("settled_at",)),
        "actions": _rows(_of(models.Action, removed_at=None), "goal", written=("done_at",)),
        "told": _rows(_of(models.PlanTold), "plan", "who", "told"),
    }


def _law() -> dict[str, ArraySubquery]:
    """What the law asks stands in two places: whoever may not read the matter itself still sees its clock."""
    clocks = Deadline.objects.filter(case_id=ANY_CASE, dropped_at=None, rule__in=[*LEGAL_RULES, RETURN_VISIT])
    return {
        "clocks": _rows(clocks, "rule", written=("met_at",)),
        "legal": _rows(_of(models.LegalDuty), "kind", written=("done_date", "explained")),
    }


def _contacts() -> dict[str, ArraySubquery]:
    with_child = Q(child_seen=True) | Q(kind__in=sorted(AT_A_DISTANCE))
    newest = _of(models.Visit).order_by("-at", "-written_at")  # two may be told with the same minute
    return {
        "contacts": _rows(newest.filter(with_child)[:TWO], "at", "stable"),
        "vain": _rows(newest.filter(kind=FAILED)[:1], "at"),
    }


def _ending() -> dict[str, ArraySubquery]:
    waiting = Q(closed_at=None, returned_at=None)
    return {
        "returning": _rows(_of(models.ReintegrationPlan), *facts.RETURN_ANSWERS, "destination", written=("text",)),
        "closing": _rows(_of(models.Closure, waiting), written=facts.CLOSING),
    }
