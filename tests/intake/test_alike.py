"""Junk in a burst is taken and shown as one; a real danger report is seen first."""

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from naung.access.acting import acting_as
from naung.access.actors import public
from naung.core.ids import new_number
from naung.intake.models import Report
from naung.intake.operations import file_report
from naung.intake.queries import lists
from naung.intake.queries.alike import groups
from naung.intake.rules import FiledChild, Filing
from naung.intake.rules.likeness import bands_of
from tests.scene import MONDAY, Scene

JUNK = "Beli sekarang di toko kami harga murah sekali silakan hubungi nomor yang ada di bawah ini nomor"
SECRET = b"rahasia"


def come(scene: Scene, *texts: str, name: str = "", **more: object) -> list[Report]:
    child, made = FiledChild(name=name), []
    with acting_as(public([], [scene.office.pk])) as anybody:
        for text in texts:
            told = Filing(happened=text, channel="WEB", received_at=MONDAY, children=(child,), **more)  # type: ignore[arg-type]
            made += file_report(by=anybody, filing=told, now=MONDAY)
    return made


def queue(scene: Scene) -> list[Report]:
    with acting_as(scene.actor("Lina")) as lina:
        return list(lists.queue(lina, {}))


@given(st.lists(st.sampled_from(["anak", "rumah", "malam", "ibu", "sekolah", "lapar"]), min_size=3))
def test_a_telling_is_like_itself_however_it_is_written_and_not_like_one_of_another_child(words: list[str]) -> None:
    one = bands_of(" ".join(words), ("Rani", 9), SECRET)

    assert bands_of(", ".join(words).upper() + ".", ("rani ", 9), SECRET) == one
    assert not set(bands_of(" ".join(words), ("Dimas", 9), SECRET)) & set(one)
    assert not set(bands_of(" ".join(words), ("Rani", 9), b"other")) & set(one)


def test_of_a_thousand_junk_reports_in_a_minute_the_real_danger_is_seen_first(scene: Scene) -> None:
    for part in range(10):  # half of them alike, half with ever other words
        come(scene, *(f"{JUNK} {number}" for number in range(50)))
        come(scene, *(f"{part} {number} {new_number()} {new_number()}" for number in range(50)))
        if part == 4:
            (real,) = come(scene, JUNK, dangers={"B04": "YES"})

    waiting = queue(scene)
    assert waiting[0].pk == real.pk
    assert len(waiting) == 3  # the danger, and all the rest as two
    with acting_as(scene.actor("Lina")) as lina:
        assert sorted(group.count for group in groups(lina)) == [500, 500]
        assert Report.objects.count() == 1001
        assert [line.group for line in lists.lines(lina, waiting[:1], MONDAY, groups(lina))] == [None]


def test_few_alike_stand_each_for_itself_and_so_does_another_child(scene: Scene) -> None:
    come(scene, *["Tolong saya."] * 4)
    assert len(queue(scene)) == 4
    come(scene, *["Tolong saya."] * 2, name="Rani")
    assert len(queue(scene)) == 6


def test_each_of_a_group_is_listed_opened_and_leaves_it_once_danger_is_told(scene: Scene) -> None:
    first, *_, last = come(scene, *[JUNK] * 6)
    office = Client()
    office.force_login(scene.users["Lina"])

    page = office.get("/laporan/").content.decode()
    assert "6 laporan serupa menunggu" in page
    assert page.count('class="duty"') == 1
    group = office.get(f"/laporan/serupa/{first.group_id}/").content.decode()
    assert group.count('class="duty"') == 6
    assert last.number in office.get("/laporan/", {"number": last.number}).content.decode()
    assert office.get(f"/laporan/{last.pk}/").status_code == 200
    office.post(f"/laporan/{first.pk}/simpan/", {"B04": "YES"})
    with acting_as(scene.actor("Lina")) as lina:
        first.refresh_from_db()
        assert first.danger
        assert [first.pk in group.ids for group in groups(lina)] == [False]
    assert queue(scene)[0].pk == first.pk
    assert len(queue(scene)) == 2
