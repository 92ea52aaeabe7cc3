"""A social worker on duty opens the file of a child in danger that is not hers."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from naung.access.acting import acting_as, widened
from naung.access.operations import restamp
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.cases.models import Case, CaseEvent, DangerFlag, Narrative
from naung.cases.operations import end_danger_flag, write_narrative
from naung.core.errors import AccessDenied, Refused
from naung.duties.models import Notice, OutboxMessage
from naung.intake.models import Reporter
from naung.people.models import Child
from naung.privacy.rules import glass
from tests.cases.stories import a_case, doing
from tests.desk.conftest import sign_in  # noqa: F401 - the pages' hour
from tests.desk.pages import NOW, SignIn, page
from tests.privacy.stories import REASON, breaks, in_danger, on_duty, traces
from tests.scene import MONDAY, PASSWORD, Scene
from tests.signing import signed_in
from tests.trace import Entry

DAY = timedelta(hours=24)
FORM = "/pelindungan/darurat/"


def sees(scene: Scene, name: str, now: object = MONDAY) -> list[int]:
    by = scene.actor(name, now)  # type: ignore[arg-type]
    with acting_as(by):
        return [model.objects.count() for model in (Case, Child, DangerFlag, Reporter)]


def test_whoever_is_on_duty_opens_it_for_a_day_and_works_on_it_then_it_closes_by_itself(scene: Scene) -> None:
    case = in_danger(scene)
    on_duty(scene, "Toni")
    assert sees(scene, "Toni") == [0, 0, 0, 0]

    assert breaks(scene, "Toni", case.number) == case

    assert sees(scene, "Toni") == [1, 1, 1, 0]
    doing(scene, "Toni", write_narrative, case_id=case.pk, text="Anak sudah di tempat aman.", at=MONDAY)
    assert sees(scene, "Toni", MONDAY + DAY) == [0, 0, 0, 0]


def test_the_supervisors_and_the_holder_are_told_at_once_and_the_file_says_it_with_the_reason(scene: Scene) -> None:
    case = in_danger(scene)
    on_duty(scene, "Toni")
    breaks(scene, "Toni", case.number)

    for name in ("Rina", "Sari"):
        with acting_as(scene.actor(name)):
            told = Notice.objects.get(owner_id=scene.id(name), kind="case.emergency")
            assert told.text.id == f"Toni (petugas piket) membuka kasus {case.number} secara darurat untuk 24 jam"
    assert OutboxMessage.objects.filter(kind="case.emergency").count() == 2
    with acting_as(scene.actor("Rina")):
        entry = Entry.objects.get(event="emergency.opened")
        assert (entry.about_id, entry.actor_id, entry.reason) == (case.pk, scene.id("Toni"), REASON)
        line = CaseEvent.objects.get(kind="EMERGENCY_OPENED")
        line.case = case
        assert (line.by_id, line.reason) == (scene.id("Toni"), REASON)


@pytest.mark.parametrize("asked", ["zulaikha kencana", "6471011203150007"])
def test_the_child_is_found_by_its_whole_name_or_its_nik(scene: Scene, asked: str) -> None:
    case = in_danger(scene)
    with acting_as(scene.actor("Sari")):
        from naung.people.queries import token

        Child.objects.filter(pk=case.child_id).update(nik_token=token("nik", "6471011203150007"))
    on_duty(scene, "Toni")

    assert breaks(scene, "Toni", asked) == case


def test_one_answer_for_no_child_no_danger_several_and_a_conflict_of_interest(scene: Scene) -> None:
    calm, ended, barred = (
        a_case(scene, name="Dimas Tenang"),
        in_danger(scene, "Sudah Aman"),
        in_danger(scene, "Tertutup X"),
    )
    in_danger(scene, "Nama Sama")
    in_danger(scene, "Nama Sama")
    with acting_as(scene.actor("Rina")):
        flag = DangerFlag.objects.get(case=ended)
    doing(scene, "Rina", end_danger_flag, flag_id=flag.pk, reason="Ayah pergi.")
    with acting_as(scene.actor("Rina")), widened([barred.pk, barred.child_id]):
        barred.barred_user_ids = [scene.id("Toni")]
        barred.store("barred_user_ids")
        restamp(barred)
    on_duty(scene, "Toni")

    for asked in ("ZZZZ-999", calm.number, ended.number, barred.number, "Nama Sama", "zulaikha"):
        assert breaks(scene, "Toni", asked) is None
    assert sees(scene, "Toni") == [0, 0, 0, 0]
    assert len(traces(scene, event="emergency.not-found", actor_id=scene.id("Toni"))) == 6


def test_only_a_social_worker_on_duty_may(scene: Scene) -> None:
    case = in_danger(scene)
    with pytest.raises(ObjectDoesNotExist):
        breaks(scene, "Toni", case.number)
    on_duty(scene, "Wati")
    with pytest.raises(AccessDenied):
        breaks(scene, "Wati", case.number)
    with pytest.raises(ObjectDoesNotExist):
        breaks(scene, "Toni", case.number, MONDAY + timedelta(hours=13))
    assert sees(scene, "Toni") == [0, 0, 0, 0]


def test_the_reason_must_say_something(scene: Scene) -> None:
    case = in_danger(scene)
    on_duty(scene, "Toni")
    with pytest.raises(Refused):
        breaks(scene, "Toni", case.number, reason="darurat             !")


def test_a_file_that_is_already_hers_is_not_broken_open(scene: Scene) -> None:
    case = in_danger(scene)
    on_duty(scene, "Sari")
    assert breaks(scene, "Sari", case.number) == case
    assert not traces(scene, event="emergency.opened")


def test_the_page_in_two_taps_from_the_search(scene: Scene, sign_in: SignIn) -> None:  # noqa: F811
    case = in_danger(scene)
    on_duty(scene, "Toni")
    toni = sign_in("Toni")
    assert f'href="{FORM}"' in page(toni, "/kerja/cari/")
    assert toni.get(f"/kasus/{case.pk}/").status_code == 404

    missed = toni.post(FORM, {"asked_for": "Orang Lain", "reason": REASON})
    assert (missed.status_code, REASON in missed.content.decode()) == (422, True)
    answer = toni.post(FORM, {"asked_for": case.number, "reason": REASON}, follow=True)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Anda membuka berkas ini secara darurat" in text
    assert "Berkas dibuka darurat oleh petugas piket" in text
    assert "Anda membuka berkas ini secara darurat" not in page(sign_in("Rina"), f"/kasus/{case.pk}/")


def test_the_password_is_asked_once_more_and_what_was_typed_stays(scene: Scene) -> None:
    case = in_danger(scene)
    on_duty(scene, "Toni", timezone.now() - timedelta(hours=1))
    toni = signed_in(scene, "Toni", minutes_ago=6)

    toni.post(FORM, {"asked_for": case.number, "reason": REASON}, follow=True)
    assert not traces(scene, event="emergency.opened")
    resumed = toni.post("/akun/reauthenticate/?next=/tim/akun/lanjut/", {"password": PASSWORD}, follow=True)
    assert all(typed in resumed.content.decode() for typed in (case.number, REASON))
    toni.post(FORM, {"asked_for": case.number, "reason": REASON})

    assert len(traces(scene, event="emergency.opened")) == 1


def test_whoever_is_not_on_duty_finds_no_such_page(scene: Scene, sign_in: SignIn) -> None:  # noqa: F811
    toni = sign_in("Toni")
    assert toni.get(FORM).status_code == 404
    assert FORM not in page(toni, "/kerja/cari/")
    assert sign_in("Budi").get(FORM).status_code == 403


@given(st.text(max_size=60))
def test_a_child_is_asked_for_in_one_way_only(text: str) -> None:
    asked = glass.asked_by(text)
    assert sum(bool(part) for part in (asked.number, asked.nik, asked.name)) <= 1


@given(st.text(alphabet=" \n\tab", max_size=60))
def test_blanks_are_no_reason(text: str) -> None:
    assert glass.is_reason(text) == (len(text.replace(" ", "").replace("\n", "").replace("\t", "")) >= 20)


def test_emergency_gives_neither_reporter_nor_sealed_detail_nor_shelter(scene: Scene) -> None:
    in_danger(scene)
    on_duty(scene, "Toni")
    breaks(scene, "Toni", "Zulaikha Kencana")
    toni = scene.actor("Toni", NOW)
    with acting_as(toni):
        assert visible(toni, P.READ_D5, Case).count() == 1
        assert [visible(toni, p, Case).count() for p in (P.READ_D4, P.READ_D6, P.READ_D7)] == [0, 0, 0]
        assert visible(toni, P.CASE_ASSESS, Case).count() == 0
        assert Narrative.objects.count() == 0
