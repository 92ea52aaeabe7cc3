"""Accounts are opened and ended by the administrator, and whoever left holds no key any more."""

import pytest
from django.contrib.auth import authenticate

from naung.access import operations as access
from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.access.policy import Role
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.teams import operations
from naung.teams.models import Membership, Shift, User
from naung.teams.queries import actor_of
from tests.access.test_walls import make_case, seen_by
from tests.duties.test_clock import make_shift
from tests.duties.test_deadlines import HOUR
from tests.scene import MONDAY, Scene
from tests.teams.test_roles import give
from tests.trace import Entry


def open_account(scene: Scene, by: str = "Ayu", **given: object) -> operations.Opened:
    told = {
        "username": "Mira.L", "name": "Mira Lestari", "role": Role.COMPANION, "team_id": scene.teams["barat"].pk,
    } | given  # fmt: skip
    with acting_as(scene.actor(by)) as actor:
        return operations.open_account(by=actor, now=MONDAY, **told)


def test_the_administrator_opens_an_account_that_waits_for_its_own_password(scene: Scene) -> None:
    opened = open_account(scene)

    assert not opened.user.has_usable_password()
    held = Membership.objects.get(user=opened.user)
    assert (held.role, held.team_id) == (Role.COMPANION, scene.teams["barat"].pk)
    assert set(Entry.objects.values_list("event", flat=True)) == {
        "account.opened", "account.role-given", "account.invited",
    }  # fmt: skip


def test_only_the_server_opens_an_account_with_a_first_password(scene: Scene) -> None:
    told = {"username": "eka", "name": "Eka", "now": MONDAY}
    with acting_as(scene.actor("Ayu")) as ayu, pytest.raises(AccessDenied):
        operations.open_administrator(by=ayu, **told)

    with acting_as(operator([scene.office.pk])) as by:
        user, password = operations.open_administrator(by=by, **told)

    assert authenticate(username="eka", password=password) == user
    assert password not in str(list(Entry.objects.values_list("details", flat=True)))
    assert Role.ADMIN in actor_of(user, MONDAY).roles


def test_nobody_else_opens_accounts(scene: Scene) -> None:
    for name in ("Rina", "Sari", "Hadi", "Dodi"):
        with pytest.raises(AccessDenied):
            open_account(scene, by=name)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "x"}, "username"),
        ({"username": "Sari"}, "username"),
        ({"username": "a b c"}, "username"),
        ({"role": Role.INTAKE}, "team"),
        ({"role": Role.ADMIN}, "team"),
        ({"team_id": None}, "team"),
        ({"role": Role.CLOCK}, "team"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(scene: Scene, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        open_account(scene, **wrong)

    assert refused.value.about["field"] == field


def test_an_ended_account_has_no_sign_in_no_roles_no_grants_and_no_turns(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")
    with acting_as(scene.actor("Rina")) as rina:
        access.grant(
            by=rina, user_id=scene.id("Budi"), role=Role.COMPANION, record=case, reason_code="ASSIGNED", now=MONDAY
        )
    make_shift(scene, "Budi", "Lina", MONDAY + 24 * HOUR)
    make_shift(scene, "Lina", "Budi", MONDAY + 48 * HOUR)
    assert seen_by(scene, "Budi") == 1

    with acting_as(scene.actor("Ayu")) as ayu:
        operations.end_account(by=ayu, user_id=scene.id("Budi"), now=MONDAY)

    assert authenticate(username="budi", password="rahasia-di-tempat-latihan") is None
    assert scene.actor("Budi").holdings == ()
    assert seen_by(scene, "Budi") == 0
    assert [(turn.first.name, turn.second) for turn in Shift.objects.all()] == [("Lina", None)]


def test_there_is_always_an_administrator(scene: Scene) -> None:
    with acting_as(scene.actor("Ayu")) as ayu:
        with pytest.raises(NotAllowedNow):
            operations.end_account(by=ayu, user_id=scene.id("Ayu"), now=MONDAY)
        with pytest.raises(NotAllowedNow):
            operations.end_role(by=ayu, membership_id=Membership.objects.get(user=ayu.id).pk, now=MONDAY)


def test_a_person_can_hold_several_roles_each_once(scene: Scene) -> None:
    intake = scene.teams["intake"].pk
    held = give(scene, "Rina", Role.SUPERVISOR, intake)
    with pytest.raises(Refused):
        give(scene, "Rina", Role.SUPERVISOR, intake)
    assert scene.actor("Rina").unit_ids >= {intake, scene.teams["barat"].pk}

    with acting_as(scene.actor("Ayu")) as ayu:
        operations.end_role(by=ayu, membership_id=held.pk, now=MONDAY)
    assert intake not in scene.actor("Rina").unit_ids


def test_everybody_changes_her_own_name_telephone_and_language(scene: Scene) -> None:
    with acting_as(scene.actor("Sari")) as sari:
        operations.change_own_account(by=sari, name="Sari Puspita", phone="0811", language="en", now=MONDAY)

    user = User.objects.get(pk=scene.id("Sari"))
    assert (user.name, user.phone, user.language) == ("Sari Puspita", "0811", "en")
