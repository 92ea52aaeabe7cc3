"""For random people with random roles, teams and grants, and random rows: one answer, from whomever it is asked.

The rules told again in the simplest words (`seen`), the queryset, the single check and the database's own walls must
name the same rows of every walled table.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.db import connection, transaction
from django.db.models import Model, Value
from django.db.utils import ProgrammingError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from naung.access.acting import acting_as
from naung.access.actors import Actor, clock, operator, public
from naung.access.models import Grant
from naung.access.policy import CLASSES, POLICY, Permission, Role, Scope
from naung.access.queries import permits, visible
from naung.access.rows import Follows
from naung.teams.models import Membership, Organisation, OrganisationKind, Team, TeamKind, User
from naung.teams.queries import actor_of
from tests.access.everything import CARRIERS, HAND, WALLED, Everything, made, needed, ordered, store
from tests.scene import MONDAY

NOW = MONDAY
PLACES = 4
INSIDE = {Permission.READ_D3, Permission.READ_D5, Permission.READ_D6}  # what a desk reads for a time only
ROLES = sorted(set(Role) - {Role.PUBLIC, Role.CLOCK, Role.OPERATOR, Role.ON_DUTY})
MOMENTS = {"past": NOW - timedelta(days=2), "now": NOW, "soon": NOW + timedelta(seconds=1), "never": None}
SPACE = UUID(int=7)
USERS, TEAMS, OFFICES, AREAS = (
    [uuid5(SPACE, f"{kind}{n}") for n in range(count)]
    for kind, count in (("user", 4), ("team", 3), ("office", 2), ("area", 2))
)


@dataclass(frozen=True)
class Held:
    """A role of somebody, for a while."""

    user: UUID
    role: Role
    team: UUID | None
    office: UUID
    begins: str
    ends: str

    @property
    def holds(self) -> bool:
        return _running(self.begins, self.ends)


@dataclass(frozen=True)
class Given:
    """Somebody's access to one record (by its place in the list of all that can be given), for a while."""

    user: UUID
    role: Role
    record: int
    begins: str
    ends: str
    revoked: bool

    @property
    def holds(self) -> bool:
        return _running(self.begins, self.ends) and not self.revoked


def _running(begins: str, ends: str) -> bool:
    begun, until = MOMENTS[begins], MOMENTS[ends]
    return begun is not None and begun <= NOW and (until is None or until > NOW)


some = st.sampled_from
begins, ends = some(["past", "past", "now", "soon"]), some(["past", "now", "soon", "never", "never"])
held = st.builds(
    Held, some(USERS), some(ROLES), some([*TEAMS, None]), some(OFFICES), begins=begins, ends=ends
)  # fmt: skip
given_access = st.builds(
    Given, some(USERS), some([*ROLES, Role.ON_DUTY]), st.integers(0, 1000), begins, ends, some([False, False, True])
)
scope = st.fixed_dictionaries(
    {
        "owner_id": some([*USERS, None]),
        "team_id": some([*TEAMS, None]),
        "area_id": some([*AREAS, None]),
        "office_id": some(OFFICES),
        "barred_user_ids": st.lists(some(USERS), max_size=1),
        "barred_unit_ids": st.lists(some([*TEAMS, *OFFICES]), max_size=1),
    }
)
until = st.sampled_from([None, *(moment for moment in MOMENTS.values() if moment)])
timed = {
    model: st.builds(
        lambda told, name, ends: told | ({name: ends} if name else {}), scope, st.just(WALLED[model].until), until
    )
    for model in CARRIERS
}
scopes = st.lists(st.fixed_dictionaries(timed), min_size=PLACES, max_size=PLACES)
worlds = given(scopes, st.lists(held, min_size=4, max_size=10), st.lists(given_access, max_size=12))
often = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
        Phase.target,
    ],  # an example is rich: making it small takes minutes
)
Seen = set[tuple[str, UUID]]


@pytest.fixture
def people(db: None) -> None:
    """Users, teams and offices; who holds what differs from example to example."""
    offices = [Organisation(id=pk, kind=OrganisationKind.OFFICE, name=str(pk)) for pk in OFFICES]
    Organisation.objects.bulk_create(offices)
    Team.objects.bulk_create(Team(id=pk, office=offices[0], kind=TeamKind.COMPANIONS, name=str(pk)) for pk in TEAMS)
    User.objects.bulk_create(User(id=pk, username=str(pk), name="A", created_at=MONDAY) for pk in USERS)


