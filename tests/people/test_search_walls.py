"""The searches in the owner's name find what scanning the visible rows would find, and cannot be made to show more."""

from random import Random
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from naung.access.acting import acting_as, widened
from naung.access.actors import Actor, Holding
from naung.access.policy import Permission as P
from naung.access.policy import Role, Scope
from naung.access.queries import permits, visible
from naung.core.ids import new_id
from naung.people.matching.keys import keys
from naung.people.models import Child
from naung.people.operations import keep_keys
from naung.people.queries import find_by_name
from naung.people.queries.known import known_of
from naung.people.rules import ChildFacts, search_key
from naung.simulation.rules.people import as_written_by_others, draw_group, draw_name
from tests.access.everything import HAND
from tests.scene import MONDAY

SPACE = UUID(int=9)
USERS, TEAMS, OFFICES = ([uuid5(SPACE, f"{kind}{n}") for n in range(3)] for kind in ("user", "team", "office"))
SCANNED = """
    SELECT id FROM people_child, LATERAL (
        SELECT word_similarity(%s, search_key) AS score,
               string_to_array(search_key, ' ') @> string_to_array(%s, ' ') AS whole
    ) told
     WHERE whole OR score >= 0.6::real ORDER BY whole DESC, score DESC, lower(name), id LIMIT %s
"""
FALSE_TABLE = """
    CREATE TEMP TABLE people_child AS SELECT * FROM public.people_child WITH NO DATA;
    INSERT INTO pg_temp.people_child (id, search_key, barred_user_ids, barred_unit_ids, team_id)
    SELECT gen_random_uuid(), 'rani wulandari', '{}', '{}', team_id FROM public.people_child LIMIT 1
"""
FALSE_FUNCTION = """
    CREATE OR REPLACE FUNCTION people_find_by_name(asked_key text, most integer)
    RETURNS TABLE (id uuid, score real) LANGUAGE sql AS 'SELECT id, 1::real FROM people_child'
"""

some = st.sampled_from
scope = st.fixed_dictionaries(
    {
        "owner_id": some([*USERS, None]),
        "team_id": some([*TEAMS, None]),
        "office_id": some(OFFICES),
        "barred_user_ids": st.lists(some(USERS), max_size=1),
        "barred_unit_ids": st.lists(some([*TEAMS, *OFFICES]), max_size=1),
    }
)
role = some([Role.COMPANION, Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.INTAKE, Role.OFFICE_HEAD, Role.SCHOOL])
people = st.builds(
    lambda user, role, team, office, places: (user, role, team, office, places),
    some(USERS), role, some(TEAMS), some(OFFICES), st.lists(st.integers(0, 39), max_size=4),
)  # fmt: skip
often = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.target],
)


def children(scopes: list[dict[str, Any]], seed: int) -> list[Child]:
    """Forty children; a few names in several spellings, so that many resemble each other."""
    draw = Random(seed)
    names = [draw_name(draw, draw_group(draw), draw.choice("LP")) for _ in range(5)]
    made = []
    for place in range(40):
        name = as_written_by_others(draw, draw.choice(names))
        made.append(
            Child(
                id=new_id(), name=name, search_key=search_key(name), created_at=MONDAY, current_case_id=new_id(),
                **scopes[place % len(scopes)],
            )
        )  # fmt: skip
    return made


def store(rows: list[Child]) -> None:
    with acting_as(HAND), widened(row.pk for row in rows):
        Child.objects.bulk_create(rows)
        for row in rows:
            keep_keys(child=row)


def actor_of(rows: list[Child], user: UUID, role: Role, team: UUID, office: UUID, places: list[int]) -> Actor:
    ids = {
        Scope.OWN: frozenset({user}),
        Scope.TEAM: frozenset({team}),
        Scope.OFFICE: frozenset({office}),
        Scope.GRANTED: frozenset(rows[place].current_case_id for place in places if rows[place].current_case_id),
    }
    return Actor("someone", user, (Holding(role, ids),), frozenset({team, office}))


def asked(sql: str, *parameters: object) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return cursor.fetchall()


@often
@given(st.lists(scope, min_size=8, max_size=8), st.integers(0, 10**6), st.lists(people, min_size=3, max_size=3))
def test_the_search_finds_what_scanning_the_visible_finds(
    db: None, scopes: list[dict[str, Any]], seed: int, askers: list[Any]
) -> None:
    rows, draw = children(scopes, seed), Random(seed)
    with transaction.atomic():
        store(rows)
        for asker in askers:
            actor = actor_of(rows, *asker)
            for name in draw.sample([row.name for row in rows], 4):
                text = draw.choice([name, as_written_by_others(draw, name), name.split()[0], name[:4]])
                key = search_key(text)
                with acting_as(actor):
                    most = draw.choice([3, 50])
                    scanned = asked(SCANNED, key, key, most) if key else []
                    assert asked("SELECT id FROM people_find_by_name(%s, %s)", key, most) == scanned
                    assert [(child.pk,) for child in find_by_name(actor, text, most)] == scanned
                    assert {pk for (pk,) in scanned} <= {row.pk for row in rows if permits(actor, P.READ_D2, row)}
        transaction.set_rollback(True)


