"""Two records of one child, and what is done with them."""

from typing import Any

from naung.access.acting import acting_as, widened
from naung.cases import operations
from naung.cases.models import Case
from naung.people.models import Child, Merge
from tests.cases.stories import a_case, doing
from tests.scene import MONDAY, Scene

WHY = "Ibu dan tanggal lahirnya sama; ditulis dua kali oleh dua petugas."


def two(scene: Scene, *, both_open: bool = False, team: str = "barat") -> tuple[Case, Case]:
    """A child's case, and another of the same child under another name; closed unless both stay open."""
    kept, merged = a_case(scene, name="Siti Aminah"), a_case(scene, team, name="Aminah S.")
    if not both_open:
        close(scene, merged, {"barat": "Rina", "timur": "Dewi"}[team])
    return kept, merged


def close(scene: Scene, case: Case, who: str = "Rina") -> Case:
    """The case ends as not needing a service; its legal duties are put out of the way."""
    facts = operations.ClosingFacts(way="TTK", reason="Tidak terbukti.")
    closed: Case = doing(scene, who, operations.close_case, case_id=case.pk, closing=facts)
    return closed


def merge(scene: Scene, kept: Case, merged: Case, who: str = "Rina", **given: Any) -> Merge:
    """Somebody says that the children of two cases are one."""
    made: Merge = doing(
        scene, who, operations.merge_children, kept_id=kept.child_id, merged_id=merged.child_id,
        **{"reason": WHY} | given,
    )  # fmt: skip
    return made


def undo(scene: Scene, made: Merge, who: str = "Rina", **given: Any) -> Merge:
    """Somebody says that they are two after all."""
    ended: Merge = doing(scene, who, operations.undo_merge, merge_id=made.pk, **{"reason": "Ternyata sepupu."} | given)
    return ended


def child(scene: Scene, case: Case, who: str = "Rina") -> Child:
    """The case's child as it stands now."""
    with acting_as(scene.actor(who)):
        return Child.objects.get(pk=case.child_id)


def anew(scene: Scene, case: Case) -> Case:
    """The case as it stands now, whoever may see it."""
    with acting_as(scene.actor("Rina", MONDAY)), widened([case.pk]):
        return Case.objects.get(pk=case.pk)