def hand_out(roles: list[Held], access: list[Given], everything: Everything) -> list[tuple[Given, UUID]]:
    """Store who holds what; returns the grants with the record that each is for."""
    subjects = everything.subjects()
    by_key = {(one.user, one.role, one.record % len(subjects)): one for one in access}  # one open grant of a kind
    grants = [(one, subjects[place]) for (_, _, place), one in by_key.items()]
    Membership.objects.bulk_create(
        {
            (one.user, one.role, one.team, one.office): Membership(
                user_id=one.user, role=one.role, team_id=one.team, office_id=one.office,
                from_at=MOMENTS[one.begins], until_at=MOMENTS[one.ends],
            )
            for one in distinct(roles)
        }.values()
    )  # fmt: skip
    Grant.objects.bulk_create(
        Grant(
            user_id=one.user, role=one.role, record_label="", record_id=record, reason_code="TEST",
            from_at=MOMENTS[one.begins], until_at=MOMENTS[one.ends], revoked_at=NOW if one.revoked else None,
        )
        for one, record in grants
    )  # fmt: skip
    return grants


def distinct(roles: list[Held]) -> list[Held]:
    """One membership of a kind, the last one drawn."""
    return list({(one.user, one.role, one.team, one.office): one for one in roles}.values())


def seen(user: UUID, roles: list[Held], grants: list[tuple[Given, UUID]], row: Any, permission: Permission) -> bool:
    """Whether a person holds a permission on a row: the policy once more, as one would tell it."""
    access = WALLED[type(row)]
    if isinstance(access, Follows):  # of a row that tells of two records one must be allowed to see both
        return all(seen(user, roles, grants, getattr(row, name), permission) for name in access.parents)
    carrier = row
    mine = [one for one in roles if one.user == user and one.holds]
    given_to_me = [
        (one, record) for one, record in grants if one.user == user and one.holds and not _gone(one, user, roles)
    ]
    if user in carrier.barred_user_ids or {u for one in mine for u in (one.team, one.office)} & {
        *carrier.barred_unit_ids
    }:
        return False
    for role in {one.role for one in mine} | {one.role for one, _ in given_to_me}:
        where = POLICY[role].get(permission, frozenset())
        of_role = [one for one in mine if one.role == role]
        reasons = {
            Scope.OWN: carrier.owner_id == user,
            Scope.TEAM: carrier.team_id is not None
            and carrier.team_id in {one.team for one in of_role}
            and not (permission in INSIDE and _over(carrier)),
            Scope.OFFICE: carrier.office_id in {one.office for one in of_role},
            Scope.GRANTED: {getattr(carrier, name) for name in WALLED[type(carrier)].granted}
            & {record for one, record in given_to_me if one.role == role} - {None},
        }
        if any(reasons.get(scope) for scope in where):
            return True
    return False


def _gone(access: Given, user: UUID, roles: list[Held]) -> bool:
    """Whether the role under which somebody was given a record has ended since."""
    of_role = [one for one in roles if one.user == user and one.role == access.role]
    begun, ends = MOMENTS[access.begins], [MOMENTS[one.ends] for one in of_role]
    assert begun is not None
    return not any(one.holds for one in of_role) and any(end and begun < end <= NOW for end in ends)


def _over(carrier: Any) -> bool:
    """Whether the time in which a unit reads the inside of this record has passed."""
    ends = getattr(carrier, "desk_until", None)
    return ends is not None and ends <= NOW


def by_visible(actor: Actor) -> Seen:
    """What the application's own filter names, of all tables at once."""
    asked = [
        visible(actor, access.reads, model)
        .order_by()
        .annotate(table=Value(model._meta.label))
        .values_list("table", "pk")
        for model, access in WALLED.items()
    ]
    return set(asked[0].union(*asked[1:], all=True))


def by_the_database() -> Seen:
    """Everything that the database gives, asked without any filter."""
    return _rows(" UNION ALL ".join(f"SELECT '{m._meta.label}', id FROM \"{m._meta.db_table}\"" for m in WALLED))


def by_updating() -> Seen:
    """Everything that an UPDATE without any filter touches."""
    steps = {f"u{n}": model for n, model in enumerate(WALLED)}
    changes = ", ".join(
        f'{name} AS (UPDATE "{model._meta.db_table}" SET version = version + 1 RETURNING id)'
        for name, model in steps.items()
    )
    told = " UNION ALL ".join(f"SELECT '{model._meta.label}', id FROM {name}" for name, model in steps.items())
    return _rows(f"WITH {changes} {told}")


