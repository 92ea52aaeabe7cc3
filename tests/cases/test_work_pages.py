"""The pages from the assessment to the return: who sees them, what they keep, and at what cost."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.cases.models import Action, Assessment, Case, Goal, Rating, Visit
from naung.cases.operations import danger
from naung.cases.operations import plan as planning
from naung.core.ids import new_id
from tests.cases.stories import doing
from tests.cases.test_reintegration_work import again_ready, returned, save
from tests.cases.work_stories import (
    approved,
    assessed,
    fresh,
    in_rehabilitation,
    planned,
    ready,
    started,
    submitted,
    told,
    written,
)
from tests.scene import Scene
from tests.trace import Entry as Line

READ = ("work", "assessment", "assessment_comparison", "plan", "tasks", "deliver", "reintegration")


def page(name: str, case: Case, *more: object) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *more])


@pytest.fixture
def sign_in(scene: Scene) -> Callable[[str], Client]:
    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(scene.users[name])
        return client

    return signed_in


SignIn = Callable[[str], Client]


@pytest.mark.parametrize("name", READ)
def test_every_page_stands_in_both_languages_for_the_holder_and_is_not_there_for_another_team(
    scene: Scene, sign_in: SignIn, name: str
) -> None:
    case = ready(scene)
    assessed(scene, case, f3A=1)
    assessed(scene, case, f3A=2)
    approved(scene, case)

    for language in ("id", "en"):
        answer = sign_in("Sari").get(page(name, case), headers={"accept-language": language})
        assert answer.status_code == 200
    for stranger in ("Toni", "Dewi", "Ratna", "Lina", "Ayu"):
        assert sign_in(stranger).get(page(name, case)).status_code == 404


def test_a_page_before_anything_is_written_says_what_will_appear(scene: Scene, sign_in: SignIn) -> None:
    case = ready(scene)

    for name in READ:
        assert sign_in("Sari").get(page(name, case)).status_code == 200
    assert "Mulai asesmen" in sign_in("Sari").get(page("work", case)).content.decode()
    assert "Mulai asesmen" not in sign_in("Rina").get(page("work", case)).content.decode()


def test_opening_the_pages_is_written_down(scene: Scene, sign_in: SignIn) -> None:
    case = ready(scene)
    sign_in("Sari").get(page("work", case))

    with acting_as(scene.actor("Sari")):
        assert Line.objects.filter(event="case.opened", about_id=case.pk).count() == 1


@pytest.mark.parametrize("step", ["1", "2", "3", "4", "5", "6", "anak", "ranah", "akhir"])
def test_each_step_shows_what_was_already_said_and_how_far_one_is(scene: Scene, sign_in: SignIn, step: str) -> None:
    case = ready(scene)
    started(scene, case)

    answer = sign_in("Sari").get(page("assessment_step", case, step))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "dari 9" in text
    assert ("Aku takut pulang." in text) is (step not in ("ranah", "akhir"))


def form_of(assessment: Assessment, **answers: str) -> dict[str, str]:
    return {
        "3A-answer": "2", "3A-reason": "Memar di lengan.", "3A-version": "1", "3B-answer": "4", "3B-version": "1",
        **answers,
    }  # fmt: skip


def test_a_step_is_saved_by_its_button_and_leads_to_the_next(scene: Scene, sign_in: SignIn) -> None:
    case = ready(scene)
    begun = started(scene, case)

    answer = sign_in("Sari").post(page("assessment_step", case, "3"), form_of(begun))

    assert answer.url == page("assessment_step", case, "4")  # type: ignore[attr-defined]
    with acting_as(scene.actor("Sari")):
        rating = Rating.objects.select_related("case").get(assessment=begun, factor="3A")
        assert (rating.score, rating.reason) == (2, "Memar di lengan.")


def test_autosave_keeps_it_and_hands_back_the_versions(scene: Scene, sign_in: SignIn) -> None:
    case = ready(scene)
    begun = started(scene, case)
    sari = sign_in("Sari")

    first = sari.post(page("assessment_autosave", case, "3"), form_of(begun))
    newer = form_of(begun, **{"3A-version": "2", "3B-version": "2", "3A-answer": "1"})
    second = sari.post(page("assessment_autosave", case, "3"), newer)
    late = sari.post(page("assessment_autosave", case, "3"), form_of(begun, **{"3A-answer": "3"}))

    assert first.json()["fields"] == {"3A-version": 2, "3B-version": 2}
    assert second.json()["fields"] == {"3A-version": 3, "3B-version": 2}
    assert late.status_code == 409


def test_when_somebody_saved_meanwhile_both_texts_are_shown_and_the_next_saving_holds(
    scene: Scene, sign_in: SignIn
) -> None:
    case = ready(scene)
    begun = started(scene, case)
    sign_in("Sari").post(page("assessment_step", case, "3"), form_of(begun))

    mine = form_of(begun, **{"3A-answer": "3", "3A-reason": "Tidak ada memar."})
    answer = sign_in("Sari").post(page("assessment_step", case, "3"), mine)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Memar di lengan." in text
    assert "Tidak ada memar." in text
    again = sign_in("Sari").post(page("assessment_step", case, "3"), {**mine, "3A-version": "2", "3B-version": "2"})
    assert again.status_code == 302


def test_a_companion_reads_but_her_saving_is_denied_and_written_down(scene: Scene, sign_in: SignIn) -> None:
    case = ready(scene, companions=("Budi",))
    begun = started(scene, case)
    budi = sign_in("Budi")

    assert budi.get(page("assessment", case)).status_code == 200
    assert budi.post(page("assessment_step", case, "3"), form_of(begun)).status_code == 403
    with acting_as(scene.actor("Rina")):
        assert Line.objects.filter(event="access.denied").count() == 1


def test_the_whole_assessment_through_its_pages(scene: Scene, sign_in: SignIn) -> None:
    case = ready(scene)
    sari = sign_in("Sari")
    sari.post(page("assessment_start", case))
    for domain in "123456":
        answers = {f"{domain}{half}-answer": "3" for half in "AB"}
        assert sari.post(page("assessment_step", case, domain), answers).status_code == 302
    with acting_as(scene.actor("Sari")):
        visit = Visit.objects.get(case=case)
    sari.post(page("assessment_step", case, "anak"), {"child_view": "Aku mau sekolah.", "reused": [str(visit.pk)]})
    sari.post(page("assessment_step", case, "ranah"), {"PSI-need": "2", "PSI-note": "Takut gelap."})

    wrong = sari.post(page("assessment_step", case, "akhir"), {"level": "LOW"})
    done = sari.post(page("assessment_step", case, "akhir"), {"level": "HIGH"})

    assert (wrong.status_code, done.status_code) == (422, 302)
    assert fresh(scene, case).status == "PLANNING"
    with acting_as(scene.actor("Sari")):
        whole = Assessment.objects.select_related("case").get(case=case)
        assert (whole.child_view, whole.reused) == ("Aku mau sekolah.", [visit.pk])
        assert whole.headings == {"PSI": {"need": 2, "note": "Takut gelap."}}


def test_the_whole_plan_through_its_pages(scene: Scene, sign_in: SignIn) -> None:
    case = ready(scene)
    assessed(scene, case, f3A=2)
    sari, rina = sign_in("Sari"), sign_in("Rina")
    sari.post(page("plan_start", case))
    assert "faktor=3A" in sari.get(page("plan", case)).content.decode()
    assert sari.get(page("plan_goal_new", case) + "?faktor=3A").status_code == 200
    made = sari.post(page("plan_goal_new", case), {"factor": "3A", "text": "Anak aman."})
    form = sari.get(made.url).content.decode()  # type: ignore[attr-defined]
    assert "rendah" in form  # the eligibility of services stands beside the choice
    wrong = sari.post(made.url, {"text": "Antar.", "responsible_id": str(scene.id("Wati")), "due_date": "2026-12-14"})  # type: ignore[attr-defined]
    assert wrong.status_code == 422
    sari.post(  # type: ignore[attr-defined]
        made.url,  # type: ignore[attr-defined]
        {"text": "Antar.", "responsible_id": str(scene.id("Sari")), "due_date": "2026-12-14", "service": "PSI"},
    )
    for who in ("CHILD", "CAREGIVER"):
        assert sari.get(page("plan_tell", case) + f"?siapa={who}").status_code == 200
        sari.post(
            page("plan_tell", case),
            {"who": who, "told": "yes", "told_at": "2026-11-23T10:00", "how": "RUMAH", "said": "Baik."},
        )
    assert sari.post(page("plan_submit", case), {"version": "1"}).status_code == 302
    assert "Setujui rencana" not in sari.get(page("plan", case)).content.decode()
    assert "Setujui rencana" in rina.get(page("plan", case)).content.decode()
    assert sari.post(page("plan_approve", case)).status_code == 403

    assert rina.post(page("plan_return", case), {"reason": ""}).status_code == 422
    rina.post(page("plan_return", case), {"reason": "Tambah kunjungan."})
    assert "Tambah kunjungan." in sari.get(page("plan", case)).content.decode()
    sari.post(page("plan_submit", case))
    rina.post(page("plan_approve", case))
    assert fresh(scene, case).status == "IMPLEMENTATION"


def test_actions_services_and_goals_through_their_pages(scene: Scene, sign_in: SignIn) -> None:
    case = ready(scene, companions=("Budi",))
    assessed(scene, case, f3A=2)
    approved(scene, case)
    with acting_as(scene.actor("Sari")):
        action, goal = Action.objects.get(case=case), Goal.objects.get(case=case)
    budi, sari = sign_in("Budi"), sign_in("Sari")

    assert budi.get(page("action_outcome", case, action.pk)).status_code == 200
    assert budi.post(page("action_outcome", case, action.pk), {"result": "TDK"}).status_code == 422
    assert budi.post(page("action_outcome", case, action.pk), {"result": "TCP", "version": "1"}).status_code == 302
    assert budi.post(page("action_reopen", case, action.pk)).status_code == 302
    budi.post(page("action_outcome", case, action.pk), {"result": "TCP"})
    service = {"service": "PSI", "provider": "Puspaga", "date": "2026-11-23"}
    assert budi.post(page("deliver", case), service).status_code == 302
    assert sari.get(page("goal_settled", case, goal.pk)).status_code == 200
    assert sari.post(page("goal_settled", case, goal.pk), {"met": "yes"}).status_code == 302
    text = sari.get(page("tasks", case)).content.decode()
    assert "Puspaga" in text
    assert "Tujuan tercapai." in text
    assert sari.post(page("begin_monitoring", case)).status_code == 302
    assert fresh(scene, case).status == "MONITORING"


def test_the_return_through_its_pages(scene: Scene, sign_in: SignIn) -> None:
    case = in_rehabilitation(scene)
    sari, rina = sign_in("Sari"), sign_in("Rina")
    assert sari.post(page("reintegration", case), {"school_place": "on"}).status_code == 422
    save(scene, case)
    assert "Putuskan reintegrasi" not in sari.get(page("reintegration", case)).content.decode()
    assert "Putuskan reintegrasi" in rina.get(page("reintegration", case)).content.decode()
    assert rina.post(page("reintegration_decide", case), {"reason": ""}).status_code == 422
    rina.post(page("reintegration_decide", case), {"reason": "Semua siap."})
    assert fresh(scene, case).stage == "REINTEGRATION"
    come_back_form = {"returned_date": "2026-11-23", "handover_signed": "on", "handover_number": "BAP/7"}
    assert sari.post(page("reintegration_return", case), {}).status_code == 422
    assert sari.post(page("reintegration_return", case), come_back_form).status_code == 302
    assert sari.get(page("return_visit", case, 1)).status_code == 200
    visit = {
        "kind": "RUMAH", "at": "2026-11-23T11:00", "child_seen": "on", "safe": "YES", "in_school": "YES",
        "caregiver_coping": "YES", "child_words": "Aku senang.", "5A": "3", "visit_id": str(new_id()),
    }  # fmt: skip
    assert page("return_visit", case, 1) in sari.get(page("visit", case)).content.decode()  # the right form for it
    assert sari.post(page("return_visit", case, 1), visit).status_code == 302
    assert sari.post(page("return_visit", case, 1), visit).status_code == 302  # sent twice it is one visit
    with acting_as(scene.actor("Sari")):
        assert Visit.objects.filter(case=case, series_no=1).count() == 1
        assert Assessment.objects.filter(case=case, kind="VISIT").count() == 1
    papers = sari.get(page("documents", case)).content.decode()
    assert page("assessment_sheet", case, 1) in papers  # the finished one
    assert "/cetak/fpp/" in papers
    assert sari.get(page("return_visit", case, 99)).status_code == 404
    assert "dilakukan" in sari.get(page("reintegration", case)).content.decode()


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len([q for q in caught if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))])


def test_the_pages_cost_the_same_however_much_is_written(scene: Scene, sign_in: SignIn) -> None:
    case = ready(scene)
    assessed(scene, case, f3A=2)
    draft = planned(scene, case, "3A")
    sari = sign_in("Sari")
    names = ("work", "assessment", "plan", "tasks")
    few = {name: queries_of(sari, page(name, case)) for name in names}

    for factor in ("1A", "1B", "2A", "5A"):
        doing(scene, "Sari", planning.write_goal, plan_id=draft.pk, factor=factor, text="Lebih baik.")
    told(scene, draft)
    told(scene, draft)
    for _ in range(3):
        assessed(scene, case, f3A=3)
    many = {name: queries_of(sari, page(name, case)) for name in names}

    assert many == few
    assert max(few.values()) <= 26


def test_a_plan_that_waits_shows_the_supervisor_the_way(scene: Scene, sign_in: SignIn) -> None:
    case = ready(scene)
    written(scene, case)
    assessed(scene, case, f3A=2)
    submitted(scene, case)

    assert "Periksa dan putuskan" in sign_in("Rina").get(page("work", case)).content.decode()
    assert "Periksa dan putuskan" not in sign_in("Sari").get(page("work", case)).content.decode()


def test_old_versions_stay_readable(scene: Scene, sign_in: SignIn) -> None:
    case = ready(scene)
    assessed(scene, case, f3A=2)
    approved(scene, case)

    assert sign_in("Sari").get(page("plan_version", case, 1)).status_code == 200
    assert sign_in("Sari").get(page("plan_version", case, 2)).status_code == 404
    assert sign_in("Sari").get(page("assessment_sheet", case, 1)).status_code == 200
    assert sign_in("Sari").get(page("assessment_sheet", case, 9)).status_code == 404


def test_the_series_stands_on_the_page_of_the_return(scene: Scene, sign_in: SignIn) -> None:
    case = returned(scene)

    text = sign_in("Sari").get(page("reintegration", case)).content.decode()

    assert text.count("Catat kunjungan") == 9


def test_a_second_return_is_recorded_on_the_page_and_begins_new_visits(scene: Scene, sign_in: SignIn) -> None:
    case = returned(scene)
    flag = doing(scene, "Sari", danger.raise_danger_flag, case_id=case.pk, code="B08")
    doing(scene, "Rina", danger.end_danger_flag, flag_id=flag.pk, reason="Anak pindah ke nenek.")
    again_ready(scene, case)
    there = page("reintegration", case)
    assert "Catat kepulangan" not in sign_in("Sari").get(there).content.decode()
    sign_in("Rina").post(page("reintegration_decide", case), {"reason": "Nenek siap, anak mau."})

    form = sign_in("Sari").get(there)
    assert "Catat kepulangan" in form.content.decode()
    today = timezone.localdate().isoformat()
    given = {"returned_date": today, "handover_signed": "on", "handover_number": "BAP/8", "version": ""}
    assert sign_in("Sari").post(page("reintegration_return", case), given).status_code == 302

    after = sign_in("Sari").get(there).content.decode()
    assert "Catat kepulangan" not in after
    assert reverse("cases:return_visit", args=[case.pk, 10]) in after
    assert reverse("cases:return_visit", args=[case.pk, 1]) not in after


def test_what_is_refused_stands_above_the_form_and_nothing_typed_is_lost(scene: Scene, sign_in: SignIn) -> None:
    case = ready(scene)
    assessed(scene, case, f3A=2)
    submitted(scene, fresh(scene, case))
    sari = sign_in("Sari")

    goal = sari.post(page("plan_goal_new", case), {"factor": "3A", "text": "Tidur tenang."})
    service = sari.post(page("deliver", case), {"service": "LAY01", "provider": "Puskesmas Baru", "date": "2099-01-01"})
    told = sari.post(
        page("reintegration_return", case),
        {"returned_date": "2026-11-23", "handover_number": "BA/7", "handover_signed": "on"},
    )

    assert (goal.status_code, service.status_code) == (422, 422)
    assert "Tidur tenang." in goal.content.decode()
    assert "Puskesmas Baru" in service.content.decode()
    assert told.status_code == 404  # no plan to return by
