"""A link for a password and a lost second factor together open an account: no administrator does both."""

from datetime import datetime, timedelta

import pytest

from naung.access.acting import acting_as
from naung.access.actors import Actor, operator
from naung.access.policy import Role
from naung.core.errors import NotAllowedNow
from naung.teams import operations
from tests.scene import MONDAY, Scene
from tests.signing import with_app
from tests.teams.test_roles import give

DAY = timedelta(days=1)


def link(by: Actor, scene: Scene, at: datetime = MONDAY) -> None:
    with acting_as(by):
        operations.invite(by=by, user_id=scene.id("Sari"), now=at)


def reset(by: Actor, scene: Scene, at: datetime = MONDAY + DAY) -> None:
    with acting_as(by):
        operations.reset_factors(by=by, user_id=scene.id("Sari"), now=at)


def test_who_gave_the_link_does_not_take_off_the_second_factor_too(scene: Scene) -> None:
    ayu = scene.actor("Ayu")
    with_app(scene.users["Sari"])
    link(ayu, scene)

    with pytest.raises(NotAllowedNow, match="tautan kata sandi"):
        reset(ayu, scene)

    give(scene, "Lina", Role.ADMIN, None)
    reset(scene.actor("Lina", MONDAY + DAY), scene)


def test_who_took_off_the_second_factor_gives_no_link_until_there_is_a_new_one(scene: Scene) -> None:
    ayu = scene.actor("Ayu")
    reset(ayu, scene, MONDAY)

    with pytest.raises(NotAllowedNow, match="melepas pengaman kedua"):
        link(ayu, scene, MONDAY + DAY)

    with_app(scene.users["Sari"])
    link(ayu, scene, MONDAY + DAY)


def test_after_a_week_in_which_the_colleague_would_have_noticed_one_person_may(scene: Scene) -> None:
    ayu = scene.actor("Ayu")
    link(ayu, scene)
    reset(ayu, scene, MONDAY + 7 * DAY)
    link(ayu, scene, MONDAY + 14 * DAY)


def test_the_server_helps_an_office_with_one_administrator(scene: Scene) -> None:
    link(scene.actor("Ayu"), scene)
    reset(operator([scene.office.pk]), scene)