def _rows(sql: str) -> Seen:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return set(cursor.fetchall())


def without_an_account(everything: Everything) -> list[Actor]:
    """Whoever told us and shows her receipt, the clock, and the command line."""
    return [public(everything.subjects()[:3], OFFICES[:1]), clock(OFFICES), operator(OFFICES[:1])]


def named(rows: list[Any]) -> Seen:
    return {(type(row)._meta.label, row.pk) for row in rows}


@often
@worlds
def test_rules_queryset_check_and_database_name_the_same_rows(
    people: None, scopes: list[dict[type[Model], dict[str, Any]]], roles: list[Held], access: list[Given]
) -> None:
    everything = made(scopes)
    with transaction.atomic():
        store(everything)
        grants = hand_out(roles, access, everything)
        for user in USERS:
            actor = actor_of(User(id=user, name="A"), NOW)
            told = named([r for r in everything.all if seen(user, distinct(roles), grants, r, WALLED[type(r)].reads)])
            assert told == named([row for row in everything.all if permits(actor, WALLED[type(row)].reads, row)])
            with acting_as(actor):
                assert told == by_visible(actor)
                assert told == by_the_database()
                writes = {m._meta.label for m, one in WALLED.items() if actor.may & {*one.writes}}
                assert by_updating() == {(label, pk) for label, pk in told if label in writes}
            assert by_the_database() == set()
            assert by_updating() == set()
        for actor in without_an_account(everything):
            told = named([row for row in everything.all if permits(actor, WALLED[type(row)].reads, row)])
            with acting_as(actor):
                assert by_visible(actor) == by_the_database() == told
        transaction.set_rollback(True)


@often
@worlds
def test_a_permission_to_act_is_held_on_the_same_rows_by_queryset_and_check(
    people: None, scopes: list[dict[type[Model], dict[str, Any]]], roles: list[Held], access: list[Given]
) -> None:
    everything = made(scopes)
    with transaction.atomic():
        store(everything)
        hand_out(roles, access, everything)
        for user in USERS[:2]:
            actor = actor_of(User(id=user, name="A"), NOW)
            checked = {(p, r.pk) for p in actor.may for r in everything.carriers() if permits(actor, p, r)}
            asked = [
                visible(actor, permission, model).order_by().annotate(may=Value(permission)).values_list("may", "pk")
                for permission in sorted(actor.may)
                for model in CARRIERS
            ]
            with acting_as(actor):
                assert (set(asked[0].union(*asked[1:], all=True)) if asked else set()) == checked
        transaction.set_rollback(True)


ONE_OPEN_PLACE: dict[type[Model], dict[str, Any]] = {
    model: {"office_id": OFFICES[0], "team_id": TEAMS[0], "owner_id": None} for model in CARRIERS
}


@pytest.mark.parametrize("model", [m for m in ordered() if isinstance(WALLED[m], Follows)], ids=lambda m: m._meta.label)
def test_nothing_is_hung_on_what_one_does_not_see(people: None, model: type[Model]) -> None:
    everything = made([ONE_OPEN_PLACE])
    late = everything.rows[model]
    everything.rows = {one: rows for one, rows in everything.rows.items() if one in CARRIERS or one in needed(model)}
    store(everything)

    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), acting_as(HAND):
        model._default_manager.bulk_create(late)


# A school's list of absent pupils is dropped once it was shown (issue 4), row and key, by its sender or the clock.
GOES = {"prevention.AbsenceList", "prevention.AbsentPupil"}


def test_no_row_of_a_walled_table_can_be_deleted_but_those_of_a_list_of_absent_pupils(db: None) -> None:
    with connection.cursor() as cursor:
        for model in WALLED:
            for right in ("DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"):
                cursor.execute("SELECT has_table_privilege(%s, %s)", [model._meta.db_table, right])
                assert cursor.fetchone() == (right == "DELETE" and model._meta.label in GOES,), (model, right)


@pytest.mark.parametrize("role", sorted(POLICY))
def test_whoever_reads_more_of_a_record_also_reads_that_it_is_there(role: Role) -> None:
    """Parts hang on a case or report: whoever could read a part, but not its parent, could not write where she may."""
    for permission in CLASSES:
        assert POLICY[role].get(permission, frozenset()) <= POLICY[role].get(Permission.READ_D1, frozenset())
