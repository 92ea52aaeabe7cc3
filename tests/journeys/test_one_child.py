"""Two records of one child: a supervisor works the queue through by keyboard, and takes one merge back again."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.cases.models import Case
from naung.cases.operations import chronology
from naung.people.models import CandidatePair, PairState
from naung.people.operations import offer_pairs
from naung.people.rules.merging import Offer
from tests.cases.stories import a_case, doing
from tests.journeys.conftest import DESK, Arrive, Person, look
from tests.people.merge_stories import child, close
from tests.scene import Scene

pytestmark = pytest.mark.journey


def pairs_of_the_night(scene: Scene) -> list[tuple[Case, Case]]:
    """Three pairs of children of Barat, as the nightly comparison offers them."""
    names = [("Siti Aminah", "Aminah S."), ("Moh. Rizki", "Muhammad Rizki"), ("Bulan", "Bintang")]
    made = [(a_case(scene, name=one), close(scene, a_case(scene, name=other))) for one, other in names]
    offers = [
        Offer(first=one.child_id, second=other.child_id, probability=0.97 - place / 10, model_version="1")
        for place, (one, other) in enumerate(made)
    ]
    with acting_as(clock([scene.office.pk])) as by:
        assert offer_pairs(by=by, pairs=offers, now=timezone.now()) == 3
    return made


def keys(page: Page, *pressed: str) -> None:
    """Press these one after the other; the last leads to another page."""
    *before, last = pressed
    for one in before:
        page.keyboard.press(one)
    with page.expect_navigation():
        page.keyboard.press(last)


def says(rina: Person, answer: str, reason: str) -> None:
    """Answer a pair without touching the mouse: the key, the reason, Enter."""
    rina.page.keyboard.press(answer)
    rina.page.keyboard.type(reason)
    keys(rina.page, "Enter")


def test_the_queue_is_worked_through_by_keyboard_and_a_merge_is_taken_back(scene: Scene, arrive: Arrive) -> None:
    (kept, merged), (one, other), _ = pairs_of_the_night(scene)
    rina = arrive("Rina", DESK)
    rina.open("cases:pairs")
    look(rina, "one-child-queue")

    keys(rina.page, "j", "Enter")
    assert rina.reads("Aminah S.")
    look(rina, "one-child-pair")
    keys(rina.page, "j")
    assert rina.reads("Muhammad Rizki")
    keys(rina.page, "k")
    says(rina, "s", "Ibu dan kelurahannya sama.")
    assert rina.reads("Kedua berkas kini satu anak")
    assert rina.reads("Muhammad Rizki")
    rina.page.keyboard.press("s")
    rina.page.keyboard.press("Escape")
    says(rina, "2", "Dua anak: kakak dan sepupunya.")
    keys(rina.page, "n")

    assert rina.reads("Ditunda")
    rina.open("cases:pairs")
    assert rina.page.locator("tbody tr").count() == 1
    assert child(scene, merged).merged_into_id == kept.child_id
    with acting_as(scene.actor("Rina")):
        assert CandidatePair.objects.get(low__in=[one.child_id, other.child_id]).state == PairState.APART

    rina.open("desk:search", q=merged.number)
    rina.follow("Siti Aminah")
    assert rina.page.url.endswith(f"/{kept.pk}/")
    rina.open("cases:file", merged.pk)
    assert rina.page.url.endswith(f"/{kept.pk}/")
    assert rina.reads("Juga tercatat sebagai Aminah S.")
    assert rina.reads(f"Dari berkas {merged.number}")
    look(rina, "one-child-file")

    now = timezone.now()
    doing(scene, "Sari", chronology.write_narrative, case_id=kept.pk, text="Bertemu bibinya.", at=now, now=now)
    rina.follow("Lihat penggabungan")
    assert rina.reads("Ditulis sejak digabung")
    look(rina, "one-child-merged")
    rina.write(reason="Bibinya berkata: dua anak.")
    rina.press("Batalkan penggabungan")
    assert rina.reads("Kedua berkas kini dua anak")
    rina.page.locator("main li a", has_text="Catatan").click()
    assert rina.reads("Bertemu bibinya.")
    rina.open("cases:file", merged.pk)
    assert rina.page.url.endswith(f"/{merged.pk}/")


def test_a_pair_is_decided_at_a_phone_without_scripts(scene: Scene, arrive: Arrive) -> None:
    (kept, merged), *_ = pairs_of_the_night(scene)
    rina = arrive("Rina")
    rina.open("cases:pairs")
    look(rina, "one-child-queue-phone")
    rina.follow("Siti Aminah · Aminah S.")
    look(rina, "one-child-pair-phone")
    plain = arrive("Rina", java_script_enabled=False)
    plain.open("cases:pairs")
    plain.follow("Siti Aminah · Aminah S.")
    plain.write(reason="Ibu dan kelurahannya sama.")
    plain.press("Anak yang sama")

    assert child(scene, merged).merged_into_id == kept.child_id
