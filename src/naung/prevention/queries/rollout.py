"""The board of all schools and kelurahan: how many are how far, one page of them, and one place with its history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from naung.places.models import Area, Level
from naung.prevention.models import (
    AwarenessSession,
    Outreach,
    OutreachState,
    OutreachStep,
    PlannedVisit,
    PlanState,
    SessionStatus,
)
from naung.prevention.rules.rollout import STATES
from naung.teams.models import Organisation, OrganisationKind, User
from naung.teams.rules.schools import FORMS

SchoolOrWard = Organisation | Area
SCHOOL, WARD = "school", "ward"
ORDERS: Mapping[str, tuple[Any, ...]] = {
    "name": ("name", "pk"),
    "pupils": (F("pupils").desc(nulls_last=True), "name", "pk"),
    "since": (F("last_at").asc(nulls_first=True), "name", "pk"),
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody wants to see of the board."""

    kind: str = SCHOOL
    district: str = ""  # code of a kecamatan
    state: str = ""
    form: str = ""  # a group of FORMS
    q: str = ""
    order: str = "name"


def place(place_id: UUID) -> SchoolOrWard:
    """A school that is open, or a kelurahan."""
    school = schools().filter(pk=place_id).select_related("area__parent").first()
    return school or Area.objects.select_related("parent").get(pk=place_id, level=Level.WARD)


def schools() -> QuerySet[Organisation]:
    """Every school that is open."""
    return Organisation.objects.filter(kind=OrganisationKind.SCHOOL, closed_date=None)


def column_of(found: SchoolOrWard) -> dict[str, SchoolOrWard]:
    """The column that names a place, and the place."""
    return {SCHOOL if isinstance(found, Organisation) else WARD: found}


def place_of(session: AwarenessSession) -> SchoolOrWard | None:
    """The school where a session is, else the kelurahan."""
    return session.school or session.ward


def board(asked: Asked) -> QuerySet[Any]:
    """The places that are asked for, each with `state`, `last_at` (its last session) and its kecamatan."""
    found: QuerySet[Any] = _of_kind(asked.kind)
    if asked.district:
        found = found.filter(_in_district(asked.kind, asked.district))
    if asked.form and asked.kind == SCHOOL:
        found = found.filter(form__in=FORMS.get(asked.form, ()))
    if asked.q:
        named = Q(name__icontains=asked.q)
        found = found.filter(named | Q(npsn=asked.q.upper()) if asked.kind == SCHOOL else named)
    return found


def _of_kind(kind: str) -> QuerySet[Any]:
    if kind == WARD:
        found: QuerySet[Any] = Area.objects.filter(level=Level.WARD)
    else:
        found = schools()
    made: QuerySet[Any] = found.annotate(state=Coalesce("outreach__state", Value(OutreachState.NOT_YET.value)))
    return made


def _in_district(kind: str, code: str) -> Q:
    if kind == WARD:
        return Q(parent__code=code)
    inside = Area.objects.filter(Q(code=code) | Q(parent__code=code))
    return Q(area__in=inside.values("pk"))


def counts(asked: Asked) -> dict[str, int]:
    """How many of the places asked for are how far, whatever state is asked for."""
    rows = board(asked).order_by().values("state").annotate(number=Count("pk")).values_list("state", "number")
    found = dict(rows)
    return {state: found.get(state, 0) for state in STATES}


def listed(asked: Asked) -> QuerySet[Any]:
    """The places asked for in the order asked for."""
    held = AwarenessSession.objects.filter(**{asked.kind: OuterRef("pk")}, status=SessionStatus.HELD)
    last = held.order_by().values(asked.kind).annotate(last=Max("held_at")).values("last")
    found: QuerySet[Any] = board(asked).annotate(last_at=Subquery(last))
    if asked.state:
        found = found.filter(state=asked.state)
    order = ORDERS.get(asked.order, ORDERS["name"])
    if asked.kind == WARD and asked.order == "pupils":
        order = ORDERS["name"]
    found = found.order_by(*order)
    return found.select_related("parent") if asked.kind == WARD else found.select_related("area__parent")


def districts() -> list[Area]:
    """Every kecamatan, by name."""
    return list(Area.objects.filter(level=Level.DISTRICT).order_by("name").only("id", "code", "name"))


def by_district(asked: Asked) -> list[tuple[Area, dict[str, int]]]:
    """For each kecamatan how many of its places are how far."""
    column = "parent" if asked.kind == WARD else "area"
    rows = board(asked).order_by().values_list(column, "state").annotate(number=Count("pk"))
    above = dict(Area.objects.filter(level=Level.WARD).values_list("pk", "parent")) if asked.kind == SCHOOL else {}
    found: dict[UUID, dict[str, int]] = {}
    for area, state, number in rows:
        mine = found.setdefault(above.get(area) or area, dict.fromkeys(STATES, 0))
        mine[state] += number
    return [(area, found[area.pk]) for area in districts() if area.pk in found]


def open_visits(place_ids: Iterable[UUID]) -> dict[UUID, PlannedVisit]:
    """What the accepted plan says of these schools and has no session yet."""
    visits = PlannedVisit.objects.filter(plan__state=PlanState.ACCEPTED, session=None, school__in=list(place_ids))
    return {visit.school_id: visit for visit in visits.select_related("team")}


@dataclass(frozen=True)
class OnePlace:
    """A school or kelurahan with how far it is and all that was done there."""

    place: SchoolOrWard
    outreach: Outreach | None

    @property
    def state(self) -> str:
        return self.outreach.state if self.outreach else OutreachState.NOT_YET

    @property
    def is_school(self) -> bool:
        return isinstance(self.place, Organisation)

    @property
    def area(self) -> str:
        """Where it is: its kelurahan, if known, and its kecamatan."""
        above = self.place.area if isinstance(self.place, Organisation) else self.place.parent
        named = [above.name] if above else []
        if above and above.level == Level.WARD and above.parent:
            named.append(above.parent.name)
        return ", ".join(named)

    @cached_property
    def sessions(self) -> list[AwarenessSession]:
        found = AwarenessSession.objects.filter(**column_of(self.place)).order_by("-from_at")
        return list(found[:20])

    @cached_property
    def steps(self) -> list[OutreachStep]:
        return list(self.outreach.steps.select_related("session").order_by("-at", "-pk")) if self.outreach else []

    @cached_property
    def names(self) -> dict[UUID, str]:
        """Who did the steps."""
        people = {step.by_id for step in self.steps if step.by_id}
        return dict(User.objects.filter(pk__in=people).values_list("pk", "name"))


def one_place(place_id: UUID) -> OnePlace:
    """A place with its row, if it has one."""
    found = place(place_id)
    return OnePlace(found, Outreach.objects.filter(**column_of(found)).first())


def with_code(place_id: UUID) -> tuple[SchoolOrWard, str]:
    """A place that has its code, and the code."""
    found = one_place(place_id)
    if found.outreach is None or not found.outreach.code:
        raise ObjectDoesNotExist
    return found.place, found.outreach.code


def last_sessions(kind: str) -> dict[UUID, datetime]:
    """When each place had its last session; a place that came further by hand, since when it is there."""
    held = AwarenessSession.objects.filter(status=SessionStatus.HELD)
    last = held.exclude(**{kind: None}).order_by().values_list(kind).annotate(last=Max("held_at"))
    by_hand = Outreach.objects.exclude(state__in=[OutreachState.NOT_YET, OutreachState.PLANNED])
    by_hand = by_hand.exclude(Exists(held.filter(**{kind: OuterRef(kind)}))).exclude(**{kind: None})
    return dict(by_hand.values_list(kind, "since")) | dict(last)
