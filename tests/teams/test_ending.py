"""An account or a role ends at a moment: from then on no sign-in, no session, no right; the clock closes the rest."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.utils import timezone

from naung.access import operations as access
from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.access.models import Grant
from naung.access.policy import Role
from naung.cases.models import Case
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.desk.queries.administering import OVER, needing_attention
from naung.desk.queries.unheld import unheld
from naung.duties.models import Notice
from naung.duties.operations import watch_leavers
from naung.teams import operations
from naung.teams.models import Membership, Shift, User
from tests.access.test_walls import make_case, seen_by
from tests.cases.stories import a_case
from tests.duties.test_clock import make_shift
from tests.scene import MONDAY, PASSWORD, Scene
from tests.signing import signed_in
from tests.teams.test_roles import give
from tests.trace import Entry

DAY = timedelta(days=1)
END = MONDAY + DAY


def end_on(scene: Scene, name: str, at: datetime | None = END, by: str = "Ayu") -> User:
    with acting_as(scene.actor(by)) as actor:
        return operations.end_account_on(by=actor, user_id=scene.id(name), at=at, now=MONDAY)


def end_role(scene: Scene, name: str, at: datetime | None = END) -> Membership:
    held = Membership.objects.get(user=scene.users[name], until_at=None)
    with acting_as(scene.actor("Ayu")) as ayu:
        return operations.end_role(by=ayu, membership_id=held.pk, at=at, now=MONDAY)


def close(scene: Scene, now: datetime) -> int:
    with acting_as(clock([scene.office.pk])) as by:
        return operations.end_what_is_due(by=by, now=now)


def at_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_from_its_moment_on_an_account_has_no_right_before_the_clock_has_closed_it(scene: Scene) -> None:
    make_case(scene, "Sari", "barat")
    end_on(scene, "Sari")

    assert scene.actor("Sari", END - timedelta(seconds=1)).roles == {Role.SOCIAL_WORKER}
    late = scene.actor("Sari", END)
    assert (late.holdings, late.unit_ids) == ((), frozenset())
    with acting_as(late):
        assert not Case.objects.exists()


def test_nor_has_it_a_sign_in_or_a_session(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    sari = signed_in(scene, "Sari")
    end_on(scene, "Sari", at=timezone.now() + DAY)
    assert sari.get("/tim/akun/saya/").status_code == 200
    assert authenticate(username="sari", password=PASSWORD) is not None

    at_clock(monkeypatch, timezone.now() + DAY)

    assert sari.get("/tim/akun/saya/")["Location"].startswith("/akun/login/")
    assert authenticate(username="sari", password=PASSWORD) is None


def test_nobody_stands_in_any_more_for_whose_account_has_ended(scene: Scene) -> None:
    with acting_as(scene.actor("Rina")) as rina:
        operations.record_absence(
            by=rina, user_id=scene.id("Sari"), substitute_id=scene.id("Toni"), from_date=MONDAY.date(),
            until_date=(MONDAY + 5 * DAY).date(), now=MONDAY,
        )  # fmt: skip
    make_case(scene, "Sari", "barat")
    end_on(scene, "Sari")

    for now, sees in ((MONDAY, 1), (END, 0)):
        with acting_as(scene.actor("Toni", now)):
            assert Case.objects.count() == sees


def test_the_whole_story_of_a_leaver(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    make_shift(scene, "Sari", "Lina", END + DAY)
    end_on(scene, "Sari")
    assert not Shift.objects.exists(), "her turns after that day go at once"

    assert close(scene, END - timedelta(minutes=1)) == 0
    assert close(scene, END) == 1
    assert close(scene, END) == 0

    user = User.objects.get(pk=scene.id("Sari"))
    assert (user.is_active, user.ends_at) == (False, END)
    assert Membership.objects.get(user=user).until_at == END
    assert Entry.objects.filter(event="account.ended", about_id=user.pk).exists()
    rina = scene.actor("Rina", END)
    with acting_as(rina):
        assert [(one.name, one.cases) for one in unheld(rina, END)] == [("Sari", 1)]
        assert Case.objects.get(pk=case.pk).owner_id == user.pk, "her case stays where it is"
    with acting_as(clock([scene.office.pk])) as by:
        watch_leavers(by=by, now=END)
    with acting_as(rina):
        assert Notice.objects.filter(owner_id=scene.id("Rina"), kind="duty.without-person").count() == 1


def test_an_end_can_be_taken_away_again(scene: Scene) -> None:
    end_on(scene, "Sari")
    end_on(scene, "Sari", at=None)

    assert close(scene, END) == 0
    assert scene.actor("Sari", END).roles == {Role.SOCIAL_WORKER}


def test_who_may_set_an_end_and_when(scene: Scene) -> None:
    with pytest.raises(Refused):
        end_on(scene, "Sari", at=MONDAY)
    with pytest.raises(NotAllowedNow):
        end_on(scene, "Ayu")
    for name in ("Rina", "Hadi"):
        with pytest.raises(AccessDenied):
            end_on(scene, "Sari", by=name)


def test_an_administrator_without_an_end_always_stays(scene: Scene) -> None:
    give(scene, "Dodi", Role.ADMIN, None)
    end_on(scene, "Dodi")

    with pytest.raises(NotAllowedNow):
        end_role(scene, "Ayu", at=None)
    end_on(scene, "Dodi", at=None)
    end_role(scene, "Ayu", at=None)


def test_a_role_ends_with_its_moment_and_with_it_what_was_given_under_it(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")
    with acting_as(scene.actor("Rina")) as rina:
        access.grant(
            by=rina, user_id=scene.id("Budi"), role=Role.COMPANION, record=case, reason_code="ASSIGNED", now=MONDAY
        )
    end_role(scene, "Budi")
    assert seen_by(scene, "Budi") == 1

    with acting_as(scene.actor("Budi", END)):
        assert not Case.objects.exists(), "before the clock has taken the grant back"
    assert close(scene, END) == 1
    assert Grant.objects.get().revoked_at == END
    assert close(scene, END) == 0


def test_what_is_given_anew_after_a_role_ended_stays(scene: Scene) -> None:
    case = make_case(scene, "Toni", "timur")
    end_role(scene, "Budi")
    with acting_as(scene.actor("Dewi", END)) as dewi:
        access.grant(
            by=dewi, user_id=scene.id("Budi"), role=Role.COMPANION, record=case, reason_code="ASSIGNED", now=END + DAY
        )

    assert close(scene, END + 2 * DAY) == 0
    with acting_as(scene.actor("Budi", END + 2 * DAY)):
        assert Case.objects.exists()


def test_the_end_of_a_role_only_moves_forward_and_is_prolonged_by_giving_it_again(scene: Scene) -> None:
    held = end_role(scene, "Sari", at=END + DAY)
    with acting_as(scene.actor("Ayu")) as ayu:
        for wrong in (END + 2 * DAY, MONDAY - DAY):
            with pytest.raises(Refused):
                operations.end_role(by=ayu, membership_id=held.pk, at=wrong, now=MONDAY)
        operations.end_role(by=ayu, membership_id=held.pk, at=END, now=MONDAY)

    again = give(scene, "Sari", Role.SOCIAL_WORKER, scene.teams["barat"].pk)

    assert (again.pk, again.until_at) == (held.pk, None)


def test_the_administrator_sets_last_days_on_the_account_page(scene: Scene) -> None:
    ayu, address = signed_in(scene, "Ayu"), f"/tim/akun/{scene.id('Sari')}/"
    held = Membership.objects.get(user=scene.id("Sari"))
    soon = timezone.localdate() + timedelta(days=9)

    page = ayu.post(f"{address}hari-terakhir/", {"until": soon}, follow=True).content.decode()
    assert "Hari terakhir akun tersimpan" in page
    assert f'value="{soon}"' in page
    user = User.objects.get(pk=scene.id("Sari"))
    assert timezone.localtime(user.ends_at).date() == soon + timedelta(days=1)
    assert (user.username, OVER) in [(one.user.username, one.why) for one in needing_attention(timezone.now())]
    assert "Akun tidak lagi berakhir" in ayu.post(f"{address}hari-terakhir/", follow=True).content.decode()

    ayu.post(f"/tim/peran/{held.pk}/hari-terakhir/", {"until": soon})
    held.refresh_from_db()
    assert timezone.localtime(held.until_at).date() == soon + timedelta(days=1)
    for wrong in ("", "2020-01-01", soon + timedelta(days=3)):
        assert ayu.post(f"/tim/peran/{held.pk}/hari-terakhir/", {"until": wrong}).status_code == 422, wrong
    assert ayu.post(f"{address}hari-terakhir/", {"until": "2020-01-01"}).status_code == 422
