"""A social worker assesses a child: draft, saved while writing, finished, and rated again later."""

from datetime import timedelta

import pytest

from naung.access.acting import acting_as
from naung.cases.models import Assessment, Case, CaseEvent, LevelFinding, Rating
from naung.cases.operations import assessment as operations
from naung.cases.operations import contact, danger, level, steps
from naung.cases.operations.assessment import Entry
from naung.cases.queries import assessment as queries
from naung.cases.queries.facts import facts_of
from naung.cases.queries.levels import waiting
from naung.cases.rules.contact import VisitFacts
from naung.core.errors import AccessDenied, NotAllowedNow, Refused, Stale
from naung.core.levels import Level
from naung.duties.models import Deadline, Notice
from tests.cases.stories import a_case, doing
from tests.cases.work_stories import LATER, assessed, fresh, rate_all, ready, started, written
from tests.scene import MONDAY, Scene
from tests.teams.test_rota import leave
from tests.trace import Entry as Line


def test_the_first_assessment_begins_the_phase_and_a_second_start_goes_on_with_it(scene: Scene) -> None:
    case = ready(scene)

    begun = started(scene, case)
    again = started(scene, case)

    assert again.pk == begun.pk
    assert fresh(scene, case).status == "ASSESSMENT"
    with acting_as(scene.actor("Sari")):
        assert Rating.objects.filter(assessment=begun).count() == 12


def test_a_child_who_was_not_seen_is_not_assessed(scene: Scene) -> None:
    case = a_case(scene)

    with pytest.raises(NotAllowedNow) as stopped:
        started(scene, case)
    assert [gate.code for gate in stopped.value.about["missing"]] == ["CHILD_SEEN", "CONSENT", "SAFETY_PLAN"]


@pytest.mark.parametrize("name", ["Rina", "Budi"])
def test_only_a_social_worker_assesses(scene: Scene, name: str) -> None:
    case = ready(scene, companions=("Budi",))

    with pytest.raises(AccessDenied):
        started(scene, case, name)


def test_another_teams_social_worker_does_not_find_the_case(scene: Scene) -> None:
    case = ready(scene)
    begun = started(scene, case)

    with pytest.raises(type(case).DoesNotExist):
        started(scene, case, "Toni")
    with pytest.raises(Assessment.DoesNotExist):
        doing(scene, "Toni", operations.save_ratings, assessment_id=begun.pk, entries=[Entry(factor="1A", score=2)])


def test_the_wall_hides_ratings_and_reasons_from_everybody_else(scene: Scene) -> None:
    case = ready(scene, companions=("Budi",))
    assessed(scene, case, f3A=2)

    seen = {}
    for name in scene.users:
        with acting_as(scene.actor(name)):
            seen[name] = (Assessment.objects.count(), Rating.objects.count())
    assert {name for name, counts in seen.items() if counts == (1, 12)} == {"Sari", "Rina", "Budi"}
    assert {counts for name, counts in seen.items() if name not in {"Sari", "Rina", "Budi"}} == {(0, 0)}


def test_a_saved_factor_keeps_its_reason_sealed_and_leaves_a_line_without_words(scene: Scene) -> None:
    begun = started(scene, ready(scene))
    entries = [Entry(factor="3A", score=1, reason="Ada memar di lengan.")]

    doing(scene, "Sari", operations.save_ratings, assessment_id=begun.pk, entries=entries)

    with acting_as(scene.actor("Sari")):
        rating = Rating.objects.select_related("case").get(assessment=begun, factor="3A")
        assert (rating.score, rating.reason, rating.version) == (1, "Ada memar di lengan.", 2)
        line = Line.objects.filter(event="assessment.rated").get()
        assert line.details == {"factors": ["3A"]}


