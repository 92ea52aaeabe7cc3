"""A list of absent pupils: for its sender alone, kept only where a record is open, and gone when she is done."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.utils import ProgrammingError
from django.utils import timezone

from naung.access.acting import acting_as, widened
from naung.access.actors import clock
from naung.access.operations import restamp
from naung.cases.queries.story import story_of
from naung.core.errors import AccessDenied, Refused
from naung.core.models import DataKey
from naung.duties.models import Notice, OutboxMessage
from naung.intake.models import Report
from naung.intake.operations import file_report, save_triage
from naung.intake.rules import FiledChild, Filing
from naung.people.rules import ChildFacts
from naung.prevention.jobs import look_at_absences
from naung.prevention.models import AbsenceList, AbsentPupil
from naung.prevention.operations.attendance import end_list, forget_old_lists, leave_pupil, take_list
from naung.prevention.operations.concerns import raise_concern
from naung.prevention.queries.attendance import known, lines_of, lists_of, pupils_of
from naung.prevention.rules.concerns import Concern, ConcernChild
from tests.cases.stories import doing, register, triaged
from tests.intake.test_sorting import COMPLETE
from tests.prevention.attendance_stories import DIMAS_NISN, LATER, absent, kept, looked, sent
from tests.prevention.concern_stories import people_of_school
from tests.scene import MONDAY, Scene
from tests.trace import Entry

DAYS = (12, date(2026, 10, 1), date(2026, 10, 20))
OTHER = absent("Nur Aini", "0111111111", 15)
MONTH = timedelta(days=30)


@pytest.fixture
def school(scene: Scene) -> Scene:
    people_of_school(scene)
    return scene


def case_of_dimas(scene: Scene, name: str = "Dimas Pratama", **facts: Any) -> Any:
    return register(scene, triaged(scene, name=name), child=ChildFacts(name=name, nisn=DIMAS_NISN, **facts))


def report_of_dimas(scene: Scene, name: str = "Dimas Pratama") -> Report:
    told = Filing(happened="Anak sering sendirian.", channel="TEL", children=(FiledChild(name=name, nisn=DIMAS_NISN),))
    (report,) = doing(scene, "Lina", file_report, filing=told)
    made: Report = report
    return made


def names(scene: Scene, who: str = "Yanti") -> list[str]:
    with acting_as(scene.actor(who)) as actor:
        return [line.pupil.name for held in lists_of(actor) for line in lines_of(actor, held)]


def rows(scene: Scene) -> tuple[int, int]:
    """How many lists and rows there are at all, out of sight or not, as the owner counts them."""
    with acting_as(clock([scene.office.pk])):
        return AbsenceList.objects.count(), AbsentPupil.objects.count()


def told(scene: Scene, who: str) -> list[tuple[str, str, dict[str, str]]]:
    with acting_as(scene.actor(who, LATER)):
        news = Notice.objects.filter(kind="school.news")
        return [(one.about, str(one.about_id), one.params) for one in news]


def test_only_who_sent_it_reads_it_and_it_lies_sealed(school: Scene) -> None:
    sent(school, absent(), OTHER)

    assert names(school) == ["Nur Aini", "Dimas Pratama"]
    for who in school.users:
        with acting_as(school.actor(who)):
            assert (AbsenceList.objects.count(), AbsentPupil.objects.count()) == ((1, 2) if who == "Yanti" else (0, 0))
    with acting_as(school.actor("Yanti")), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row_to_json(line)::text, '') FROM prevention_absentpupil line")
        (text,) = cursor.fetchone()
    assert not any(word in text for word in ("Dimas", DIMAS_NISN, "4B", "2026-10-01"))


@pytest.mark.parametrize("who", ["Lina", "Sari", "Rina", "Ayu", "Hadi"])
def test_nobody_of_the_office_sends_one(school: Scene, who: str) -> None:
    with pytest.raises(AccessDenied):
        sent(school, who=who)


def test_one_list_at_a_time(school: Scene) -> None:
    sent(school)
    with pytest.raises(Refused):
        sent(school, OTHER)
    with pytest.raises(Refused):
        doing(school, "Tuti", take_list, pupils=())

    assert (names(school), names(school, "Tuti")) == (["Dimas Pratama"], [])


def test_at_an_open_case_the_days_are_kept_and_its_holder_is_told(school: Scene) -> None:
    case = case_of_dimas(school)
    sent(school, OTHER, absent())
    assert kept(school, "Sari") == []
    assert looked(school) == 1

    readers = {who: kept(school, who) for who in school.users}
    assert {who for who, found in readers.items() if found} == {"Sari", "Rina"}
    assert readers["Sari"] == [DAYS]
    assert told(school, "Sari") == [("cases.Case", str(case.pk), {"number": case.number})]
    with acting_as(school.actor("Sari")) as sari:
        (line,) = [entry for entry in story_of(sari, case).entries if entry.what == "ABSENCE"]
        assert (line.at, line.record.school) == (MONDAY, "SD Negeri 001 Contoh")
        assert OutboxMessage.objects.get(kind="school.news").user_id == school.id("Sari")
    entry = Entry.objects.get(event="absence.kept")
    assert (entry.about, entry.details["sender"]) == ("intake.Report", str(school.id("Yanti")))
    assert "Dimas" not in str([one.details for one in Entry.objects.all()])


def test_at_an_open_report_the_desk_is_told(school: Scene) -> None:
    report = report_of_dimas(school)
    sent(school)
    looked(school)

    assert {who for who in school.users if kept(school, who)} == {"Lina"}
    assert told(school, "Lina") == [("intake.Report", str(report.pk), {"number": report.number})]


def test_the_same_days_told_again_are_kept_once(school: Scene) -> None:
    case_of_dimas(school)
    for who in ("Yanti", "Tuti"):
        sent(school, who=who)
        looked(school)
    assert (kept(school, "Sari"), len(told(school, "Sari"))) == ([DAYS], 1)

    sent(school, absent(days=14), who="Marwan")
    looked(school)
    assert [days for days, *_ in kept(school, "Sari")] == [14, 12]


@pytest.mark.parametrize(
    ("recorded", "listed", "same"),
    [
        ("Dimas Pratama", "DIMAS PRATAMA", True),
        ("Dimas", "Dimas Pratama", True),
        ("Muhammad Rizky", "M. Rizki", True),
        ("Dimas Pratama", "Nur Aini", False),
        ("", "Dimas Pratama", True),
    ],
)
def test_the_number_alone_is_not_enough(school: Scene, recorded: str, listed: str, same: bool) -> None:
    report_of_dimas(school, recorded)
    sent(school, absent(listed))
    looked(school)

    assert bool(kept(school, "Lina")) is same


def test_what_is_over_keeps_nothing(school: Scene) -> None:
    case, ended = case_of_dimas(school), report_of_dimas(school)
    with acting_as(school.actor("Rina")), widened([case.pk]):
        case.closed_at, case.closed_reason = MONDAY, "T1"
        case.store("closed_at", "closed_reason")
    with acting_as(school.actor("Lina")), widened([ended.pk]):
        ended.status = "NOT_OURS"
        ended.store("status")
    sent(school)
    looked(school)

    assert (kept(school, "Sari"), kept(school, "Lina")) == ([], [])


@pytest.mark.parametrize("sender", ["Yanti", "Tuti"])
def test_whoever_is_shut_out_puts_nothing_there(school: Scene, sender: str) -> None:
    """Bu Yanti is named; or Pak Marwan, who heads the school, and the school with him."""
    report = report_of_dimas(school)
    case_of_dimas(school)
    named = "Yanti" if sender == "Yanti" else "Marwan"
    sheet = replace(COMPLETE, staff_answer="PARTNER", named_user_ids=frozenset({school.id(named)}))
    doing(school, "Lina", save_triage, report_id=report.pk, entry=sheet, version=None)
    sent(school, who=sender)
    looked(school)

    assert (kept(school, "Lina"), kept(school, "Sari")) == ([], [])
    assert (told(school, "Lina"), told(school, "Sari")) == ([], [])
    sent(school, who="Nita")
    looked(school)
    assert (kept(school, "Lina"), kept(school, "Sari")) == ([DAYS], [DAYS]), "another school is not shut out"


def test_who_is_shut_out_later_does_not_read_it(school: Scene) -> None:
    case = case_of_dimas(school)
    sent(school)
    looked(school)
    with acting_as(school.actor("Rina")), widened([case.pk]):
        case.barred_user_ids = [school.id("Sari")]
        case.store("barred_user_ids")
        restamp(case)

    assert (kept(school, "Sari"), kept(school, "Rina")) == ([], [DAYS])


def test_nobody_but_the_clock_asks_who_is_known(school: Scene) -> None:
    report_of_dimas(school)
    for who in school.users:
        with acting_as(school.actor(who)) as actor:
            assert known([absent()], actor) == [], who
    with acting_as(clock([school.office.pk])):
        assert len(known([absent()], school.actor("Nita"))) == 1
        assert known([absent(nisn="")], school.actor("Nita")) == []


def test_what_she_leaves_is_deleted_and_the_rest_when_she_is_done(school: Scene) -> None:
    held = sent(school, absent(), OTHER, absent("Rani", "0222222222"))
    looked(school)
    with acting_as(school.actor("Yanti")) as yanti:
        first = lines_of(yanti, held)[0].key
    doing(school, "Yanti", leave_pupil, pupil_id=first)
    assert (names(school), rows(school)) == (["Dimas Pratama", "Rani"], (1, 2))
    with pytest.raises(ObjectDoesNotExist):
        doing(school, "Tuti", end_list)

    assert doing(school, "Yanti", end_list) == 2
    assert (names(school), rows(school)) == ([], (0, 0))
    assert not DataKey.objects.filter(pk=held.pk).exists()
    entry = Entry.objects.get(event="absences.ended")
    assert (entry.about_id, entry.details) == (held.pk, {"count": 2})


def test_what_is_decided_before_the_clock_has_looked_is_out_of_sight_and_then_gone(school: Scene) -> None:
    case_of_dimas(school)
    held = sent(school, absent(), OTHER)
    with acting_as(school.actor("Yanti")) as yanti:
        dimas = lines_of(yanti, held)[1].key
    doing(school, "Yanti", leave_pupil, pupil_id=dimas)
    assert (names(school), rows(school)) == (["Nur Aini"], (1, 2))
    looked(school)
    assert (rows(school), kept(school, "Sari")) == ((1, 1), [DAYS]), "left by her, and kept at the open case"

    doing(school, "Yanti", end_list)
    sent(school, OTHER)
    doing(school, "Yanti", end_list)
    assert (names(school), rows(school)) == ([], (1, 1))
    looked(school)
    assert rows(school) == (0, 0)


def test_after_thirty_days_the_clock_deletes_it(school: Scene) -> None:
    held = sent(school)
    by = clock([school.office.pk])
    with acting_as(by):
        assert forget_old_lists(by=by, now=MONDAY + MONTH - timedelta(seconds=1)) == 0
        assert forget_old_lists(by=by, now=MONDAY + MONTH) == 1

    assert (rows(school), DataKey.objects.filter(pk=held.pk).exists()) == ((0, 0), False)
    assert Entry.objects.get(event="absences.run-out").details == {"lists": [str(held.pk)]}


def test_the_worker_looks_and_deletes(school: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    case_of_dimas(school)
    sent(school)
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    assert (look_at_absences(), look_at_absences(), kept(school, "Sari")) == (1, 0, [DAYS])

    monkeypatch.setattr(timezone, "now", lambda: MONDAY + MONTH)
    assert (look_at_absences(), rows(school)) == (1, (0, 0))


def test_of_whom_she_tells_is_kept_through_the_concern_with_its_number(school: Scene) -> None:
    held = sent(school, absent(), OTHER)
    with acting_as(school.actor("Yanti")) as yanti:
        dimas = lines_of(yanti, held)[1].key
    concern = Concern(
        children=(ConcernChild(child=FiledChild(name="Dimas  PRATAMA")),), seen="Tidak hadir 12 hari.", token="satu"
    )
    for _ in range(2):  # the same form sent twice
        (report,) = doing(school, "Yanti", raise_concern, concern=concern, absent_id=dimas)

    assert names(school) == ["Nur Aini"]
    with acting_as(school.actor("Lina")):
        assert Report.objects.get(pk=report.pk).child.nisn == DIMAS_NISN


def test_another_childs_name_takes_no_number_and_another_persons_pupil_stays(school: Scene) -> None:
    held = sent(school)
    with acting_as(school.actor("Yanti")) as yanti:
        dimas = lines_of(yanti, held)[0].key
    concern = Concern(children=(ConcernChild(child=FiledChild(name="Dimas Pratama")),), seen="x", token="dua")
    (report,) = doing(school, "Tuti", raise_concern, concern=concern, absent_id=dimas)
    other = replace(concern, children=(ConcernChild(child=FiledChild(name="Nur Aini")),), token="tiga")
    assert names(school) == ["Dimas Pratama"]
    (second,) = doing(school, "Yanti", raise_concern, concern=other, absent_id=dimas)

    with acting_as(school.actor("Lina")):
        assert [Report.objects.get(pk=one.pk).child.nisn for one in (report, second)] == ["", ""]
    assert names(school) == []


def test_only_its_own_rows_can_be_deleted(school: Scene) -> None:
    sent(school)
    for who in ("Tuti", "Sari", "Rina"):
        with acting_as(school.actor(who)):
            assert AbsentPupil.objects.all().delete()[0] == 0
            assert pupils_of(school.actor(who)).count() == 0
    with pytest.raises(ProgrammingError), acting_as(school.actor("Rina")), connection.cursor() as cursor:
        cursor.execute("DELETE FROM intake_schoolabsence")
    assert rows(school) == (1, 1)
