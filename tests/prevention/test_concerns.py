"""A school notices and tells; what it sees of it afterwards, and what the office sees."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from naung.access.acting import acting_as
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.core.errors import AccessDenied, Refused
from naung.duties.models import Notice
from naung.intake.models import Message, Report, Reporter, Story
from naung.intake.operations import read_messages, save_triage, say, set_phrase
from naung.intake.rules import AllegedFacts, FiledChild
from naung.prevention.models import RaisedConcern, SchoolTask
from naung.prevention.operations.concerns import raise_concern
from naung.prevention.operations.concerns_tasks import finish_task, give_task, read_tasks
from naung.prevention.operations.pokja import judge_breach, write_body_step
from naung.prevention.queries.concerns import office_page, raised, raised_lines, reporters_side, tasks_of
from naung.prevention.rules.bodies import Sphere, body_on
from naung.prevention.rules.concerns import Concern, ConcernChild, Part
from naung.teams.models import Organisation
from tests.cases.stories import doing
from tests.intake.test_sorting import COMPLETE
from tests.prevention.concern_stories import people_of_school
from tests.scene import MONDAY, Scene

DIMAS, RANI = FiledChild(name="Dimas Pratama", school_class="4B"), FiledChild(name="Rani Wulandari")
BRUISE = {"place": "BACK:CHEST", "kind": "BRUISE", "size": "sebesar uang logam", "colour": "biru"}
TOLD = Concern(
    children=(ConcernChild(child=DIMAS, points=(BRUISE,)),), seen="Punggung Dimas memar.",
    told="Kakaknya bilang sering dipukul.", opinion="Mungkin ayah tirinya.", child_words="Aku jatuh dari pohon.",
    told_whom="Wali kelas sebelah", done="Dimas ditemani di UKS.", token="satu-halaman",
)  # fmt: skip


@pytest.fixture
def school(scene: Scene) -> Scene:
    people_of_school(scene)
    return scene


def told(scene: Scene, by: str = "Yanti", concern: Concern = TOLD) -> list[Report]:
    reports: list[Report] = doing(scene, by, raise_concern, concern=concern)
    return reports


def notices(scene: Scene, name: str) -> list[str]:
    with acting_as(scene.actor(name)) as actor:
        return [notice.kind for notice in visible(actor, P.READ_NOTICES, Notice).order_by("created_at")]


def test_a_concern_becomes_a_report_with_its_parts_kept_apart(school: Scene) -> None:
    (report,) = told(school)

    with acting_as(school.actor("Lina")) as lina:
        story = Story.objects.get(report=report).happened
        page = office_page(lina, Report.objects.get(pk=report.pk), MONDAY)
        reporter = Reporter.objects.get(report=report)
    concern = page["concern"]
    assert (report.channel, report.reporter_type, report.secrecy) == ("SKL", "GRU", "RAHASIA")
    assert story.index("Punggung Dimas memar.") < story.index("Kakaknya") < story.index("Mungkin ayah tirinya.")
    assert (concern.seen, concern.opinion, concern.part) == (
        "Punggung Dimas memar.",
        "Mungkin ayah tirinya.",
        "AFFECTED",
    )
    assert concern.school.name == "SD Negeri 001 Contoh"
    assert concern.points == [BRUISE]
    assert reporter.details["name"] == "Yanti Kusuma"
    marked = [shape.place for _, shapes in page["sides"] for shape in shapes if shape.numbers]
    assert marked == ["BACK:CHEST"]


def test_the_same_page_sent_twice_is_one_concern(school: Scene) -> None:
    first, second = told(school), told(school)

    assert [one.pk for one in first] == [one.pk for one in second]
    with acting_as(school.actor("Lina")):
        assert RaisedConcern.objects.count() == 1


def test_each_child_is_a_report_of_its_own_with_what_it_has_to_do_with_it(school: Scene) -> None:
    both = (*TOLD.children, ConcernChild(child=RANI, part=Part.INVOLVED))

    one, two = told(school, concern=replace(TOLD, children=both))

    assert one.bundle_id == two.bundle_id
    with acting_as(school.actor("Lina")):
        parts = dict(RaisedConcern.objects.values_list("report__child__name", "part"))
        marks = {held.report_id: held.points for held in RaisedConcern.objects.all()}
    assert parts == {"Dimas Pratama": "AFFECTED", "Rani Wulandari": "INVOLVED"}
    assert marks == {one.pk: [BRUISE], two.pk: None}


def test_nothing_but_what_was_seen_or_told_is_needed(school: Scene) -> None:
    empty = Concern(children=(ConcernChild(child=FiledChild()),), token="lain")

    assert told(school, concern=replace(empty, told="Ibunya takut pulang."))
    with pytest.raises(Refused) as refused:
        told(school, concern=replace(empty, opinion="Saya kira ada apa-apa."))
    assert refused.value.about["field"] == "seen"


def test_danger_calls_whoever_is_on_duty_also_when_nobody_says_which(school: Scene) -> None:
    (report,) = told(school, concern=replace(TOLD, danger="YES"))

    assert report.danger
    assert "report.danger" in notices(school, "Lina")


def test_who_is_in_no_school_raises_no_concern(school: Scene) -> None:
    with pytest.raises(AccessDenied):
        told(school, by="Sari")


def test_the_school_sees_number_phrase_and_that_it_was_opened_but_not_what_it_told(school: Scene) -> None:
    (report,) = told(school)
    doing(school, "Lina", set_phrase, report_id=report.pk, code="TINDAK")

    with acting_as(school.actor("Yanti")) as yanti:
        (line,) = raised_lines(yanti, raised(yanti, MONDAY))
        assert (line.report.number, line.phrase.id, line.unread) == (
            report.number, "Petugas sedang menindaklanjuti.", 1,
        )  # fmt: skip
        assert not Story.objects.exists()
        assert not RaisedConcern.objects.exists()
        assert not Message.objects.exists()  # those she reads as the reporter, on the page of this one concern
    assert notices(school, "Yanti") == ["school.answer"]


def test_the_school_and_the_office_write_to_each_other_and_see_that_it_was_read(school: Scene) -> None:
    (report,) = told(school)
    later = MONDAY + timedelta(hours=1)
    doing(school, "Lina", say, report_id=report.pk, text="Kapan terakhir ia masuk?")
    with acting_as(school.actor("Yanti")) as yanti, acting_as(reporters_side(yanti, [report.pk])) as reporter:
        read_messages(by=reporter, report_id=report.pk, now=later)
        say(by=reporter, report_id=report.pk, text="Jumat.", now=later)

    with acting_as(school.actor("Lina")):
        asked, answered = Message.objects.order_by("sent_at")
    assert (asked.from_office, asked.read_at, answered.from_office, answered.text) == (True, later, False, "Jumat.")
    assert "report.message" in notices(school, "Lina")


def test_a_colleague_of_the_same_school_sees_nothing_of_it(school: Scene) -> None:
    told(school)

    with acting_as(school.actor("Tuti")) as tuti:
        assert not raised(tuti, MONDAY).exists()
        assert not Report.objects.exists()


def test_a_task_is_read_and_answered_and_comes_back_to_the_office(school: Scene) -> None:
    (report,) = told(school)
    task = doing(
        school, "Lina", give_task, report_id=report.pk, user_id=school.id("Tuti"), text="Antar ke UKS bila ia datang.",
        due=date(2026, 11, 24),
    )  # fmt: skip
    assert notices(school, "Tuti") == ["school.task"]

    assert doing(school, "Tuti", read_tasks) == 1
    doing(school, "Tuti", finish_task, task_id=task.pk, answer="Sudah.")

    with acting_as(school.actor("Lina")):
        task.refresh_from_db()
    assert (task.read_at, task.done_at, task.answer) == (MONDAY, MONDAY, "Sudah.")
    assert "school.task-done" in notices(school, "Lina")
    with acting_as(school.actor("Tuti")) as tuti:
        assert not raised(tuti, MONDAY).exists()  # a task is no concern of hers
        assert not Story.objects.exists()


def test_a_task_goes_to_the_childs_own_school(school: Scene) -> None:
    pupil = replace(DIMAS, school_id=Organisation.objects.get(npsn="30400001").pk)
    (report,) = told(school, concern=replace(TOLD, children=(ConcernChild(child=pupil),)))

    with pytest.raises(Refused) as refused:
        doing(school, "Lina", give_task, report_id=report.pk, user_id=school.id("Nita"), text="Catat.", due=None)

    assert refused.value.about["field"] == "user"


def test_nobody_answers_the_task_of_a_colleague(school: Scene) -> None:
    (report,) = told(school)
    task = doing(
        school, "Lina", give_task, report_id=report.pk, user_id=school.id("Tuti"), text="Catat kehadiran.", due=None
    )

    with pytest.raises(SchoolTask.DoesNotExist):
        doing(school, "Yanti", finish_task, task_id=task.pk, answer="Sudah.")
    with acting_as(school.actor("Yanti")) as yanti:
        assert not tasks_of(yanti).exists()


def test_a_head_teacher_who_is_named_loses_task_notice_and_concern(school: Scene) -> None:
    (report,) = told(school)
    doing(school, "Lina", give_task, report_id=report.pk, user_id=school.id("Marwan"), text="Siapkan ruang.", due=None)
    sheet = replace(COMPLETE, staff_answer="PARTNER", named_user_ids=frozenset({school.id("Marwan")}))
    doing(school, "Lina", save_triage, report_id=report.pk, entry=sheet, version=None)

    with acting_as(school.actor("Marwan")) as marwan:
        assert not tasks_of(marwan).exists()
        assert not Report.objects.exists()
    assert notices(school, "Marwan") == []
    with pytest.raises(Refused):
        doing(school, "Lina", give_task, report_id=report.pk, user_id=school.id("Marwan"), text="Lagi.", due=None)


def test_the_head_teacher_of_her_own_school_is_found_by_her_account(school: Scene) -> None:
    head = AllegedFacts(description="Kepala sekolah: Marwan Hidayat", relation="GRU")

    (report,) = told(school, concern=replace(TOLD, alleged=head))

    with acting_as(school.actor("Lina")):
        assert Report.objects.get(pk=report.pk).barred_user_ids == [school.id("Marwan")]


def test_rule_or_law_is_judged_with_a_reason_and_the_earlier_judgement_stays(school: Scene) -> None:
    (report,) = told(school)
    doing(school, "Lina", judge_breach, report_id=report.pk, kind="RULE", reason="Saling dorong.")
    doing(school, "Lina", judge_breach, report_id=report.pk, kind="LAW", reason="Ada luka.", now=MONDAY + timedelta(1))
    handed = {"step": "HANDED", "body": "POKJA", "letter": "012/DS/2026"}
    doing(school, "Lina", write_body_step, report_id=report.pk, on_date=MONDAY.date(), **handed)

    with acting_as(school.actor("Lina")) as lina:
        page = office_page(lina, Report.objects.get(pk=report.pk), MONDAY)
    assert [(one.kind, one.reason) for one in page["judged"]] == [("LAW", "Ada luka."), ("RULE", "Saling dorong.")]
    assert [(one.body, one.letter) for one in page["steps"]] == [("POKJA", "012/DS/2026")]
    with pytest.raises(AccessDenied):
        doing(school, "Yanti", judge_breach, report_id=report.pk, kind="RULE", reason="Bukan apa-apa.")


def test_a_conclusion_needs_its_words_and_no_day_to_come(school: Scene) -> None:
    (report,) = told(school)
    concluded = {"report_id": report.pk, "step": "CONCLUDED", "body": "SCHOOL_TEAM"}

    with pytest.raises(Refused) as wordless:
        doing(school, "Lina", write_body_step, on_date=MONDAY.date(), **concluded)
    with pytest.raises(Refused) as early:
        doing(school, "Lina", write_body_step, on_date=date(2027, 1, 1), text="Selesai.", **concluded)

    assert (wordless.value.about["field"], early.value.about["field"]) == ("text", "on_date")


@pytest.mark.parametrize(
    ("day", "school_body", "city_body"),
    [
        (date(2024, 3, 1), "TPPK", "SATGAS"),
        (date(2025, 12, 31), "TPPK", "SATGAS"),
        (date(2026, 1, 5), "TPPK", "SATGAS"),  # between the rules the old body goes on being named
        (date(2026, 1, 9), "SCHOOL_TEAM", "POKJA"),
    ],
)
def test_a_concern_names_the_body_of_its_own_day(day: date, school_body: str, city_body: str) -> None:
    assert (body_on(day, Sphere.SCHOOL).code, body_on(day, Sphere.CITY).code) == (school_body, city_body)