def test_saving_the_same_again_changes_nothing(scene: Scene) -> None:
    begun = started(scene, ready(scene))
    entries = [Entry(factor="1A", version=1, score=3)]
    first = doing(scene, "Sari", operations.save_ratings, assessment_id=begun.pk, entries=entries)

    assert doing(scene, "Sari", operations.save_ratings, assessment_id=begun.pk, entries=entries) == first == {"1A": 2}


def test_two_people_rate_different_factors_at_once_but_not_the_same_one_unawares(scene: Scene) -> None:
    begun = started(scene, ready(scene))
    save = operations.save_ratings
    doing(scene, "Sari", save, assessment_id=begun.pk, entries=[Entry(factor="1A", version=1, score=3)])

    doing(scene, "Sari", save, assessment_id=begun.pk, entries=[Entry(factor="1B", version=1, score=2)])
    with pytest.raises(Stale):
        doing(scene, "Sari", save, assessment_id=begun.pk, entries=[Entry(factor="1A", version=1, score=1)])


def test_not_applicable_counts_once_it_says_why(scene: Scene) -> None:
    begun = started(scene, ready(scene))
    save = operations.save_ratings
    rate_all(scene, begun)

    def unrated(code: str, reason: str) -> list[str]:
        entry = Entry(factor="6B", not_applicable=True, not_applicable_code=code, reason=reason)
        doing(scene, "Sari", save, assessment_id=begun.pk, entries=[entry])
        with acting_as(scene.actor("Sari")):
            return [gate.code for gate in queries.missing_for_finish(Assessment.objects.get(pk=begun.pk))]

    assert "FACTORS_RATED" in unrated("", "")
    assert "FACTORS_RATED" not in unrated("USIA", "")
    assert "FACTORS_RATED" in unrated("LAIN", "")
    assert "FACTORS_RATED" not in unrated("LAIN", "Anak belajar di rumah sakit.")


@pytest.mark.parametrize(
    "entry",
    [
        Entry(factor="1A", score=5),
        Entry(factor="1A", score=2, not_applicable=True, not_applicable_code="USIA"),
        Entry(factor="9Z", score=2),
        Entry(factor="1A", not_applicable=True, not_applicable_code="ENTAH"),
    ],
)
def test_what_cannot_be_is_refused(scene: Scene, entry: Entry) -> None:
    begun = started(scene, ready(scene))

    with pytest.raises(Refused):
        doing(scene, "Sari", operations.save_ratings, assessment_id=begun.pk, entries=[entry])


def test_an_assessment_ends_only_when_it_is_whole(scene: Scene) -> None:
    begun = started(scene, ready(scene))

    with pytest.raises(NotAllowedNow) as stopped:
        doing(scene, "Sari", operations.finish_assessment, assessment_id=begun.pk, version=None, level=Level.HIGH)
    assert [gate.code for gate in stopped.value.about["missing"]] == ["FACTORS_RATED", "CHILD_VIEWS", "ONE_STORY"]


def test_finishing_meets_the_duty_and_opens_the_planning(scene: Scene) -> None:
    case = ready(scene)
    assessed(scene, case, now=LATER, f5A=2)

    assert fresh(scene, case).status == "PLANNING"
    with acting_as(scene.actor("Sari")):
        assert Deadline.objects.get(case_id=case.pk, rule="ASSESSMENT").met_at == LATER
        assert CaseEvent.objects.filter(case=case, kind="ASSESSMENT_FINISHED").count() == 1


def test_a_finished_assessment_is_not_changed(scene: Scene) -> None:
    case = ready(scene)
    done = assessed(scene, case)

    with pytest.raises(NotAllowedNow):
        doing(scene, "Sari", operations.save_ratings, assessment_id=done.pk, entries=[Entry(factor="1A", score=1)])


