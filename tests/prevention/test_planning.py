"""A plan from its proposal to a session: what it reaches, who accepts it, and what the board then says."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.core.formats import office_zone
from naung.prevention.models import AwarenessSession, PlannedVisit, RolloutPlan
from naung.prevention.operations import planning
from naung.prevention.queries.planning import Terms, usual_terms
from tests.cases.stories import doing
from tests.prevention.rollout_stories import followed, held, school
from tests.prevention.stories import a_session
from tests.scene import MONDAY, Scene
from tests.signing import signed_in
from tests.trace import Entry

PLANS = "/pencegahan/sekolah/rencana/"
JANUARY = date(2027, 1, 1)
TERMS = Terms(from_month=JANUARY, months=2, per_team=1, per_session=200)

pytestmark = pytest.mark.django_db


def text(response) -> str:  # type: ignore[no-untyped-def]
    return response.content.decode()


def proposed(scene: Scene, **terms: object) -> RolloutPlan:
    return doing(scene, "Rina", planning.make_plan, terms=Terms(**{**TERMS.__dict__, **terms}))  # type: ignore[arg-type]


def schools(scene: Scene) -> None:
    """Six schools, the small ones first in the list; four visits can be made."""
    for number, pupils in enumerate((40, 50, 60, 190, 180, 170)):
        school(f"SDN {number}", pupils, district="64.71.02" if number % 2 else "64.71.01")


def test_the_plan_reaches_more_than_the_order_of_the_list_and_says_both(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("naung.prevention.views.planning.timezone.localdate", lambda: MONDAY.date())
    schools(scene)
    rina = signed_in(scene, "Rina")

    answer = rina.post(PLANS, {"from_month": "2027-01-01", "months": 2, "per_team": 1, "per_session": 200})
    page = text(rina.get(answer["Location"]))

    made = RolloutPlan.objects.get()
    assert (made.reached, made.first_come, made.optimal) == (600, 340, True)
    assert "menjangkau 600 murid" in page
    assert "menjangkau 340 murid" in page
    assert "SDN 3" in page
    assert "Januari 2027" in page
    assert "Belum berlaku" in page


def test_an_accepted_plan_stands_on_the_board_until_a_session_has_its_day(scene: Scene) -> None:
    schools(scene)
    made = proposed(scene)
    rina = signed_in(scene, "Rina")
    before = text(rina.get("/pencegahan/sekolah/"))

    rina.post(f"{PLANS}{made.pk}/terima/")
    visit = PlannedVisit.objects.select_related("school").order_by("-pupils")[0]
    after = text(rina.get("/pencegahan/sekolah/"))
    place = text(rina.get(f"/pencegahan/sekolah/{visit.school_id}/"))
    session = a_session(scene, visit.school)
    followed(scene, session)

    assert "rencana Januari 2027" not in before
    assert "rencana Januari 2027, Tim" in after
    assert "Belum dijadwalkan" in place
    visit.refresh_from_db()
    assert visit.session_id == session.pk
    assert "Belum dijadwalkan" not in text(rina.get(f"/pencegahan/sekolah/{visit.school_id}/"))


def test_a_cancelled_session_gives_its_place_in_the_plan_back(scene: Scene) -> None:
    schools(scene)
    made = proposed(scene)
    doing(scene, "Rina", planning.accept_plan, plan_id=made.pk)
    visit = PlannedVisit.objects.select_related("school")[0]
    session = a_session(scene, visit.school)
    followed(scene, session)

    AwarenessSession.objects.filter(pk=session.pk).update(status="CANCELLED")
    session.refresh_from_db()
    followed(scene, session)

    visit.refresh_from_db()
    assert visit.session_id is None


def test_a_session_planned_while_the_proposal_lay_there_is_found_when_it_is_accepted(scene: Scene) -> None:
    schools(scene)
    made = proposed(scene)
    visit = made.visits.select_related("school")[0]
    session = a_session(scene, visit.school)

    doing(scene, "Rina", planning.accept_plan, plan_id=made.pk)

    visit.refresh_from_db()
    assert visit.session_id == session.pk


def test_a_new_plan_takes_the_place_of_the_one_in_force(scene: Scene) -> None:
    schools(scene)
    first, second = proposed(scene), proposed(scene, months=1)
    doing(scene, "Rina", planning.accept_plan, plan_id=first.pk)
    doing(scene, "Hadi", planning.accept_plan, plan_id=second.pk)

    states = dict(RolloutPlan.objects.values_list("pk", "state"))
    assert states == {first.pk: "DROPPED", second.pk: "ACCEPTED"}
    with pytest.raises(NotAllowedNow):
        doing(scene, "Rina", planning.accept_plan, plan_id=first.pk)
    assert set(Entry.objects.filter(event__startswith="rollout.").values_list("event", flat=True)) == {
        "rollout.planned", "rollout.accepted",
    }  # fmt: skip


def test_what_a_team_has_planned_already_and_school_holidays_are_taken_off(scene: Scene) -> None:
    schools(scene)
    session = a_session(scene, school("SDN Lain", 10), at=datetime(2027, 1, 20, 9, tzinfo=office_zone()))
    AwarenessSession.objects.filter(pk=session.pk).update(team=scene.teams["barat"])
    followed(scene, session)

    made = proposed(scene)
    doing(scene, "Rina", planning.accept_plan, plan_id=made.pk)

    busy = made.visits.filter(team=scene.teams["barat"], month=JANUARY)
    assert (busy.count(), made.visits.count()) == (0, 3)
    with pytest.raises(Refused):
        proposed(scene, from_month=date(2027, 6, 1), months=2)


def test_schools_of_unknown_size_are_counted_and_reached_ones_left_out(scene: Scene) -> None:
    school("SDN Tak diketahui")
    held(scene, school("SDN Sudah", 500), at=MONDAY - timedelta(days=40))
    waiting = school("SDN Menunggu", 900)

    made = proposed(scene, per_team=2)

    assert made.unsized == 1
    assert list(made.visits.values_list("school", "sessions", "pupils")) == [(waiting.pk, 2, 400)]


def test_without_schools_of_a_known_size_nothing_is_planned_and_the_page_says_why(scene: Scene) -> None:
    school("SDN Tak diketahui")

    page = signed_in(scene, "Rina").post(
        PLANS,
        {
            "from_month": usual_terms(timezone.localdate()).from_month.isoformat(), "months": 12, "per_team": 4,
            "per_session": 200,
        },
    )  # fmt: skip

    assert page.status_code == 422
    assert "Isi jumlah murid lewat daftar sekolah" in text(page)
    assert signed_in(scene, "Rina").post(PLANS, {"from_month": "x", "months": 99}).status_code == 422


def test_companions_read_the_plan_and_neither_make_nor_accept_one(scene: Scene) -> None:
    schools(scene)
    made = proposed(scene)
    budi = signed_in(scene, "Budi")

    assert budi.get(f"{PLANS}{made.pk}/").status_code == 200
    assert budi.post(PLANS, {}).status_code == 403
    assert budi.post(f"{PLANS}{made.pk}/terima/").status_code == 403
    assert budi.post(f"{PLANS}{made.pk}/kesampingkan/").status_code == 403
    assert signed_in(scene, "Ayu").get(PLANS).status_code == 403
    with pytest.raises(AccessDenied):
        doing(scene, "Sari", planning.make_plan, terms=TERMS)


def test_a_dropped_plan_is_gone_from_the_list(scene: Scene) -> None:
    schools(scene)
    made = proposed(scene)
    rina = signed_in(scene, "Rina")

    rina.post(f"{PLANS}{made.pk}/kesampingkan/")

    assert "Belum ada rencana" in text(rina.get(PLANS))
    assert "Dikesampingkan" in text(rina.get(f"{PLANS}{made.pk}/"))
