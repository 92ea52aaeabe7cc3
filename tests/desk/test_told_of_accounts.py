"""The clock tells whoever must hear of it that a role waits, and that somebody's second factor was taken off."""

from datetime import timedelta

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.access.policy import Role
from naung.duties.models import Notice, OutboxMessage
from naung.duties.operations import watch_accounts
from naung.teams import operations as teams
from tests.cases.stories import doing
from tests.desk.pages import NOW, SignIn, page
from tests.scene import MONDAY, Scene
from tests.trace import Entry


def watch(scene: Scene) -> int:
    by = clock([scene.office.pk])
    with acting_as(by):
        return watch_accounts(by=by, now=NOW)


def told(scene: Scene, name: str) -> list[tuple[str, str]]:
    with acting_as(scene.actor(name)):
        lines = Notice.objects.filter(owner_id=scene.id(name), kind__startswith="account.")
        return [(notice.text.id, notice.href) for notice in lines]


def test_who_may_give_the_second_word_hears_of_it_once_and_is_led_there(scene: Scene, sign_in: SignIn) -> None:
    doing(
        scene, "Ayu", teams.give_role, user_id=scene.id("Budi"), role=Role.SOCIAL_WORKER, reason="Lulus sertifikasi",
        team_id=scene.teams["barat"].pk,
    )  # fmt: skip

    assert [watch(scene), watch(scene)] == [1, 0]

    line = ("Peran untuk Budi menunggu konfirmasi Anda sebagai orang kedua", "/tim/peran/")
    assert told(scene, "Ratna") == told(scene, "Hadi") == [line]
    assert told(scene, "Ayu") == told(scene, "Budi") == told(scene, "Rina") == []
    assert Entry.objects.filter(event="account.told").count() == 1
    assert "Budi" in page(sign_in("Ratna"), "/tim/peran/")
    with acting_as(clock([scene.office.pk])):
        assert set(OutboxMessage.objects.values_list("user_id", flat=True)) == {scene.id("Ratna"), scene.id("Hadi")}


def test_whoever_proposed_or_receives_a_role_is_not_asked_to_confirm_it(scene: Scene) -> None:
    doing(scene, "Ayu", teams.give_role, user_id=scene.id("Hadi"), role=Role.ADMIN, team_id=None, reason="Cuti panjang")
    watch(scene)

    assert told(scene, "Hadi") == []
    assert len(told(scene, "Ratna")) == 1


def test_a_proposal_that_was_decided_before_the_clock_came_is_told_to_nobody(scene: Scene) -> None:
    proposal = doing(
        scene, "Ayu", teams.give_role, user_id=scene.id("Budi"), role=Role.SOCIAL_WORKER, reason="Lulus",
        team_id=scene.teams["barat"].pk,
    )  # fmt: skip
    doing(scene, "Ratna", teams.confirm_role, proposal_id=proposal.pk)

    assert watch(scene) == 0


def test_she_whose_second_factor_was_taken_off_hears_of_each_time(scene: Scene) -> None:
    for later in (timedelta(), timedelta(days=8)):
        doing(scene, "Ayu", teams.reset_factors, user_id=scene.id("Sari"), now=MONDAY + later)
        by = clock([scene.office.pk])
        with acting_as(by):
            assert [watch_accounts(by=by, now=MONDAY + later + timedelta(minutes=1)) for _ in range(2)] == [1, 0]

    assert len(told(scene, "Sari")) == 2
    assert told(scene, "Sari")[0][1] == "/akun/keamanan/"
    assert told(scene, "Rina") == []
