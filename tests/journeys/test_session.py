"""A session from the plan to the day, at a phone: planned, counted with thumbs, held, and followed up in Hari ini."""

from datetime import timedelta

import pytest
from django.utils import timezone

from naung.core.formats import local
from naung.prevention.models import AwarenessSession
from naung.prevention.queries.sessions import counts_of
from tests.journeys.conftest import DESK, Arrive, Person, check
from tests.prevention.stories import a_school, a_session
from tests.scene import Scene

pytestmark = pytest.mark.journey


def plan(person: Person) -> AwarenessSession:
    """She plans a session that begins in a minute, as far as the office's day still has room for it."""
    now = local(timezone.now())
    since = now + timedelta(minutes=1)
    until = min(since + timedelta(hours=1), now.replace(hour=23, minute=59))
    person.open("prevention:sessions")
    person.follow("Rencanakan kegiatan")
    check(person.page)
    person.write(title="Hak anak dan cara minta tolong", school="30400001", place="Aula", target="60")
    person.write(day=f"{since:%Y-%m-%d}", since=f"{since:%H:%M}", until=f"{until:%H:%M}")
    person.tap(audiences="PUPILS")
    person.press("Simpan kegiatan")
    return AwarenessSession.objects.get()


def test_sari_plans_a_session_counts_who_came_and_finishes_it(arrive: Arrive, scene: Scene) -> None:
    if local(timezone.now()).strftime("%H:%M") > "23:50":
        pytest.skip("the office's day is over in a moment")
    a_school()
    sari = arrive("Sari")
    session = plan(sari)
    check(sari.page)
    assert sari.page.locator(".session-code").inner_text() == session.code

    sari.follow("Buka hari-H")
    check(sari.page)
    sari.page.get_by_role("button", name="Tambah satu: Murid Perempuan").click(click_count=3)
    sari.write(PUPILS_L="20")
    sari.page.locator(".saved[data-state=saved]").wait_for()
    assert counts_of(session) == {("PUPILS", "P"): 3, ("PUPILS", "L"): 20}

    sari.press("Simpan dan selesai")
    check(sari.page)
    assert sari.reads("23 orang hadir.")
    session.refresh_from_db()
    assert session.status == "HELD"


def test_the_day_is_counted_without_scripts_too(arrive: Arrive, scene: Scene) -> None:
    session = a_session(scene, at=timezone.now() - timedelta(hours=1))
    sari = arrive("Sari")
    sari.page.context.route("**/*.js", lambda route: route.abort())
    sari.open("prevention:session-day", session.pk)
    assert sari.page.locator(".stepper").count() == 0
    sari.write(PUPILS_P="12")
    sari.press("Simpan dan selesai")

    assert counts_of(session) == {("PUPILS", "P"): 12}
    sari.faults.clear()  # the browser notes each script that it did not get


def test_the_month_and_the_lists_fit_phone_and_desk(arrive: Arrive, scene: Scene) -> None:
    a_session(scene, at=timezone.now() - timedelta(minutes=5))
    for person in (arrive("Rina"), arrive("Rina", size=DESK)):
        for name in ("sessions", "month", "feed-key", "session-new"):
            person.open(f"prevention:{name}")
            check(person.page)
        person.open("desk:today")
        check(person.page)
        assert person.reads("Hak anak dan bantuan")