@often
@given(st.lists(scope, min_size=8, max_size=8), st.integers(0, 10**6), st.lists(people, min_size=3, max_size=3))
def test_the_look_up_opens_what_is_visible_and_hides_whose_children_shut_one_out(
    db: None, scopes: list[dict[str, Any]], seed: int, askers: list[Any]
) -> None:
    rows, draw = children(scopes, seed), Random(seed)
    known = {row.pk: row for row in rows}
    with transaction.atomic():
        store(rows)
        for asker in askers:
            actor = actor_of(rows, *asker)
            with acting_as(actor):
                asks = sorted(keys(known_of(ChildFacts(name=draw.choice(rows).name))))
                found = asked("SELECT id, seen FROM people_candidates(%s, 60)", asks)
                seen = {*visible(actor, P.READ_D2, Child).values_list("pk", flat=True)}
            assert {pk for pk, opened in found if opened} == {pk for pk, _ in found} & seen
            assert not found or P.CHILD_LOOK_UP in actor.may
            for pk, _ in found:
                assert actor.id not in known[pk].barred_user_ids
                assert not actor.unit_ids & {*known[pk].barred_unit_ids}
        transaction.set_rollback(True)


class TestItCannotBeMadeToShowMore:
    CALL = "SELECT id FROM people_find_by_name('rani wulandari', 50) ORDER BY id"
    ASKED = "','".join(sorted(keys(known_of(ChildFacts(name="Rani Wulandari")))))
    LOOK = f"SELECT id, seen FROM people_candidates(ARRAY['{ASKED}'], 60) ORDER BY id"

    @pytest.fixture
    def toni(self, db: None) -> Actor:
        """One child is his, one is another team's, one resembles them only from afar."""
        rows = [
            Child(
                id=new_id(), name=name, search_key=search_key(name), created_at=MONDAY, current_case_id=new_id(),
                owner_id=None, team_id=team, office_id=OFFICES[0],
            )
            for name, team in (("Rani Wulandari", TEAMS[0]), ("Rani Wulandari", TEAMS[1]), ("Ranu", TEAMS[0]))
        ]  # fmt: skip
        store(rows)
        return actor_of(rows, USERS[0], Role.SUPERVISOR, TEAMS[0], OFFICES[0], [])

    @pytest.mark.parametrize(
        "before",
        [
            "SET LOCAL pg_trgm.word_similarity_threshold = 0; SET LOCAL pg_trgm.similarity_threshold = 0",
            "SET LOCAL search_path = pg_temp, public",
            "SET LOCAL row_security = off",
            FALSE_TABLE,
            "CREATE FUNCTION pg_temp.word_similarity(text, text) RETURNS real LANGUAGE sql AS 'SELECT 1::real'",
            "CREATE FUNCTION pg_temp.current_setting(text, boolean) RETURNS text LANGUAGE sql AS 'SELECT $1'",
            "CREATE FUNCTION pg_temp.lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
        ],
    )
    def test_by_what_the_caller_sets_or_makes_before(self, toni: Actor, before: str) -> None:
        with acting_as(toni):
            usual = asked(self.CALL), asked(self.LOOK)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(before)
                assert (asked(self.CALL), asked(self.LOOK)) == usual
                transaction.set_rollback(True)
        assert len(usual[0]) == 1
        assert len(usual[1]) == 2

    @pytest.mark.parametrize("most", ["NULL", "2147483647"])
    def test_by_asking_for_all(self, toni: Actor, most: str) -> None:
        with acting_as(toni):
            assert len(asked(f"SELECT id FROM people_find_by_name('rani wulandari', {most})")) == 1
            for nothing in ("''", "NULL", "' '", "'%'", "'_'"):
                assert asked(f"SELECT id FROM people_find_by_name({nothing}, {most})") == []

    def test_by_putting_a_condition_into_the_function(self, toni: Actor) -> None:
        """The planner may not open the function: a condition of the caller's sees only what comes out of it."""
        with acting_as(toni):
            plan = "\n".join(line for (line,) in asked(f"EXPLAIN (VERBOSE) {self.CALL}"))
        assert "Function Scan on public.people_find_by_name" in plan
        assert "people_child" not in plan

    def test_by_another_role(self, db: None) -> None:
        """Whoever is not the application may not even call it; the application may not change it."""
        for change in (
            "ALTER FUNCTION people_find_by_name SECURITY INVOKER",
            FALSE_FUNCTION,
            "CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)

    def test_by_everybody_of_the_server(self, db: None) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace "
                "AND has_function_privilege('public', oid, 'EXECUTE')"
            )
            assert cursor.fetchall() == []
