"""The bulk load for benchmarks: real rows that every constraint, wall and page accepts."""

import pytest

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.access.operations import drift
from naung.access.policy import P
from naung.access.queries import visible
from naung.cases.models import Case, Rating, Visit
from naung.core.errors import Refused
from naung.duties.queries import next_duties
from naung.intake.models import Story
from naung.people.queries import find_by_name
from naung.simulation.operations import load_in_bulk
from naung.simulation.rules.numbers import free_run, number_at, place_of
from naung.simulation.rules.people import UNASSIGNED
from naung.teams.models import User
from naung.teams.queries import actor_of
from tests.scene import MONDAY

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def loaded(settings, transactional_db: None):  # type: ignore[no-untyped-def]
    from tests.scene import build

    settings.TRAINING_DATA = True
    scene = build()
    by = operator([scene.office.pk])
    with acting_as(by):
        return load_in_bulk(by=by, cases=50, seed=1, now=MONDAY, processes=1)


def test_each_case_brings_at_least_thirty_rows(loaded) -> None:  # type: ignore[no-untyped-def]
    assert loaded.tables["cases.Case"] == loaded.tables["people.Child"] == loaded.tables["intake.Report"] == 50
    assert loaded.rows >= 30 * 50


def test_a_companion_opens_her_cases_and_reads_the_sealed_text(loaded) -> None:  # type: ignore[no-untyped-def]
    companion = actor_of(User.objects.get(username="massal-01-pendamping-01"), MONDAY)
    with acting_as(companion):
        cases = list(visible(companion, P.READ_D1, Case).exclude(status="CLOSED"))
        assert cases
        assert all(case.child.nik.startswith(UNASSIGNED) for case in cases)
        assert all(Story.objects.get(report__case_id=case.pk).happened for case in cases)
        assert all(visit.observed for visit in Visit.objects.filter(case__in=cases))
        assert set(next_duties([case.pk for case in cases])) == {case.pk for case in cases}
        assert find_by_name(companion, cases[0].child.name)


def test_holder_and_supervisor_see_all_of_theirs_and_a_stranger_nothing(loaded) -> None:  # type: ignore[no-untyped-def]
    for username in ("massal-01-peksos-01", "massal-01-supervisor"):
        actor = actor_of(User.objects.get(username=username), MONDAY)
        with acting_as(actor):
            assert visible(actor, P.READ_D3, Case).count() == Case.objects.count() == 50
            assert all(rating.reason for rating in Rating.objects.filter(score__lt=3))
    stranger = actor_of(User.objects.get(username="sari"), MONDAY)
    with acting_as(stranger):
        assert not Case.objects.exists()


def test_scopes_have_not_drifted(loaded) -> None:  # type: ignore[no-untyped-def]
    supervisor = actor_of(User.objects.get(username="massal-01-supervisor"), MONDAY)
    with acting_as(supervisor):
        assert drift("cases.Case") == 0


def test_foreign_keys_and_indexes_stand_again(loaded) -> None:  # type: ignore[no-untyped-def]
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'cases_case'")
        names = {name for (name,) in cursor.fetchall()}
    assert {"cases_owner_recent", "cases_one_open_per_child", "cases_team_status"} <= names


def test_a_second_load_finds_numbers_that_nobody_has(loaded, settings) -> None:  # type: ignore[no-untyped-def]
    by = operator([])
    with acting_as(by):
        again = load_in_bulk(by=by, cases=50, seed=1, now=MONDAY, processes=1)
    assert again.tables["cases.Case"] == 50


def test_nothing_is_loaded_among_real_records(loaded, settings) -> None:  # type: ignore[no-untyped-def]
    settings.TRAINING_DATA = False
    by = operator([])
    with acting_as(by), pytest.raises(Refused):
        load_in_bulk(by=by, cases=50, seed=2, now=MONDAY, processes=1)


def test_a_number_and_its_place_belong_together() -> None:
    for place in (0, 1, 12_345, 13_000_000_000):
        assert place_of(number_at(place)) == place
    assert len({number_at(place) for place in range(5_000)}) == 5_000
    start = free_run(10, [number_at(5)])
    assert not start <= 5 < start + 10
