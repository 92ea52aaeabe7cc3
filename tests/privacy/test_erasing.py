"""A child is erased by two people: no word of it stays, numbers and codes do, and the list outside knows first."""

import inspect
import resource
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connections
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st
from procrastinate.contrib.django import app

from naung.access.acting import acting_as
from naung.access.rows import walled
from naung.cases import operations as cases
from naung.cases.models import Case, CaseFile
from naung.cases.operations.contact import record_visit
from naung.cases.rules.contact import VisitFacts
from naung.config import doctor, setting_up
from naung.core import erased, keys, vault
from naung.core.backups import DATA, KEYS, Backup, to_remove
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.core.sealed import SealedField
from naung.files.models import Blob
from naung.intake.operations import decide
from naung.privacy import operations
from naung.privacy.models import Erasure
from naung.privacy.queries.erasing_sql import blanked_of, reached_by, statements
from naung.privacy.rules.erasing import ELSEWHERE, KEPT, UNWALLED, last_days
from naung.privacy.rules.requests import Kind, Outcome
from tests.cases.stories import a_case, doing, triaged
from tests.files.samples import picture
from tests.files.test_keeping import added, kept
from tests.people.merge_stories import close, merge
from tests.privacy.stories import traces
from tests.privacy.test_requests import LIST, answers, asked_of, signed_in
from tests.scene import MONDAY, Scene

WHY = "Diminta anak sendiri, kini dewasa."
UNTIL = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def list_path(settings: Any, tmp_path: Path) -> Path:
    settings.ERASED_LIST = tmp_path / "erased.list"
    return tmp_path / "erased.list"


def ask(scene: Scene, case: Case, who: str = "Dodi", **given_: Any) -> Erasure:
    told = {"number": case.number, "basis": "ASKED", "reason": WHY} | given_
    asked: Erasure = doing(scene, who, operations.ask_erasure, **told)
    return asked


def confirm(scene: Scene, asked: Erasure, who: str = "Hadi") -> Erasure:
    done: Erasure = doing(scene, who, operations.confirm_erasure, erasure_id=asked.pk)
    return done


