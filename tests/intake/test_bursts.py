"""A burst is shown as one, never hidden: looked through, taken apart, or closed as no report and taken back."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from naung.access.acting import acting_as
from naung.access.actors import public
from naung.core.errors import NotAllowedNow, Refused
from naung.duties.queries import open_for
from naung.intake import operations
from naung.intake.models import Report
from naung.intake.operations import contact
from naung.intake.queries.alike import Group, groups
from naung.intake.queries.junk import closed_by, decisions, reason_of
from naung.intake.rules import ReportStatus
from naung.intake.rules.bursts import bursts
from naung.intake.rules.phrases import phrase_for
from tests.cases.stories import doing
from tests.intake.test_alike import come, queue
from tests.scene import MONDAY, Scene
from tests.trace import Entry

LATER = MONDAY + timedelta(hours=2)
MINUTE = timedelta(minutes=1)
WORDS = ("Gaduh di pasar.", "Anjing menggonggong.", "Lampu jalan padam.", "Air keran keruh.", "Pohon tumbang di kali.")


@pytest.fixture(autouse=True)
def _five_are_a_burst(settings: Any) -> None:
    settings.BURST_REPORTS = 5


def burst(scene: Scene) -> list[Report]:
    return come(scene, *WORDS)


def shown(scene: Scene) -> list[Group]:
    with acting_as(scene.actor("Lina")) as lina:
        return groups(lina)


def close(scene: Scene, report: Report, last: Report, reason: str = "Uji coba sekolah") -> Any:
    return doing(
        scene, "Lina", operations.close_as_junk, report_id=report.pk, last_id=last.pk, reason=reason, now=LATER
    )


@given(st.lists(st.integers(0, 300), max_size=40).map(sorted), st.integers(2, 6), st.integers(1, 30))
def test_what_is_in_a_burst_came_with_enough_others_and_whatever_did_is_in_one(
    minutes: list[int], most: int, within: int
) -> None:
    times, span = [MONDAY + MINUTE * at for at in minutes], timedelta(minutes=within)
    found = bursts(times, most, span)

    inside = {place for places in found for place in places}
    crowded = {
        place
        for first in range(len(times) - most + 1)
        if times[first + most - 1] - times[first] <= span
        for place in range(first, first + most)
    }
    assert inside == crowded
    assert all(one.stop <= other.start for one, other in pairwise(found))


def test_reports_of_ever_other_words_in_a_short_time_are_one_line_with_count_and_times(scene: Scene) -> None:
    come(scene, *WORDS[:4])
    assert len(queue(scene)) == 4
    come(scene, WORDS[4])
    office = Client()
    office.force_login(scene.users["Lina"])

    for page in (office.get("/laporan/"), office.get("/kerja/")):
        assert "5 laporan menunggu, datang dalam waktu singkat" in page.content.decode()
        assert page.content.decode().count("Mulai triase") == 1
    assert [(group.count, group.alike, group.first_at) for group in shown(scene)] == [(5, False, MONDAY)]
    listed = office.get(f"/laporan/serupa/{queue(scene)[0].pk}/").content.decode()
    assert listed.count("Mulai triase") == 5


def test_danger_and_whoever_wrote_again_stand_alone(scene: Scene) -> None:
    first, second, *_ = burst(scene)
    (grave,) = come(scene, "Ada pisau.", dangers={"B04": "YES"})
    with acting_as(public([first.bundle_id], [scene.office.pk])) as reporter:
        contact.say(by=reporter, report_id=first.pk, text="Masih di sini.", now=MONDAY)

    assert shown(scene) == []  # four are no burst
    come(scene, "Papan nama miring.")
    assert {report.pk for report in queue(scene)} == {grave.pk, first.pk, second.pk}
    assert [group.ids[0] for group in shown(scene)] == [second.pk]


def test_one_is_taken_out_and_the_rest_taken_apart(scene: Scene) -> None:
    first, second, *_ = burst(scene) + come(scene, "Papan nama miring.")
    office = Client()
    office.force_login(scene.users["Lina"])

    answer = office.post(f"/laporan/{first.pk}/pisah/", follow=True)
    assert "berdiri sendiri" in answer.content.decode()
    assert {report.pk for report in queue(scene)} == {first.pk, second.pk}
    office.post(f"/laporan/serupa/{second.pk}/pisah/")
    assert len(queue(scene)) == 6
    assert "Kelompok ini tidak ada lagi" in office.get(f"/laporan/serupa/{second.pk}/").content.decode()
    assert len(Entry.objects.filter(event="report.set-apart")) == 6


def test_a_group_is_closed_as_no_report_up_to_what_was_seen_and_the_whole_decision_taken_back(scene: Scene) -> None:
    first, *_, last = burst(scene)
    (after,) = come(scene, "Papan nama miring.")
    with pytest.raises(Refused):
        close(scene, first, last, reason=" ")
    junk_id = close(scene, first, last)

    with acting_as(scene.actor("Lina", LATER)) as lina:
        assert [(one.junk_id, one.count) for one in decisions(lina)] == [(junk_id, 5)]
        assert reason_of(lina, closed_by(lina, junk_id)[0]) == "Uji coba sekolah"
        assert not [duty for report in closed_by(lina, junk_id) for duty in open_for(report)]
        assert "tuliskan di bagian pesan" in phrase_for(ReportStatus.JUNK, "").id
    assert [report.pk for report in queue(scene)] == [after.pk]
    assert doing(scene, "Lina", operations.undo_junk, junk_id=junk_id, now=LATER) == 5
    assert [group.count for group in shown(scene)] == [6]
    with acting_as(scene.actor("Lina", LATER)):
        duties = {duty.rule: duty.started_at for duty in open_for(first)}
    assert duties == {"TRIAGE_URGENT": MONDAY}  # the time lost shows
    assert len(Entry.objects.filter(event="report.junk")) == len(Entry.objects.filter(event="report.junk-undone")) == 5


def test_a_closed_report_waits_again_when_its_reporter_writes_or_an_officer_takes_it_back(scene: Scene) -> None:
    first, second, *_, last = burst(scene)
    close(scene, first, last)
    with acting_as(public([first.bundle_id], [scene.office.pk])) as reporter:
        contact.say(by=reporter, report_id=first.pk, text="Ini sungguh-sungguh.", now=LATER)
    office = Client()
    office.force_login(scene.users["Lina"])

    office.post(f"/laporan/{second.pk}/kembali/")
    assert {report.pk for report in queue(scene)} == {first.pk, second.pk}
    assert shown(scene) == []


def test_a_group_that_changed_closes_nothing(scene: Scene) -> None:
    first, *_, last = burst(scene)
    doing(scene, "Lina", operations.set_apart, report_id=last.pk, now=MONDAY)
    come(scene, "Papan nama miring.")

    with pytest.raises(NotAllowedNow):
        close(scene, first, last)
    assert len(shown(scene)) == 1


def test_pages_of_a_closed_group(scene: Scene) -> None:
    first, *_, last = burst(scene)
    office = Client()
    office.force_login(scene.users["Lina"])
    address = f"/laporan/serupa/{first.pk}/tutup/"

    assert office.post(address, {"last_id": last.pk}).status_code == 422
    page = office.post(address, {"last_id": last.pk, "reason": "Uji coba sekolah"}, follow=True)
    assert "Uji coba sekolah" in page.content.decode()
    assert page.content.decode().count("Kembalikan ke antrean</button>") == 5
    ended = office.get("/laporan/selesai/").content.decode()
    assert "5 ditutup" in ended
    assert first.number not in ended
    assert first.number in office.get("/laporan/selesai/", {"number": first.number}).content.decode()
    assert "Kembalikan laporan ini" in office.get(f"/laporan/{first.pk}/").content.decode()
    assert office.post(page.request["PATH_INFO"] + "batal/").status_code == 302
    assert len(shown(scene)) == 1
