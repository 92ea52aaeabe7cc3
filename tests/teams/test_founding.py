"""The first day of an office, and of a training city."""

from datetime import timedelta

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.access.policy import Role
from naung.teams import operations, queries
from naung.teams.models import Membership, Organisation, Team
from naung.teams.rules.accounts import fits
from naung.teams.rules.rota import week_of
from tests.scene import MONDAY


def test_a_training_office_is_founded_once_staffed_and_has_a_duty_roster(db: None, settings) -> None:  # type: ignore[no-untyped-def]
    from naung.places.operations import set_up_areas

    settings.TRAINING_DATA = True
    with acting_as(operator([])) as by:
        set_up_areas(by=by, now=MONDAY)
        for _ in range(2):
            office = operations.found_office(by=by, now=MONDAY, companion_teams=3)
            operations.staff_training_office(by=by, now=MONDAY, password="rahasia-latihan")

    assert Organisation.objects.filter(kind="OFFICE").count() == 1
    assert Membership.objects.get(role=Role.SCHOOL).school == Organisation.objects.get(kind="SCHOOL")
    assert Team.objects.filter(office=office).count() == 5
    assert all(fits(m.role, m.team.kind if m.team else None) for m in Membership.objects.select_related("team"))
    since, until = queries.week_bounds(week_of(MONDAY.date()))
    assert queries.gaps(office.pk, since + timedelta(hours=8), until + timedelta(days=7)) == []