def owned(question: str, *values: object) -> list[Any]:
    """What the tables' owner finds, past every wall. The same transaction in tests, so it sees what is not settled."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def everywhere(words: list[str]) -> set[str]:
    """The tables in which one of these words stands."""
    tables = [name for (name,) in owned("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                                        " AND relkind = 'r'")]  # fmt: skip
    pattern = "|".join(words)
    return {
        table for table in tables if owned(f'SELECT 1 FROM "{table}" AS held WHERE held::text ~* %s LIMIT 1', pattern)
    }


def siblings(scene: Scene) -> tuple[Case, Case, Case]:
    """A closed case with a merged record, and the open case of a sister who lives with the child."""
    kept, merged = a_case(scene, name="Zulaikha Kencana"), close(scene, a_case(scene, name="Zuleha Kencono"))
    sister = a_case(scene, name="Maryam Pertiwi")
    for case in (kept, sister):
        doing(scene, "Sari", cases.write_narrative, case_id=case.pk, at=MONDAY, text="Ia bercerita di teras.")
    merge(scene, kept, merged)
    return close(scene, kept), merged, sister


@pytest.mark.django_db(transaction=True)
def test_no_word_of_an_erased_child_stays_and_its_sister_keeps_hers(scene: Scene, list_path: Path) -> None:
    kept, merged, sister = siblings(scene)
    words = ["Zulaikha", "Zuleha", "Kencana", "Kencono"]
    assert everywhere(words) >= {"people_child", "people_childkeys", "intake_reportedchild"}

    done = confirm(scene, ask(scene, kept))

    assert everywhere(words) == set()
    ids = {kept.child_id, merged.child_id}
    assert {subject for kind, subject in erased.listed(list_path) if kind == "child"} == ids
    assert len(erased.listed(list_path)) == 4
    gone = [subject for _, subject in erased.listed(list_path)]
    assert owned("SELECT 1 FROM core_datakey WHERE subject_id = ANY(%s)", gone) == []
    assert owned("SELECT number, status FROM cases_case WHERE id = %s", kept.pk) == [(kept.number, "CLOSED")]
    assert owned("SELECT 1 FROM cases_narrative WHERE case_id = %s", kept.pk) == []
    for name in ("Rina", "Sari"):
        with acting_as(scene.actor(name)):
            assert not Case.objects.filter(pk__in=[kept.pk, merged.pk]).exists()
            assert Case.objects.get(pk=sister.pk).narratives.get().text == "Ia bercerita di teras."
            with pytest.raises(keys.KeyLost):
                keys.key_of(kept.child_id)
    assert (done.keys_end_date, done.copies_end_date) == (date(2026, 12, 29), date(2027, 11, 25))
    assert [entry.event for entry in traces(scene, about_id=done.pk)] == ["erasure.asked", "erasure.done"]
    assert confirm(scene, done).decided_at == done.decided_at


def test_whoever_asked_does_not_decide_and_others_may_not_at_all(scene: Scene) -> None:
    case = close(scene, a_case(scene))
    for name in ("Rina", "Sari", "Ayu"):
        with pytest.raises(AccessDenied):
            ask(scene, case, name)
    asked = ask(scene, case)
    with pytest.raises(NotAllowedNow):
        confirm(scene, asked, "Dodi")
    with pytest.raises(AccessDenied):
        confirm(scene, asked, "Rina")
    with pytest.raises(NotAllowedNow):
        ask(scene, case, "Hadi")


def test_the_database_itself_refuses_who_asked_and_who_may_not(scene: Scene) -> None:
    asked = ask(scene, close(scene, a_case(scene)))
    for name in ("Dodi", "Rina"):
        with acting_as(scene.actor(name)), connections["default"].cursor() as cursor:
            cursor.execute("SELECT * FROM privacy_erase(%s, %s)", [asked.pk, MONDAY.date()])
            assert cursor.fetchall() == []


def test_an_open_case_and_a_legal_hold_stand_against_it(scene: Scene) -> None:
    case = a_case(scene)
    with pytest.raises(NotAllowedNow):
        ask(scene, case)
    close(scene, case)
    asked = ask(scene, case)
    hold = doing(scene, "Ratna", operations.place_hold, number=case.number, reason="Sidang berjalan.", until=UNTIL)
    for attempt in (lambda: confirm(scene, asked), lambda: ask(scene, case)):
        with pytest.raises(NotAllowedNow):
            attempt()
    doing(scene, "Dodi", operations.lift_hold, hold_id=hold.pk, reason="Putusan tetap.")
    assert confirm(scene, asked).state == "DONE"


@pytest.mark.parametrize("wrong", [{"number": "X"}, {"basis": "OTHER"}, {"reason": " "}])
def test_what_is_missing_is_told(scene: Scene, wrong: dict[str, str]) -> None:
    with pytest.raises(Refused):
        ask(scene, close(scene, a_case(scene)), **wrong)


def test_a_refused_request_erases_nothing(scene: Scene, list_path: Path) -> None:
    case = close(scene, a_case(scene))
    asked = ask(scene, case)
    doing(scene, "Hadi", operations.refuse_erasure, erasure_id=asked.pk, reason="Masih diperlukan penyidik.")
    with pytest.raises(NotAllowedNow):
        confirm(scene, asked)
    assert not list_path.exists()


def test_a_list_that_cannot_be_written_erases_nothing(scene: Scene, settings: Any, tmp_path: Path) -> None:
    case = close(scene, a_case(scene))
    asked = ask(scene, case)
    settings.ERASED_LIST = tmp_path / "nowhere" / "erased.list"
    with pytest.raises(NotAllowedNow):
        confirm(scene, asked)
    with acting_as(scene.actor("Rina")):
        assert Case.objects.get(pk=case.pk).child.name == "Rani"
        keys.key_of(case.child_id)


@pytest.mark.django_db(transaction=True)
def test_an_erasing_that_broke_off_after_its_line_is_told_and_finished_by_the_next_set_up(
    scene: Scene, list_path: Path
) -> None:
    case = close(scene, a_case(scene, name="Zulaikha Kencana"))
    erased.note(list_path, [("child", case.child_id)], MONDAY.date())
    assert any("1 keys of what the erasure list names" in found for found in doctor.findings())

    setting_up.erase_again()
    setting_up.erase_again()

    assert everywhere(["Zulaikha", "Kencana"]) == set()
    assert not any("erasure list" in found for found in doctor.findings())


@pytest.mark.django_db(transaction=True)
def test_a_list_that_was_lost_is_told_and_not_begun_anew(scene: Scene, list_path: Path) -> None:
    assert any("is not there" in found for found in doctor.findings())
    confirm(scene, ask(scene, close(scene, a_case(scene))))
    list_path.unlink()
    setting_up.erase_again()
    assert not list_path.exists()
    list_path.write_text("")
    assert any("do not stand in the erasure list" in found for found in doctor.findings())
    with pytest.raises(Refused, match="newest erasure list"):
        setting_up.erase_again()


def test_a_picture_of_a_visit_is_gone_from_the_disk_with_its_child(
    scene: Scene, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.FILES_DIR = str(tmp_path / "files")
    case, other = a_case(scene), a_case(scene, name="Maryam Pertiwi")
    visit = doing(
        scene, "Sari", record_visit, case_id=case.pk, visit=VisitFacts(kind="RUMAH", at=MONDAY, child_seen=True)
    )
    line = added(scene, "Sari", CaseFile, case, picture(), part_id=visit.pk)
    added(scene, "Sari", CaseFile, other, picture())
    place = Blob.objects.get(pk=line.blob_id).place
    asked = ask(scene, close(scene, case))

    with django_capture_on_commit_callbacks(execute=True):
        confirm(scene, asked)

    assert not vault.is_there(place)
    assert len(kept(tmp_path / "files")) == 1, "the other child's stays"


@pytest.mark.django_db(transaction=True)
def test_a_database_from_before_knows_again_who_asked_and_decided_and_throws_the_bytes_away(
    scene: Scene, settings: Any, list_path: Path, tmp_path: Path
) -> None:
    settings.FILES_DIR = str(tmp_path / "files")
    case = a_case(scene)
    line = added(scene, "Sari", CaseFile, case, picture())
    close(scene, case)
    asked_at, decided_at = MONDAY - timedelta(days=1), MONDAY
    told = erased.Decided(
        uuid4(), "child", case.child_id, "ASKED", asked_at, scene.id("Dodi"), decided_at, scene.id("Hadi")
    )
    erased.note(list_path, [("child", case.child_id)], MONDAY.date(), told)
    report = triaged(scene)
    doing(scene, "Rina", decide, report_id=report.pk, outcome="NOT_OURS", reason="Kota lain.")
    of_report = replace(told, id=uuid4(), kind="report", subject=report.pk)
    erased.note(list_path, [("report", report.pk)], MONDAY.date(), of_report)
    assert erased.decisions(list_path) == [told, of_report]

    setting_up.erase_again()
    setting_up.erase_again()

    found, other = Erasure.objects.get(child_id=case.child_id), Erasure.objects.get(report_id=report.pk)
    assert (other.pk, other.number, other.state) == (of_report.id, report.number, "DONE")
    assert (found.pk, found.number, found.state, found.reason) == (told.id, case.number, "DONE", None)
    assert (found.asked_by_id, found.decided_by_id, found.keys_end_date) == (
        told.asked_by_id, told.decided_by_id, date(2026, 12, 29)
    )  # fmt: skip
    assert not vault.is_there(Blob.objects.get(pk=line.blob_id).place)
    shown = signed_in(scene, "Ratna").get("/pelindungan/hapus-data/").content.decode()
    assert (case.number in shown, "Hadi" in shown) == (True, True)


def test_every_field_of_every_table_of_a_child_is_erased_or_kept_for_a_written_reason() -> None:
    labels = {model._meta.label for model, _ in walled()}
    assert labels >= KEPT.keys() | ELSEWHERE.keys()
    assert list(statements())
    for model, _ in walled():
        label = model._meta.label
        assert bool(reached_by(model)) != (label in ELSEWHERE), label
        for name in KEPT.get(label, ()):
            assert not isinstance(model._meta.get_field(name), SealedField), f"{label}.{name} is sealed"
    child = {field.name for field in blanked_of(dict_of(walled())["people.Child"], KEPT["people.Child"])}
    assert child >= {"name", "search_key", "birth_date", "nik", "nik_token", "address", "school", "rt"}


def test_every_table_without_a_wall_is_reached_or_says_why_nothing_of_an_erased_child_is_there() -> None:
    walls, done = dict(walled()), " ".join(statements())
    open_tables = {
        model._meta.label: model for model in apps.get_models(include_auto_created=True) if model not in walls
    }
    assert open_tables.keys() == UNWALLED.keys()
    for label, why in UNWALLED.items():
        assert why.startswith("reached") == (open_tables[label]._meta.db_table in done), label


def test_a_job_carries_the_moment_of_the_timetable_only() -> None:
    ours = [task for task in app.tasks.values() if task.func.__module__.startswith("naung.")]
    assert len(ours) > 10
    for task in ours:
        assert inspect.signature(task.func).parameters.keys() <= {"context", "timestamp"}, task.name


def dict_of(found: Any) -> dict[str, Any]:
    return {model._meta.label: model for model, _ in found}


def test_a_line_that_was_cut_off_is_left_out_and_the_next_one_stands(list_path: Path) -> None:
    one, two = UUID(int=1), UUID(int=2)
    erased.note(list_path, [("child", one)], MONDAY.date())
    with list_path.open("a") as held:
        held.write("child 0000")
    erased.note(list_path, [("report", two)], MONDAY.date())
    assert erased.listed(list_path) == [("child", one), ("report", two)]
    assert list_path.stat().st_mode & 0o077 == 0


@settings_of(max_examples=8, deadline=None)
@given(hour=st.integers(0, 23), keys_for=st.integers(1, 60), since=st.integers(0, 45))
def test_no_backup_from_before_is_left_on_the_day_that_is_told(hour: int, keys_for: int, since: int) -> None:
    erased_at, term = datetime(2026, 11, 26, hour, 30, tzinfo=UTC), timedelta(days=keys_for)
    night = datetime(2026, 11, 26, 18, 15, tzinfo=UTC) - timedelta(days=since)
    ends = dict(zip((KEYS, DATA), last_days(erased_at, term), strict=True))
    for kind, day in ends.items():
        held: set[Backup] = set()
        at = night
        while at.date() <= day:
            held.add(Backup(at, kind))
            held -= set(to_remove(held, at, term))
            at += timedelta(days=1)
        assert all(one.at > erased_at for one in held)


def test_a_disk_that_takes_only_a_part_of_the_line_is_an_error_and_not_a_shorter_list(tmp_path: Path) -> None:
    path, most = tmp_path / "list", resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (70, most[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            erased.note(path, [("child", uuid4()), ("report", uuid4())], MONDAY.date())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)


def test_a_request_to_be_erased_is_granted_once_it_was_asked_for_and_its_words_go_with_the_child(scene: Scene) -> None:
    case = a_case(scene)
    wished = asked_of(scene, case, Kind.ERASURE, words="Hapuskan nama anak saya.")
    close(scene, case)
    with pytest.raises(NotAllowedNow, match="belum diajukan"):
        answers(scene, wished)
    asked = ask(scene, case)
    assert answers(scene, wished).outcome == Outcome.DONE
    page = f"{LIST}{wished.pk}/"
    assert "Hapuskan nama" in signed_in(scene, "Dodi").get(page).content.decode()

    confirm(scene, asked)
    left = signed_in(scene, "Dodi").get(page)
    assert (left.status_code, "Hapuskan nama" in left.content.decode()) == (200, False)
    assert signed_in(scene, "Dodi").get(f"{page}surat/").status_code == 200