def test_a_higher_level_holds_at_once_and_a_lower_one_waits_for_the_supervisor(scene: Scene) -> None:
    case = ready(scene)
    assessed(scene, case, level=Level.EMERGENCY)
    assert fresh(scene, case).level == "EMERGENCY"

    assessed(scene, case, level=Level.MEDIUM, reason="Anak aman bersama bibi.", now=LATER)
    now = fresh(scene, case)
    assert now.level == "EMERGENCY"
    with acting_as(scene.actor("Rina")):
        found = waiting(now)
        assert found is not None
        assert (found.level, found.reason) == ("MEDIUM", "Anak aman bersama bibi.")
        assert Notice.objects.get(kind="case.level-lower").params["number"] == case.number


def lower_found(scene: Scene) -> Case:
    """An assessment that found MEDIUM in a case at HIGH."""
    case = ready(scene)
    assessed(scene, case, level=Level.MEDIUM, reason="Anak aman bersama bibi.")
    return fresh(scene, case)


def waits(scene: Scene, case: Case) -> bool:
    with acting_as(scene.actor("Rina")):
        return waiting(fresh_in(case)) is not None


def test_a_supervisor_takes_the_lower_level(scene: Scene) -> None:
    case = lower_found(scene)
    with pytest.raises(AccessDenied):
        doing(scene, "Sari", steps.change_level, case_id=case.pk, level=Level.MEDIUM, reason_code="AMAN", reason="Ya.")

    doing(scene, "Rina", steps.change_level, case_id=case.pk, level=Level.MEDIUM, reason_code="AMAN", reason="Ya.")

    assert not waits(scene, case)
    with acting_as(scene.actor("Rina")):
        assert LevelFinding.objects.get().accepted is True


def test_a_supervisor_keeps_the_level_with_a_reason(scene: Scene) -> None:
    case = lower_found(scene)
    with pytest.raises(AccessDenied):
        doing(scene, "Sari", level.keep_level, case_id=case.pk, reason="Tetap.")
    with pytest.raises(Refused):
        doing(scene, "Rina", level.keep_level, case_id=case.pk, reason=" ")

    doing(scene, "Rina", level.keep_level, case_id=case.pk, reason="Ayah akan keluar dari tahanan.")

    assert (waits(scene, case), fresh(scene, case).level) == (False, "HIGH")
    with acting_as(scene.actor("Sari")):
        assert CaseEvent.objects.get(kind="LEVEL_KEPT").reason == "Ayah akan keluar dari tahanan."
        assert Notice.objects.filter(kind="case.level-kept").exists()
    with pytest.raises(NotAllowedNow):
        doing(scene, "Rina", level.keep_level, case_id=case.pk, reason="Tetap.")


def test_a_lower_level_waits_on_after_a_visit_and_a_raised_one_is_no_finding(scene: Scene) -> None:
    case = lower_found(scene)
    seen = VisitFacts(kind="RUMAH", at=LATER, child_seen=True)
    made = doing(scene, "Sari", contact.record_visit, LATER, case_id=case.pk, visit=seen)
    doing(scene, "Sari", operations.rate_at_visit, LATER, case_id=case.pk, visit=made, entries=[])
    assert waits(scene, case)

    doing(scene, "Sari", danger.raise_danger_flag, LATER, case_id=case.pk, code="B04")
    assert not waits(scene, case)


def test_who_stands_in_for_the_supervisor_is_told_of_a_lower_level_too(scene: Scene) -> None:
    leave(scene, "Rina", "Dewi")

    case = lower_found(scene)

    for name in ("Rina", "Dewi"):
        with acting_as(scene.actor(name)):
            told = Notice.objects.get(owner_id=scene.id(name), kind="case.level-lower")
            assert told.about_id == case.pk
    with acting_as(scene.actor("Dewi")):
        assert Case.objects.filter(pk=case.pk).exists()


def test_a_lower_level_without_a_reason_is_refused(scene: Scene) -> None:
    case = ready(scene)

    with pytest.raises(Refused):
        assessed(scene, case, level=Level.LOW)


