"""A role that opens much takes two people: until the second one has confirmed it, nobody holds it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from naung.access.acting import acting_as
from naung.access.actors import clock, operator
from naung.access.policy import POLICY, Permission, Role
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.teams import operations
from naung.teams.models import Membership, RoleProposal
from naung.teams.queries.accounts import waiting_roles
from naung.teams.rules.roles import takes_two
from tests.scene import MONDAY, PASSWORD, Scene
from tests.signing import signed_in
from tests.trace import Entry

DAY = timedelta(days=1)
CLOSEST = {Permission.READ_D4, Permission.READ_D5, Permission.READ_D6, Permission.READ_D7}


@given(st.sampled_from(sorted(Role)))
def test_what_opens_the_closest_data_or_watches_over_roles_takes_two(role: Role) -> None:
    opens = set(POLICY[role])

    if opens & CLOSEST or opens & {Permission.ACCOUNTS_MANAGE, Permission.ROLE_CONFIRM, Permission.AUDIT_READ}:
        assert takes_two(role)
    else:
        assert not takes_two(role)


def test_a_companion_or_an_analyst_is_one_administrators_to_give() -> None:
    assert not takes_two(Role.COMPANION)
    assert not takes_two(Role.ANALYST)
    assert takes_two(Role.SOCIAL_WORKER)
    assert takes_two(Role.INTAKE)
    assert takes_two(Role.ADMIN), "else an administrator would make her own second person"


def propose(scene: Scene, name: str = "Budi", **told: object) -> RoleProposal:
    given_to = {"role": Role.SOCIAL_WORKER, "team_id": scene.teams["barat"].pk, "reason": "Lulus sertifikasi"} | told
    with acting_as(scene.actor("Ayu")) as ayu:
        made = operations.give_role(by=ayu, user_id=scene.id(name), now=MONDAY, **given_to)
    assert isinstance(made, RoleProposal)
    return made


def confirm(scene: Scene, proposal: RoleProposal, by: str = "Ratna", after: timedelta = DAY) -> Membership:
    with acting_as(scene.actor(by)) as actor:
        return operations.confirm_role(by=actor, proposal_id=proposal.pk, now=MONDAY + after)


def give(scene: Scene, name: str, role: Role, team_id: UUID | None) -> Membership:
    """A role given by two people, at once."""
    return confirm(scene, propose(scene, name, role=role, team_id=team_id), after=timedelta())


def test_nothing_is_held_until_a_second_person_confirms(scene: Scene) -> None:
    proposal = propose(scene)
    assert Role.SOCIAL_WORKER not in scene.actor("Budi", MONDAY + DAY).roles

    confirm(scene, proposal)

    assert Role.SOCIAL_WORKER in scene.actor("Budi", MONDAY + 2 * DAY).roles
    entry = Entry.objects.get(event="account.role-confirmed")
    assert entry.actor_id == scene.id("Ratna")
    assert entry.details["proposed_by"] == str(scene.id("Ayu"))


@pytest.mark.parametrize("name", ["Ratna", "Hadi"])
def test_the_heads_of_office_and_division_can_be_the_second_person(scene: Scene, name: str) -> None:
    assert confirm(scene, propose(scene), by=name).role == Role.SOCIAL_WORKER


def test_another_administrator_can_be_the_second_person_but_only_once_she_is_confirmed_herself(scene: Scene) -> None:
    give(scene, "Dodi", Role.ADMIN, None)

    assert confirm(scene, propose(scene), by="Dodi").role == Role.SOCIAL_WORKER


def test_neither_who_proposed_nor_who_receives_it_confirms_or_refuses(scene: Scene) -> None:
    for proposal, name in ((propose(scene), "Ayu"), (propose(scene, "Hadi", role=Role.DPO, team_id=None), "Hadi")):
        with acting_as(scene.actor(name)) as actor:
            with pytest.raises(NotAllowedNow):
                operations.confirm_role(by=actor, proposal_id=proposal.pk, now=MONDAY)
            with pytest.raises(NotAllowedNow):
                operations.refuse_role(by=actor, proposal_id=proposal.pk, why="Tidak", now=MONDAY)


@pytest.mark.parametrize("name", ["Rina", "Sari", "Lina", "Dodi"])
def test_nobody_else_confirms(scene: Scene, name: str) -> None:
    with pytest.raises(AccessDenied):
        confirm(scene, propose(scene), by=name)


def test_the_database_itself_refuses_one_person_as_both(scene: Scene) -> None:
    proposal = propose(scene)
    same = {"outcome": "CONFIRMED", "decided_at": MONDAY, "decided_by": scene.id("Ayu")}

    with pytest.raises(IntegrityError, match="second_person"), acting_as(scene.actor("Ayu")), transaction.atomic():
        RoleProposal.objects.filter(pk=proposal.pk).update(**same)


def test_a_refusal_tells_why_and_gives_nothing(scene: Scene) -> None:
    proposal = propose(scene)
    with acting_as(scene.actor("Hadi")) as hadi:
        with pytest.raises(Refused):
            operations.refuse_role(by=hadi, proposal_id=proposal.pk, why=" ", now=MONDAY)
        operations.refuse_role(by=hadi, proposal_id=proposal.pk, why="Belum bersertifikat", now=MONDAY)

    assert "Belum bersertifikat" in signed_in(scene, "Ayu").get(f"/tim/peran/usulan/{proposal.pk}/").content.decode()
    with pytest.raises(NotAllowedNow):
        confirm(scene, proposal)


def test_a_proposal_is_taken_back_by_an_administrator_only(scene: Scene) -> None:
    proposal = propose(scene)
    with acting_as(scene.actor("Hadi")) as hadi, pytest.raises(AccessDenied):
        operations.withdraw_role(by=hadi, proposal_id=proposal.pk, now=MONDAY)

    with acting_as(scene.actor("Ayu")) as ayu:
        operations.withdraw_role(by=ayu, proposal_id=proposal.pk, now=MONDAY)

    with pytest.raises(NotAllowedNow):
        confirm(scene, proposal)


def test_after_seven_days_it_ends_by_itself_and_can_be_proposed_anew(scene: Scene) -> None:
    proposal = propose(scene)
    with pytest.raises(NotAllowedNow):
        confirm(scene, proposal, after=7 * DAY)
    assert not waiting_roles(MONDAY + 7 * DAY).exists()

    with acting_as(clock([scene.office.pk])) as by:
        assert operations.expire_roles(by=by, now=MONDAY + 7 * DAY) == 1

    proposal.refresh_from_db()
    assert proposal.outcome == "EXPIRED"
    assert propose(scene).pk != proposal.pk


def test_a_week_that_the_clock_missed_does_not_stand_in_the_way(scene: Scene) -> None:
    propose(scene)
    with acting_as(scene.actor("Ayu")) as ayu:
        again = operations.give_role(
            by=ayu, user_id=scene.id("Budi"), role=Role.SOCIAL_WORKER, team_id=scene.teams["barat"].pk,
            reason="Sekali lagi", now=MONDAY + 8 * DAY,
        )  # fmt: skip
    assert isinstance(again, RoleProposal)


def test_a_role_is_proposed_once_and_with_a_reason(scene: Scene) -> None:
    with pytest.raises(Refused) as refused:
        propose(scene, reason="  ")
    assert refused.value.about["field"] == "reason"
    propose(scene)
    with pytest.raises(Refused) as refused:
        propose(scene)
    assert refused.value.about["field"] == "role"
    with pytest.raises(Refused) as refused:
        propose(scene, until_at=MONDAY)
    assert refused.value.about["field"] == "until"


def test_a_proposed_role_keeps_its_last_day(scene: Scene) -> None:
    confirm(scene, propose(scene, until_at=MONDAY + 30 * DAY))

    assert Role.SOCIAL_WORKER in scene.actor("Budi", MONDAY + 29 * DAY).roles
    assert Role.SOCIAL_WORKER not in scene.actor("Budi", MONDAY + 30 * DAY).roles


def test_an_account_opens_at_once_while_its_role_waits(scene: Scene) -> None:
    told = {"username": "mira", "name": "Mira", "role": Role.INTAKE, "team_id": scene.teams["intake"].pk}
    with acting_as(scene.actor("Ayu")) as ayu:
        opened = operations.open_account(by=ayu, now=MONDAY, reason="Pengganti Lina", **told)

    assert opened.waiting is not None
    assert not Membership.objects.filter(user=opened.user).exists()
    confirm(scene, opened.waiting)
    assert Membership.objects.get(user=opened.user).role == Role.INTAKE


def test_whose_account_ends_is_proposed_no_longer(scene: Scene) -> None:
    proposal = propose(scene)
    with acting_as(scene.actor("Ayu")) as ayu:
        operations.end_account(by=ayu, user_id=scene.id("Budi"), now=MONDAY)

    proposal.refresh_from_db()
    assert proposal.outcome == "WITHDRAWN"


def test_the_operator_on_the_server_gives_alone_and_it_is_recorded(scene: Scene) -> None:
    with acting_as(operator([scene.office.pk])) as by:
        held = operations.give_role(by=by, user_id=scene.id("Dodi"), role=Role.ADMIN, team_id=None, now=MONDAY)

    assert isinstance(held, Membership)
    assert Entry.objects.get(event="account.role-given").roles == "OPERATOR"


def test_on_the_pages_one_proposes_and_another_confirms(scene: Scene) -> None:
    ayu, ratna = signed_in(scene, "Ayu"), signed_in(scene, "Ratna")
    told = {"role": "SOCIAL_WORKER", "team": scene.teams["barat"].pk, "reason": "Lulus sertifikasi"}

    said = ayu.post(f"/tim/akun/{scene.id('Budi')}/peran/", told, follow=True).content.decode()
    assert "Orang kedua yang memastikannya" in said
    proposal = RoleProposal.objects.get()
    assert "Orang lain yang memutuskan" in ayu.get(f"/tim/peran/usulan/{proposal.pk}/").content.decode()
    for page in ("/kerja/", "/tim/peran/"):
        assert "Budi" in ratna.get(page).content.decode()
        assert "Budi" in ayu.get(page).content.decode()
    assert "Lulus sertifikasi" in ratna.get(f"/tim/peran/usulan/{proposal.pk}/").content.decode()
    assert ratna.post(f"/tim/peran/usulan/{proposal.pk}/tolak/", {"why": ""}).status_code == 422

    ratna.post(f"/tim/peran/usulan/{proposal.pk}/pastikan/")

    assert Membership.objects.filter(user=scene.id("Budi"), role="SOCIAL_WORKER").exists()
    assert signed_in(scene, "Rina").get("/tim/peran/").status_code == 403


def test_confirming_asks_for_the_password_once_more(scene: Scene) -> None:
    proposal, ratna = propose(scene), signed_in(scene, "Ratna", minutes_ago=6)

    ratna.post(f"/tim/peran/usulan/{proposal.pk}/pastikan/")
    assert not Membership.objects.filter(user=scene.id("Budi"), role="SOCIAL_WORKER").exists()
    page = ratna.post("/akun/reauthenticate/?next=/tim/akun/lanjut/", {"password": PASSWORD}, follow=True)
    assert f"/tim/peran/usulan/{proposal.pk}/pastikan/" in page.content.decode()
