"""Leave with somebody who stands in, and the duty roster of a week."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from naung.access import operations as access
from naung.access.acting import acting_as
from naung.access.policy import Role
from naung.cases.models import Case, Narrative
from naung.core.errors import AccessDenied, Refused, Stale
from naung.teams import operations, queries
from naung.teams.models import Absence, Membership, Shift
from naung.teams.rules.rota import overlaps, rule_at, turns_of_week, uncovered
from tests.access.test_walls import make_case, seen_by
from tests.duties.test_clock import make_shift
from tests.duties.test_deadlines import HOUR
from tests.scene import MONDAY, Scene

DAY = timedelta(days=1)
TODAY = MONDAY.date()


def leave(scene: Scene, who: str, substitute: str | None, days: int = 2, by: str = "Rina") -> Absence:
    with acting_as(scene.actor(by)) as actor:
        return operations.record_absence(
            by=actor, user_id=scene.id(who), substitute_id=scene.id(substitute) if substitute else None,
            from_date=TODAY, until_date=TODAY + days * DAY, now=MONDAY,
        )  # fmt: skip


def test_a_substitute_sees_the_absent_holders_cases_on_those_days_and_no_longer(scene: Scene) -> None:
    Membership.objects.create(
        user=scene.users["Budi"], role=Role.SOCIAL_WORKER, office=scene.office, team=scene.teams["barat"],
        from_at=MONDAY - DAY,
    )  # fmt: skip
    make_case(scene, "Sari", "barat")
    assert seen_by(scene, "Budi") == 0

    leave(scene, "Sari", "Budi")

    assert [seen_by(scene, "Budi", model) for model in (Case, Narrative)] == [1, 1]
    for later, count in ((2 * DAY, 1), (3 * DAY, 0)):
        with acting_as(scene.actor("Budi", MONDAY + later)):
            assert Case.objects.count() == count


def test_a_substitute_sees_what_the_absent_companion_was_given(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")
    with acting_as(scene.actor("Rina")) as rina:
        access.grant(
            by=rina, user_id=scene.id("Budi"), role=Role.COMPANION, record=case, reason_code="ASSIGNED", now=MONDAY
        )
    absence = leave(scene, "Budi", "Wati")
    assert seen_by(scene, "Wati") == 1

    with acting_as(scene.actor("Rina")) as rina:
        operations.end_absence(by=rina, absence_id=absence.pk, now=MONDAY)
    assert seen_by(scene, "Wati") == 0


def test_the_wall_holds_for_substitutes_too(scene: Scene) -> None:
    case = make_case(scene, "Toni", "timur")
    Membership.objects.create(
        user=scene.users["Sari"], role=Role.SOCIAL_WORKER, office=scene.office, team=scene.teams["timur"],
        from_at=MONDAY - DAY,
    )  # fmt: skip
    with acting_as(scene.actor("Dewi")):
        Case.objects.filter(pk=case.pk).update(barred_user_ids=[scene.id("Sari")])

    leave(scene, "Toni", "Sari", by="Dewi")

    assert seen_by(scene, "Sari") == 0


def test_only_somebody_of_the_same_work_who_is_there_stands_in(scene: Scene) -> None:
    for substitute in ("Lina", "Sari", "Ayu", "Budi"):
        with pytest.raises(Refused):
            leave(scene, "Sari", substitute)
    leave(scene, "Toni", None, by="Dewi")
    with pytest.raises(Refused, match="juga tidak masuk"):
        leave(scene, "Sari", "Toni")


def test_leave_ends_after_it_begins_and_is_recorded_once(scene: Scene) -> None:
    with pytest.raises(Refused):
        leave(scene, "Sari", None, days=-1)
    with pytest.raises(Refused):
        leave(scene, "Sari", None, days=400)
    leave(scene, "Sari", None)
    with pytest.raises(Refused, match="sudah tercatat"):
        leave(scene, "Sari", None)


def test_only_who_manages_teams_records_leave(scene: Scene) -> None:
    with pytest.raises(AccessDenied):
        leave(scene, "Sari", None, by="Sari")


def test_building_an_actor_takes_one_query_also_for_a_substitute(
    scene: Scene,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    leave(scene, "Sari", "Toni")

    for name in ("Toni", "Wati"):
        with django_assert_num_queries(1):
            scene.actor(name)


def test_the_first_and_second_of_the_hour_answer_and_absent_people_are_replaced(scene: Scene) -> None:
    make_shift(scene, "Sari", "Lina")
    leave(scene, "Sari", "Toni")

    on_duty = queries.on_duty(scene.office.pk, MONDAY + HOUR)

    assert (on_duty.first, on_duty.second, on_duty.named) == ((scene.id("Toni"),), (scene.id("Lina"),), True)


def test_when_nobody_is_written_down_the_citys_rule_says_who_answers(scene: Scene) -> None:
    by_day = queries.on_duty(scene.office.pk, MONDAY)
    by_night = queries.on_duty(scene.office.pk, MONDAY + 12 * HOUR)

    assert (by_day.first, by_day.named) == ((scene.id("Lina"),), False)
    assert set(by_night.second) == {scene.id("Rina"), scene.id("Dewi")}


def test_hours_of_people_who_left_or_are_away_without_a_substitute_are_gaps(scene: Scene) -> None:
    make_shift(scene, "Lina", None)
    end = MONDAY + 8 * HOUR
    assert queries.gaps(scene.office.pk, MONDAY, end) == []

    absence = leave(scene, "Lina", None)
    assert queries.gaps(scene.office.pk, MONDAY, end) == [(MONDAY, end)]

    absence.delete()
    scene.users["Lina"].is_active = False
    scene.users["Lina"].save()
    assert queries.gaps(scene.office.pk, MONDAY, end) == [(MONDAY, end)]


def test_a_week_is_filled_by_the_citys_rules_shared_evenly_and_leaves_no_gap(scene: Scene) -> None:
    leave(scene, "Dewi", None)
    monday = TODAY
    with acting_as(scene.actor("Rina")) as rina:
        count = operations.fill_week(by=rina, monday=monday, now=MONDAY)
        again = operations.fill_week(by=rina, monday=monday, now=MONDAY)

    since, until = queries.week_bounds(monday)
    turns = list(queries.shifts_between(scene.office.pk, since, until))
    assert (count, again) == (14, 0)
    assert queries.gaps(scene.office.pk, since + 8 * HOUR, until) == []
    assert all(turn.second_id != scene.id("Dewi") for turn in turns if turn.from_at < since + 3 * DAY)
    assert {turn.second_id for turn in turns} >= {scene.id("Rina"), scene.id("Dewi")}


def test_last_week_is_copied_where_hours_are_free(scene: Scene) -> None:
    make_shift(scene, "Lina", "Rina", MONDAY - 7 * DAY)
    make_shift(scene, "Lina", None, MONDAY - 6 * DAY)
    make_shift(scene, "Rina", None, MONDAY + DAY)

    with acting_as(scene.actor("Rina")) as rina:
        assert operations.copy_week(by=rina, monday=TODAY, now=MONDAY) == 1

    copied = Shift.objects.get(from_at=MONDAY)
    assert (copied.first.name, copied.second.name if copied.second else "") == ("Lina", "Rina")


def test_turns_neither_overlap_nor_last_for_ever_and_need_two_people(scene: Scene) -> None:
    make_shift(scene, "Lina", None)

    def add(hours: tuple[int, int], second: str | None = None) -> None:
        with acting_as(scene.actor("Rina")) as rina:
            operations.add_shift(
                by=rina, from_at=MONDAY + hours[0] * HOUR, until_at=MONDAY + hours[1] * HOUR,
                first_id=scene.id("Lina"), second_id=scene.id(second) if second else None, now=MONDAY,
            )  # fmt: skip

    for wrong in ((4, 12), (20, 20), (20, 70)):
        with pytest.raises(Refused):
            add(wrong)
    with pytest.raises(Refused):
        add((8, 12), "Lina")
    add((8, 12), "Rina")
    assert Shift.objects.count() == 2


def test_two_people_changing_one_turn_are_told(scene: Scene) -> None:
    shift = make_shift(scene, "Lina", None)

    def change(version: int, second: str) -> None:
        with acting_as(scene.actor("Rina")) as rina:
            operations.change_shift(
                by=rina, shift_id=shift.pk, from_at=shift.from_at, until_at=shift.until_at,
                first_id=scene.id("Lina"), second_id=scene.id(second), version=version, now=MONDAY,
            )  # fmt: skip

    change(1, "Rina")
    with pytest.raises(Stale):
        change(1, "Dewi")


HOURS = st.integers(0, 200)


@given(st.lists(st.tuples(HOURS, HOURS).filter(lambda pair: pair[0] < pair[1]), max_size=8))
def test_every_hour_is_either_covered_or_in_a_gap(pairs: list[tuple[int, int]]) -> None:
    covered = [(MONDAY + a * HOUR, MONDAY + b * HOUR) for a, b in pairs]
    gaps = uncovered(MONDAY, MONDAY + 168 * HOUR, covered)

    for hour in range(168):
        span = (MONDAY + hour * HOUR, MONDAY + (hour + 1) * HOUR)
        assert overlaps(span, covered) != overlaps(span, gaps)


def test_the_citys_rules_cover_every_hour_of_the_week_once() -> None:
    zone = settings.CITY.zone
    turns = list(turns_of_week(settings.CITY.roster, date(2026, 11, 23), zone))

    for number in range(24 * 7):
        at = datetime(2026, 11, 23, tzinfo=UTC) + number * HOUR
        rule = rule_at(settings.CITY.roster, at, zone)
        assert rule is not None
        assert sum(since <= at < until for (since, until), _ in turns) <= 1
