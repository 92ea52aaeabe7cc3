"""A visit that was written down wrongly is put right: what it had met is asked again, what it said stays."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.cases import operations
from naung.cases.models import Case, DangerFlag, Visit, VisitVersion
from naung.cases.operations import VisitFacts
from naung.cases.queries.facts import facts_of
from naung.core.errors import NotAllowedNow, Refused, Stale
from naung.core.sealed import Ciphertext
from naung.duties.models import Deadline
from tests.cases.stories import a_case, doing
from tests.cases.test_case_work import LATER, SEEN, open_duties, visit
from tests.scene import Scene

NEXT_DAY = LATER + timedelta(days=1)
NOT_SEEN = replace(SEEN, kind="GAGAL", child_seen=False, seen_alone=None, child_words="", observed="Pintu terkunci.")


def corrected(  # type: ignore[no-untyped-def]
    scene: Scene, kept: Visit, facts: VisitFacts, name: str = "Budi", now=NEXT_DAY, version: int | None = None,
    reason: str = "Salah anak.",
) -> Visit:  # fmt: skip
    given = {"visit_id": kept.pk, "visit": facts, "reason": reason, "version": version}
    return doing(scene, name, operations.edit_visit, now=now, **given)


def fresh(scene: Scene, case: Case) -> Case:
    with acting_as(scene.actor("Sari")):
        return Case.objects.get(pk=case.pk)


def test_a_child_who_was_not_seen_after_all_must_be_seen_within_the_same_time(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    due = {rule: open_duties(scene, case)[rule].due_at for rule in ("CHILD_SEEN", "CONTACT")}
    kept = visit(scene, case)
    assert "CHILD_SEEN" not in open_duties(scene, case)

    corrected(scene, kept, NOT_SEEN)

    again = open_duties(scene, case)
    assert {rule: again[rule].due_at for rule in due} == due
    assert again["CHILD_SEEN"].next_at is not None
    assert fresh(scene, case).seen_at is None
    with acting_as(scene.actor("Sari")):
        assert not facts_of(case).child_seen
        assert Deadline.objects.filter(case_id=case.pk, rule="CONTACT", met_at=None, dropped_at=None).count() == 1
    with pytest.raises(NotAllowedNow) as shut:
        doing(scene, "Sari", operations.advance, case_id=case.pk, target="ASSESSMENT")
    assert "CHILD_SEEN" in [gate.code for gate in shut.value.about["missing"]]


def test_another_visit_at_which_the_child_was_seen_still_counts(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    kept = visit(scene, case)
    second = replace(SEEN, at=SEEN.at + timedelta(hours=1))
    other = visit(scene, case, facts=second)

    corrected(scene, kept, NOT_SEEN)

    assert "CHILD_SEEN" not in open_duties(scene, case)
    assert fresh(scene, case).seen_at == second.at
    contact = open_duties(scene, case)["CONTACT"]
    assert (contact.started_at, contact.sequence) == (second.at, other.pk.hex)
    with acting_as(scene.actor("Sari")):
        assert Deadline.objects.get(case_id=case.pk, rule="CHILD_SEEN").met_at == second.at


def test_a_call_that_was_a_visit_meets_what_a_visit_meets(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    kept = visit(scene, case, facts=NOT_SEEN)
    corrected(scene, kept, SEEN)
    duties = open_duties(scene, case)
    assert "CHILD_SEEN" not in duties
    assert (duties["CONTACT"].started_at, fresh(scene, case).seen_at) == (SEEN.at, SEEN.at)


@pytest.mark.parametrize("minutes", [-30, 30])
def test_another_hour_moves_what_the_visit_started(scene: Scene, minutes: int) -> None:
    case = a_case(scene, companions=("Budi",))
    kept = visit(scene, case)
    moved = SEEN.at + timedelta(minutes=minutes)
    corrected(scene, kept, replace(SEEN, at=moved))
    assert open_duties(scene, case)["CONTACT"].started_at == moved
    assert fresh(scene, case).seen_at == moved
    corrected(scene, kept, SEEN)
    assert open_duties(scene, case)["CONTACT"].started_at == SEEN.at


def test_a_raised_level_shortens_the_time_that_runs_again(scene: Scene) -> None:
    case = a_case(scene, level="MEDIUM", companions=("Budi",))
    long = open_duties(scene, case)["CHILD_SEEN"].due_at
    kept = visit(scene, case, facts=replace(SEEN, flags=("B04",)))
    corrected(scene, kept, NOT_SEEN)
    assert open_duties(scene, case)["CHILD_SEEN"].due_at < long


def test_what_the_visit_said_before_stays_and_stays_sealed(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    kept = visit(scene, case)
    corrected(scene, kept, replace(SEEN, child_words="Aku mau sekolah."), name="Sari")
    with acting_as(scene.actor("Budi")):
        old = VisitVersion.objects.select_related("case").get()
        held = VisitVersion.objects.values_list("child_words", "reason").get()
        assert all(isinstance(text, Ciphertext | bytes | memoryview) for text in held)
        assert (old.child_words, old.reason, old.changed_by_id) == (SEEN.child_words, "Salah anak.", scene.id("Sari"))
        assert Visit.objects.select_related("case").get().child_words == "Aku mau sekolah."
    with acting_as(scene.actor("Toni")):
        assert not VisitVersion.objects.exists()


def test_a_danger_seen_at_the_visit_stays_whatever_is_corrected(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    kept = visit(scene, case, facts=replace(SEEN, flags=("B08",)))
    corrected(scene, kept, NOT_SEEN)
    with acting_as(scene.actor("Rina")):
        assert DangerFlag.objects.get(case=case).ended_at is None
        assert Visit.objects.get().flags == ["B08"]


def test_a_correction_needs_a_reason_and_something_that_can_be_true(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    kept = visit(scene, case)
    never = replace(SEEN, at=NEXT_DAY + timedelta(days=1))
    for facts, why in ((NOT_SEEN, " "), (replace(SEEN, kind="TELEPON"), "x"), (never, "x")):
        with pytest.raises(Refused):
            corrected(scene, kept, facts, reason=why)
    with pytest.raises(Stale):
        corrected(scene, kept, NOT_SEEN, version=7)
    with pytest.raises(Visit.DoesNotExist):
        corrected(scene, kept, NOT_SEEN, name="Toni")


def test_the_story_leads_to_the_correction_and_shows_what_stood_there(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NEXT_DAY)
    case = a_case(scene, companions=("Budi",))
    kept = visit(scene, case)
    client = Client()
    client.force_login(scene.users["Budi"])
    page = reverse("cases:visit_edit", args=[case.pk, kept.pk])
    story = reverse("cases:file", args=[case.pk])
    assert page in client.get(story).content.decode()
    sent = {
        "version": 1, "kind": "RUMAH", "at": "2026-11-23T11:00", "child_seen": "no", "safe": "UNKNOWN",
        "observed": "Yang ditemui adiknya.", "reason": "Yang ditemui adiknya",
    }  # fmt: skip

    assert client.post(page, sent | {"reason": ""}).status_code == 422
    assert client.post(page, sent).status_code == 302

    assert "Yang ditemui adiknya." in client.get(story).content.decode()
    assert page + "#riwayat" in client.get(story).content.decode()
    shown = client.get(page).content.decode()
    assert "Aku mau tinggal sama nenek." in shown
    assert "Yang ditemui adiknya" in shown


def suspended(scene: Scene, case: Case) -> None:
    review = (NEXT_DAY + timedelta(days=20)).date()
    given = {"case_id": case.pk, "reason_code": "RAWAT", "review_date": review}
    doing(scene, "Rina", operations.suspend, now=LATER, **given)


def paused(scene: Scene, case: Case) -> dict[str, bool]:
    return {rule: duty.paused_at is not None for rule, duty in open_duties(scene, case).items()}


def test_what_a_visit_starts_rests_with_a_case_that_rests(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    visit(scene, case)
    suspended(scene, case)
    assert paused(scene, case)["CONTACT"]

    visit(scene, case, facts=replace(SEEN, at=LATER), now=NEXT_DAY)

    assert paused(scene, case)["CONTACT"]
    assert not paused(scene, case)["SUSPENSION_REVIEW"]
    doing(scene, "Rina", operations.resume, now=NEXT_DAY + timedelta(days=9), case_id=case.pk)
    contact = open_duties(scene, case)["CONTACT"]
    assert (contact.paused_at, contact.next_at is not None) == (None, True)
    assert contact.due_at > LATER + timedelta(days=7 + 8)


def test_a_visit_is_put_right_while_the_case_rests_and_what_is_asked_again_rests_too(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    kept = visit(scene, case)
    suspended(scene, case)

    corrected(scene, kept, NOT_SEEN)

    resting = paused(scene, case)
    assert resting["CHILD_SEEN"]
    assert resting["CONTACT"]
    assert not resting["SUSPENSION_REVIEW"]
    doing(scene, "Rina", operations.resume, now=NEXT_DAY + timedelta(days=2), case_id=case.pk)
    assert not any(paused(scene, case).values())
    corrected(scene, kept, SEEN, now=NEXT_DAY + timedelta(days=2), reason="Ternyata benar.")
    assert "CHILD_SEEN" not in open_duties(scene, case)
