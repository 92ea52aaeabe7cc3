"""The board before and after: a supervisor plans, accepts, and sees where her teams go; on a desk and on a phone."""

import pytest

from naung.prevention.models import PlannedVisit
from tests.journeys.conftest import DESK, PHONE, Arrive, look
from tests.prevention.rollout_stories import held, school
from tests.scene import Scene

pytestmark = pytest.mark.journey


def some_schools() -> None:
    """Schools of both kecamatan, with coordinates, one of unknown size."""
    for number in range(8):
        school(
            f"SD Negeri {number:03}", 120 + 60 * number if number else None,
            district="64.71.02" if number % 2 else "64.71.01", latitude=-1.2 - number / 90,
            longitude=116.8 + number / 70,
        )  # fmt: skip


@pytest.mark.parametrize(("size", "kind"), [(DESK, "desk"), (PHONE, "phone")])
def test_from_an_empty_board_over_a_plan_to_a_trained_school(
    scene: Scene, arrive: Arrive, size: dict[str, int], kind: str
) -> None:
    some_schools()
    rina = arrive("Rina", size)
    rina.open("prevention:board")
    look(rina, f"board-before-{kind}")
    rina.follow("Berikutnya")
    assert rina.reads("belum pernah dijangkau")
    look(rina, f"where-next-{kind}")

    rina.follow("Rencana")
    rina.write(per_team="2")
    look(rina, f"plan-ask-{kind}")
    rina.press("Hitung usulan")
    assert rina.reads("Menurut urutan daftar")
    assert rina.reads("1 sekolah tidak ikut dihitung")
    look(rina, f"plan-{kind}")
    rina.press("Setujui rencana")
    assert rina.reads("Rencana berlaku")

    visit = PlannedVisit.objects.select_related("school").order_by("-pupils")[0]
    rina.open("prevention:place", visit.school_id)
    assert rina.reads("Belum ada tanggal")
    rina.page.locator("summary", has_text="Ubah tahap").click()
    look(rina, f"place-{kind}")
    rina.follow("Buka bahan cetak")
    rina.press("Buat kode")
    look(rina, f"kit-{kind}")

    held(scene, visit.school)
    rina.open("prevention:board", state="TRAINED")
    assert rina.reads(visit.school.name)
    rina.open("prevention:board", tampil="peta")
    look(rina, f"board-map-{kind}")
