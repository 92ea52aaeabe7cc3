"""Special access: who was given one record, why, until when, ended how."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from naung.access.acting import acting_as
from naung.access.models import Grant
from naung.access.policy import Role
from naung.cases.models import Case, CaseEvent
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.duties.models import Notice
from naung.privacy.operations import end_access
from naung.teams import operations as teams
from naung.teams.models import Membership
from tests.cases.stories import a_case, doing
from tests.desk.conftest import sign_in  # noqa: F401 - the pages' hour
from tests.desk.pages import SignIn, page
from tests.privacy.stories import REASON, breaks, in_danger, on_duty
from tests.scene import MONDAY, Scene
from tests.trace import Entry

WHY = "Anak sudah ditangani timnya."


def opened_by_toni(scene: Scene) -> tuple[Case, Grant]:
    case = in_danger(scene)
    on_duty(scene, "Toni")
    breaks(scene, "Toni", case.number)
    return case, Grant.objects.get(role=Role.EMERGENCY)


def seen(scene: Scene, name: str) -> int:
    with acting_as(scene.actor(name)):
        return Case.objects.count()


def test_the_supervisor_ends_it_early_with_a_reason_and_the_person_is_told(scene: Scene) -> None:
    case, given = opened_by_toni(scene)
    assert seen(scene, "Toni") == 1

    ended = doing(scene, "Rina", end_access, case_id=case.pk, grant_id=given.pk, reason=WHY)

    assert seen(scene, "Toni") == 0
    assert (ended.revoked_at, ended.revoked_by_id, ended.revoked_code) == (MONDAY, scene.id("Rina"), "TAKEN_BACK")
    with acting_as(scene.actor("Toni")):
        told = Notice.objects.get(owner_id=scene.id("Toni"), kind="access.ended")
        assert (told.text.id, told.href) == (f"Akses khusus Anda ke {case.number} diakhiri", "")
    with acting_as(scene.actor("Rina")):
        assert Entry.objects.get(event="access.revoked").reason == WHY
        assert CaseEvent.objects.filter(kind="EMERGENCY_ENDED", old=str(scene.id("Toni"))).exists()


def test_nobody_else_may_and_not_without_a_reason_and_not_a_companion(scene: Scene) -> None:
    case, given = opened_by_toni(scene)
    asked = {"case_id": case.pk, "grant_id": given.pk}
    with pytest.raises(AccessDenied):
        doing(scene, "Sari", end_access, **asked, reason=WHY)
    with pytest.raises(ObjectDoesNotExist):
        doing(scene, "Dewi", end_access, **asked, reason=WHY)
    with pytest.raises(ObjectDoesNotExist):
        doing(scene, "Dodi", end_access, **asked, reason=WHY)
    with pytest.raises(Refused):
        doing(scene, "Rina", end_access, **asked, reason=" ")
    other = a_case(scene, name="Dimas", companions=("Budi",))
    budi = Grant.objects.get(user_id=scene.id("Budi"))
    with pytest.raises(ObjectDoesNotExist):
        doing(scene, "Rina", end_access, case_id=case.pk, grant_id=budi.pk, reason=WHY)
    with pytest.raises(NotAllowedNow):
        doing(scene, "Rina", end_access, case_id=other.pk, grant_id=budi.pk, reason=WHY)
    assert seen(scene, "Toni") == 1


def test_what_ended_by_itself_stays_on_record_when_it_is_opened_again(scene: Scene) -> None:
    case, first = opened_by_toni(scene)
    later = MONDAY + timedelta(hours=30)
    on_duty(scene, "Toni", later)

    breaks(scene, "Toni", case.number, later)

    first.refresh_from_db()
    assert (first.revoked_at, first.revoked_code) == (first.until_at, "TIME_OVER")
    assert Grant.objects.filter(role=Role.EMERGENCY, revoked_at=None).count() == 1


def test_emergency_access_ends_with_the_role_by_which_it_was_taken(scene: Scene) -> None:
    _, given = opened_by_toni(scene)
    doing(scene, "Ayu", teams.end_role, membership_id=Membership.objects.get(user=scene.users["Toni"]).pk)

    given.refresh_from_db()
    assert given.revoked_code == "LEFT"


def test_the_supervisors_page_says_who_why_until_when_and_ends_it(scene: Scene, sign_in: SignIn) -> None:  # noqa: F811
    case, given = opened_by_toni(scene)
    rina, address = sign_in("Rina"), f"/pelindungan/kasus/{case.pk}/akses/"
    assert address in page(rina, f"/kasus/{case.pk}/orang/")
    for words in ("Toni, Darurat", "dibuka darurat", REASON, "Sel 24 Nov"):
        assert words in page(rina, address)

    assert rina.post(f"{address}{given.pk}/akhiri/", {"reason": WHY}).status_code == 302

    after = page(rina, address)
    assert "diakhiri (Rina)" in after
    assert WHY in after
    assert f"{given.pk}/akhiri/" not in after
    assert [sign_in(name).get(address).status_code for name in ("Sari", "Dewi", "Dodi")] == [403, 404, 404]


def test_the_officers_page_shows_the_whole_office_by_number_never_a_name(
    scene: Scene,
    sign_in: SignIn,  # noqa: F811
) -> None:
    case, _ = opened_by_toni(scene)
    a_case(scene, name="Dimas Prakoso", companions=("Budi",))
    dodi = sign_in("Dodi")

    plain = page(dodi, "/pelindungan/tinjau/akses/")
    assert all(words in plain for words in ("Toni", case.number, REASON))
    assert "Budi" not in plain
    everything = page(dodi, "/pelindungan/tinjau/akses/?assigned=on&ended=on")
    assert "Budi" in everything
    assert not any(name in everything for name in ("Zulaikha", "Dimas"))
    assert sign_in("Rina").get("/pelindungan/tinjau/akses/").status_code == 403
