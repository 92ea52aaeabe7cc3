"""Whatever points to whatever: the way from one record of a child to the others shows nobody more than her own."""

from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from naung.access.acting import acting_as
from naung.access.policy import Permission as P
from naung.access.queries import permits
from naung.people.matching.facts import Known
from naung.people.matching.keys import keys_of
from naung.people.matching.prepared import prepare
from naung.people.models import Child
from naung.people.queries import find_by_name, same_as
from tests.people.test_search_walls import actor_of, asked, children, often, people, scope, store


def with_pointers(scopes: list[dict[str, Any]], seed: int) -> list[Child]:
    """Forty children, a third of whom point to one who was made before: chains, but no loop."""
    rows, draw = children(scopes, seed), Random(seed)
    for place, row in enumerate(rows):
        if place and draw.random() < 0.35:
            row.merged_into = draw.choice(rows[:place])
    return rows


def root_of(row: Child) -> Child:
    while row.merged_into is not None:
        row = row.merged_into
    return row


@often
@given(st.lists(scope, min_size=8, max_size=8), st.integers(0, 10**6), st.lists(people, min_size=3, max_size=3))
def test_the_way_to_other_records_shows_what_one_sees_anyway(
    db: None, scopes: list[dict[str, Any]], seed: int, askers: list[Any]
) -> None:
    rows = with_pointers(scopes, seed)
    with transaction.atomic():
        store(rows)
        for asker in askers:
            actor = actor_of(rows, *asker)
            seen = {row.pk for row in rows if permits(actor, P.READ_D2, row)}
            with acting_as(actor):
                found = same_as(row.pk for row in rows)
            assert found.keys() == seen
            for row in rows:
                if row.pk in seen:
                    of_one_child = {one.pk for one in rows if root_of(one) is root_of(row)}
                    assert {*found[row.pk].all} == of_one_child & seen
                    root = root_of(row).pk
                    assert found[row.pk].standing == (root if root in seen else None)
        transaction.set_rollback(True)


@often
@given(st.lists(scope, min_size=8, max_size=8), st.integers(0, 10**6), st.lists(people, min_size=3, max_size=3))
def test_each_child_is_found_once_by_the_record_that_stands_if_one_sees_it(
    db: None, scopes: list[dict[str, Any]], seed: int, askers: list[Any]
) -> None:
    rows, draw = with_pointers(scopes, seed), Random(seed)
    known = {row.pk: row for row in rows}
    with transaction.atomic():
        store(rows)
        for asker in askers:
            actor = actor_of(rows, *asker)
            seen = {row.pk for row in rows if permits(actor, P.READ_D2, row)}
            name = draw.choice(rows).name
            with acting_as(actor):
                keys = sorted({*keys_of(prepare(Known(name=name)))})
                looked: list[tuple[UUID, bool]] = asked("SELECT DISTINCT id, seen FROM people_candidates(%s, 60)", keys)
                named = [child.pk for child in find_by_name(actor, name)]
            opened = [pk for pk, open_to_her in looked if open_to_her]
            assert {*opened} == {pk for pk, _ in looked} & seen
            for found in (opened, named):
                assert len(found) == len({*found})
                assert {*found} <= seen
                assert not [pk for pk in found if known[pk].merged_into and root_of(known[pk]).pk in seen]
            for pk, _ in looked:  # whoever shuts her out is not even hinted at
                assert actor.id not in known[pk].barred_user_ids
                assert not actor.unit_ids & {*known[pk].barred_unit_ids}
        transaction.set_rollback(True)
