"""Where to go next: in which order, why, and what is never told."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.core.city import ROLLOUT_WEIGHTS
from naung.core.ids import new_id
from naung.intake.models import Report, ReportedChild
from naung.prevention.queries.rollout import Asked
from naung.prevention.queries.rollout_next import many_reports, next_places
from naung.prevention.rules.rollout import Place, followed, parts, ranked, share_of
from naung.teams.models import Membership, Organisation
from tests.cases.stories import triaged
from tests.prevention.rollout_stories import followed as let_follow
from tests.prevention.rollout_stories import held, school
from tests.prevention.stories import a_session
from tests.scene import MONDAY, Scene
from tests.signing import signed_in

NEXT = "/pencegahan/sekolah/berikutnya/"

places = st.builds(
    Place,
    id=st.integers(1, 9_999).map(lambda number: UUID(int=number)),
    name=st.sampled_from(["SDN 001", "MI Barat", "TK Melati"]),
    months=st.none() | st.integers(0, 60),
    pupils=st.none() | st.integers(0, 20_000),
    many_reports=st.booleans(),
    need=st.integers(0, 100),
)
weighings = st.fixed_dictionaries(dict.fromkeys(ROLLOUT_WEIGHTS, st.integers(0, 100)))


def heavier(place: Place) -> list[Place]:
    """The same place with one thing more that speaks for it."""
    return [
        place._replace(months=None),
        place._replace(months=place.months if place.months is None else place.months + 7),
        place._replace(pupils=(place.pupils or 0) + 300),
        place._replace(many_reports=True),
        place._replace(need=min(100, place.need + 20)),
    ]


@given(place=places, others=st.lists(places, max_size=6), weights=weighings)
def test_more_need_never_puts_a_place_further_back(place, others, weights) -> None:  # type: ignore[no-untyped-def]
    others = [other for other in others if other.id != place.id]

    def rank(one: Place) -> int:
        return [found.place.id for found in ranked([one, *others], weights)].index(one.id)

    assert all(rank(more) <= rank(place) for more in heavier(place))


@given(place=places, weights=weighings)
def test_the_reasons_are_what_was_counted_and_nothing_else(place, weights) -> None:  # type: ignore[no-untyped-def]
    (found,) = ranked([place], weights)

    assert found.points == pytest.approx(sum(reason.points for reason in found.reasons))
    counted = {name for name, points in parts(place, weights).items() if points > 0}
    if place.months is None and "waiting" in counted:
        counted = counted - {"waiting"} | {"never"}  # one reason: it was never reached
    assert len(found.reasons) == len(counted)
    assert [r.points for r in found.reasons] == sorted((r.points for r in found.reasons), reverse=True)


@given(part=st.floats(0, 1))
def test_every_share_has_its_words(part) -> None:  # type: ignore[no-untyped-def]
    assert share_of(part).id
    assert share_of(part).en


@given(state=st.sampled_from(["ACTIVE", "REVIEWED"]), planned=st.booleans(), was=st.booleans())
def test_sessions_never_take_back_what_somebody_decided(state, planned, was) -> None:  # type: ignore[no-untyped-def]
    assert followed(state, planned=planned, held=was) == state


def text(response) -> str:  # type: ignore[no-untyped-def]
    return response.content.decode()


@pytest.mark.django_db
def test_never_reached_and_large_comes_first_with_its_reasons_and_what_is_planned_is_left_out(scene: Scene) -> None:
    large, small = school("SMPN Besar", 900, form="SMP"), school("SDN Kecil", 60)
    old = school("SDN Lama", 500)
    held(scene, old, at=timezone.now() - timedelta(days=430))
    let_follow(scene, a_session(scene, school("SDN Terencana", 2_000), code="ZXWVTS"))

    page = text(signed_in(scene, "Rina").get(NEXT))

    assert page.index(large.name) < page.index(small.name) < page.index(old.name)
    assert "SDN Terencana" not in page
    assert "belum pernah dijangkau" in page
    assert "900 murid" in page
    assert "sesi terakhir 14 bulan lalu" in page


@pytest.mark.django_db
def test_kelurahan_wait_too_and_only_who_manages_the_roll_out_sees_the_order(scene: Scene) -> None:
    assert "Manggar" in text(signed_in(scene, "Hadi").get(f"{NEXT}?jenis=ward"))
    for name in ("Sari", "Ayu", "Ratna"):
        assert signed_in(scene, name).get(NEXT).status_code == 403


def told(scene: Scene, where: Organisation, number: int, **facts: object) -> list[Report]:
    """So many reports about children of a school."""
    reports = [triaged(scene, name=f"Anak {n}", **facts) for n in range(number)]
    with acting_as(scene.actor("Rina")):
        for report in reports:
            ReportedChild.objects.filter(report=report).update(school=where)
    return reports


def high(scene: Scene, name: str = "Rina") -> set[UUID]:
    with acting_as(scene.actor(name)):
        return many_reports(MONDAY + timedelta(hours=1))


@pytest.mark.django_db
def test_reports_count_from_five_on_and_only_as_a_word(scene: Scene) -> None:
    few, many, quiet = school("SDN Empat", 100), school("SDN Lima", 100), school("SDN Tenang", 5_000)
    told(scene, few, 4, received_at=timezone.now() - timedelta(days=1))
    told(scene, many, 5, received_at=timezone.now() - timedelta(days=1))

    page = text(signed_in(scene, "Rina").get(NEXT))

    assert page.count("laporan per murid: tinggi") == 1
    assert quiet.name in page
    assert "5 laporan" not in page


@pytest.mark.django_db
def test_one_report_about_five_children_is_one_and_old_ones_do_not_count(scene: Scene) -> None:
    where, bundle = school("SDN Satu", 100), new_id()
    school("SDN Tenang", 5_000)
    reports = told(scene, where, 5)
    with acting_as(scene.actor("Rina")):
        Report.objects.filter(pk__in=[report.pk for report in reports]).update(bundle_id=bundle)
    told(scene, where, 4, received_at=MONDAY - timedelta(days=500))

    assert high(scene) == set()


@pytest.mark.django_db
def test_nothing_is_told_of_a_school_whose_own_people_are_named(scene: Scene) -> None:
    where = school("SDN Disebut", 100)
    school("SDN Tenang", 5_000)
    reports = told(scene, where, 6)
    with acting_as(operator([])):
        Membership.objects.create(user=scene.users["Wati"], role="SCHOOL", office=where, from_at=MONDAY)
    before = high(scene)

    with acting_as(scene.actor("Rina")):
        Report.objects.filter(pk=reports[0].pk).update(barred_user_ids=[scene.id("Wati")])

    assert (before, high(scene)) == ({where.pk}, set())


@pytest.mark.django_db
def test_a_report_that_shuts_the_asker_out_is_not_counted_for_her(scene: Scene) -> None:
    where = school("SDN Lima", 100)
    school("SDN Tenang", 5_000)
    reports = told(scene, where, 5)
    with acting_as(scene.actor("Rina")):
        Report.objects.filter(pk=reports[0].pk).update(barred_user_ids=[scene.id("Dewi")])

    assert high(scene, "Rina") == {where.pk}
    assert high(scene, "Dewi") == set()


@pytest.mark.django_db
def test_reports_of_another_office_are_not_counted(scene: Scene) -> None:
    where = school("SDN Lima", 100)
    school("SDN Tenang", 5_000)
    reports = told(scene, where, 5)
    before = high(scene)

    with acting_as(scene.actor("Rina")):
        Report.objects.filter(pk=reports[0].pk).update(office_id=new_id())

    assert (before, high(scene)) == ({where.pk}, set())


@pytest.mark.django_db
def test_whoever_does_not_manage_the_roll_out_is_told_nothing_by_the_database_itself(scene: Scene) -> None:
    told(scene, school("SDN Lima", 100), 5)
    school("SDN Tenang", 5_000)

    assert high(scene, "Sari") == high(scene, "Ayu") == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM prevention_many_reports(%s)", [MONDAY - timedelta(days=365)])
        assert cursor.fetchone()[0] == 0


@pytest.mark.django_db
def test_the_needs_of_the_citys_file_count(scene: Scene) -> None:
    school("A di Barat", 100, district="64.71.02.1001")
    school("B di Timur", 100)

    with acting_as(scene.actor("Rina")):
        found = next_places(Asked(), MONDAY)

    assert [(one.place.name, one.place.need) for one in found] == [("B di Timur", 62), ("A di Barat", 61)]