def test_what_report_and_visit_already_say_is_there_to_be_reused(scene: Scene) -> None:
    case = ready(scene)
    begun = started(scene, case)
    with acting_as(scene.actor("Sari")) as sari:
        found = queries.earlier_statements(sari, fresh_in(case))
    texts = [text for statement in found for _, text in statement.texts]
    assert texts == ["Ia dipukul ayahnya dan takut pulang.", "Aku takut pulang."]

    kept = doing(
        scene, "Sari", operations.save_child_view, assessment_id=begun.pk, version=1, child_view="",
        earlier_statements="", reused=[found[0].id, begun.pk],
    )  # fmt: skip
    assert kept.reused == [found[0].id]  # only what really was said before
    with pytest.raises(Stale):
        doing(
            scene, "Sari", operations.save_child_view, assessment_id=begun.pk, version=1, child_view="Lain.",
            earlier_statements="", reused=[],
        )  # fmt: skip


def fresh_in(case):  # type: ignore[no-untyped-def]
    return type(case).objects.get(pk=case.pk)


def test_the_headings_keep_need_and_note(scene: Scene) -> None:
    begun = started(scene, ready(scene))
    headings = {"PSI": {"need": 3, "note": "Sulit tidur."}, "BIO": {"need": None, "note": ""}}

    kept = doing(scene, "Sari", operations.save_headings, assessment_id=begun.pk, version=None, headings=headings)

    assert kept.headings == {"PSI": {"need": 3, "note": "Sulit tidur."}}
    with pytest.raises(Refused):
        doing(
            scene, "Sari", operations.save_headings, assessment_id=begun.pk, version=None,
            headings={"PSI": {"need": 4, "note": ""}},
        )  # fmt: skip


def test_a_reassessment_stands_beside_the_first_and_is_compared_with_it(scene: Scene) -> None:
    case = ready(scene)
    assessed(scene, case, f3A=1, f5A=2)
    later = written(scene, case, LATER, f3A=3, f5A=1)

    with acting_as(scene.actor("Sari")) as sari:
        found = queries.of_case(sari, fresh_in(case))
        rows = {row.code: row for row in queries.sheet(found[1], found)}
        assert (rows["3A"].previous.score, rows["3A"].change, rows["5A"].change) == (1, 2, -1)  # type: ignore[union-attr]
        assert queries.compare(found) is None  # the second is not finished

    doing(
        scene, "Sari", operations.finish_assessment, LATER + timedelta(hours=1), assessment_id=later.pk, version=None,
        level=Level.HIGH,
    )  # fmt: skip
    with acting_as(scene.actor("Sari")) as sari:
        compared = queries.compare(queries.of_case(sari, fresh_in(case)))
        assert compared is not None
        assert {code: by for code, _, by in compared.rows if by} == {"3A": 2, "5A": -1}


def test_the_first_start_is_said_with_its_time(scene: Scene) -> None:
    begun = started(scene, ready(scene))

    assert (begun.sequence, begun.started_at, begun.started_by_id) == (1, MONDAY, scene.id("Sari"))


def test_a_low_score_is_finished_only_with_its_reason(scene: Scene) -> None:
    case = ready(scene)
    begun = written(scene, case)
    for reason, lacks in (("", True), ("Sering tidak makan.", False)):
        with acting_as(scene.actor("Sari")):
            version = Rating.objects.get(assessment=begun, factor="1A").version
        low = Entry(factor="1A", score=2, reason=reason, version=version)
        doing(scene, "Sari", operations.save_ratings, assessment_id=begun.pk, entries=[low])
        with acting_as(scene.actor("Sari")):
            assert facts_of(fresh_in(case)).unrated_factors == (("1A",) if lacks else ())
        if lacks:
            with pytest.raises(NotAllowedNow) as stopped:
                doing(scene, "Sari", operations.finish_assessment, assessment_id=begun.pk, version=None, level="HIGH")
            assert [gate.code for gate in stopped.value.about["missing"]] == ["FACTORS_RATED"]
