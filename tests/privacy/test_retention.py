"""A record whose term is over is sealed by the clock, opened again when it is needed, and erased by two people only."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from naung.access.acting import acting_as, widened
from naung.access.actors import clock, public
from naung.access.models import Grant
from naung.cases.models import Case
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.duties.models import Deadline, Notice
from naung.intake import operations as intake
from naung.intake.models import Receipt, Report
from naung.intake.rules import FiledChild, Filing
from naung.people.models import Child
from naung.people.queries.search import look_up
from naung.privacy import operations
from naung.privacy.models import Erasure, Term
from naung.privacy.rules.requests import Kind
from tests.cases.stories import a_case, doing, triaged
from tests.intake.test_filing import filed
from tests.people.merge_stories import close
from tests.privacy.stories import traces
from tests.privacy.test_erasing import ask, confirm, everywhere, owned, siblings
from tests.privacy.test_requests import asked_of
from tests.scene import MONDAY, Scene
from tests.signing import signed_in

NAME = "Zulaikha Kencana"
DUE = datetime(2044, 11, 23, 2, 0, tzinfo=UTC)  # nine years old on the Monday, or two years younger: 25
LATER = DUE + timedelta(days=366)
PAGE = "/pelindungan/hapus-data/masa-simpan/"


@pytest.fixture(autouse=True)
def _list(settings: Any, tmp_path: Path) -> None:
    settings.ERASED_LIST = tmp_path / "erased.list"


def night(scene: Scene, now: datetime = DUE) -> tuple[int, int]:
    """The clock's work of one night."""
    with acting_as(clock([scene.office.pk])) as by:
        return tuple(operations.watch_terms(by=by, now=now))  # type: ignore[return-value]


def woken(scene: Scene, now: datetime = DUE) -> int:
    """The clock's look every ten minutes."""
    with acting_as(clock([scene.office.pk])) as by:
        return operations.wake_terms(by=by, now=now)


def terms(scene: Scene, name: str = "Dodi") -> list[Term]:
    with acting_as(scene.actor(name)):
        return list(Term.objects.order_by("number"))


def seen(scene: Scene, case: Case) -> dict[str, set[type]]:
    """Who meets what of a case."""
    found = {}
    for name in ("Rina", "Sari", "Lina", "Dewi", "Dodi"):
        with acting_as(scene.actor(name)):
            hung = {"case_id": case.pk}
            rows = {Case: {"pk": case.pk}, Child: {"pk": case.child_id}, Report: hung, Deadline: hung}
            found[name] = {model for model, which in rows.items() if model._default_manager.filter(**which).exists()}
    return found


def closed(scene: Scene) -> Case:
    return close(scene, a_case(scene, name=NAME, companions=("Budi",)))


def test_on_its_day_a_record_leaves_every_sight_and_comes_back_as_it_was(scene: Scene) -> None:
    case = closed(scene)
    before = seen(scene, case)
    assert before["Rina"] == {Case, Child, Report, Deadline}
    with acting_as(scene.actor("Rina")) as by:
        assert [one.child.pk for one in look_up(by, name=NAME) if one.child] == [case.child_id]
    assert night(scene, DUE - timedelta(days=91)) == (0, 0)
    assert terms(scene) == []
    assert night(scene, DUE - timedelta(days=1)) == (0, 0)
    (term,) = terms(scene)
    assert (term.number, term.due_date, term.sealed_at) == (case.number, DUE.date(), None)
    assert seen(scene, case) == before

    assert night(scene) == (1, 0)
    assert night(scene) == (0, 0)

    assert set().union(*seen(scene, case).values()) == set()
    with acting_as(scene.actor("Rina")) as by:
        assert look_up(by, name=NAME) == []
    assert signed_in(scene, "Sari").get(f"/kasus/{case.pk}/").status_code == 404
    assert not Grant.objects.filter(record_id=case.pk, revoked_at=None).exists()
    with acting_as(scene.actor("Rina")), widened([case.child_id]):
        assert Child.objects.get(pk=case.child_id).name == NAME
    (term,) = terms(scene, "Ratna")
    assert term.erasable_date == date(2045, 11, 23)
    with acting_as(scene.actor("Dodi")):
        assert [one.text.id for one in Notice.objects.filter(owner_id=scene.id("Dodi"), kind="term.sealed")] == [
            "1 catatan mencapai akhir masa simpan dan disegel"
        ]

    told = {"term_id": term.pk, "reason": "Diminta pengadilan.", "until": DUE.date() + timedelta(days=9)}
    for wrong in ({"reason": " "}, {"until": DUE.date() - timedelta(days=1)}, {"until": date(2046, 1, 1)}):
        with pytest.raises(Refused):
            doing(scene, "Dodi", operations.open_record, now=DUE, **told | wrong)
    with pytest.raises(AccessDenied):
        doing(scene, "Rina", operations.open_record, now=DUE, **told)
    opened = doing(scene, "Dodi", operations.open_record, now=DUE, **told)

    after = seen(scene, case)
    assert after == before
    assert opened.opened_reason == "Diminta pengadilan."
    assert night(scene, DUE + timedelta(days=9)) == (0, 0)
    assert night(scene, DUE + timedelta(days=10)) == (1, 0)
    assert [one.event for one in traces(scene, about_id=term.pk, event__startswith="retention")] == [
        "retention.sealed", "retention.opened", "retention.sealed"
    ]  # fmt: skip


def test_an_open_case_a_hold_or_a_request_keeps_a_record_and_wakes_a_sealed_one(scene: Scene) -> None:
    running = a_case(scene, name="Maryam Pertiwi")
    assert night(scene, LATER) == (0, 0)
    case = closed(scene)
    hold = {"number": case.number, "reason": "Sidang berjalan.", "until": date(2050, 1, 1)}
    placed = doing(scene, "Ratna", operations.place_hold, **hold)
    assert night(scene) == (0, 0)
    doing(scene, "Dodi", operations.lift_hold, hold_id=placed.pk, reason="Putusan tetap.")
    assert night(scene) == (1, 0)
    doing(scene, "Ratna", operations.place_hold, **hold)
    assert (woken(scene), woken(scene)) == (1, 0)
    assert seen(scene, case)["Rina"] >= {Case, Child}
    assert [one.due_date for one in terms(scene)] == [None]
    assert asked_of(scene, running, Kind.COPY)


def test_a_request_that_is_not_answered_keeps_the_record(scene: Scene) -> None:
    case = closed(scene)
    asked_of(scene, case, Kind.COPY)
    assert night(scene) == (0, 0)


def test_a_child_that_is_told_of_again_is_woken_and_kept_as_long_once_more(scene: Scene) -> None:
    case = closed(scene)
    night(scene)
    told = {"happened": "Anak tidur di luar.", "channel": "TEL"}
    filed(scene, Filing(**told, children=(FiledChild(name="Rani Kusuma"),)), now=DUE)
    assert woken(scene) == 0
    filed(scene, Filing(**told, children=(FiledChild(name=NAME.lower()),)), now=DUE)
    assert (woken(scene), woken(scene)) == (1, 0)
    with acting_as(scene.actor("Dodi")):
        assert Notice.objects.filter(owner_id=scene.id("Dodi"), kind="term.woken").count() == 1
        assert Notice.objects.filter(owner_id=scene.id("Dodi"), kind="term.back").count() == 0
    for name, told_of in (("Sari", 1), ("Rina", 1), ("Dewi", 0)):
        with acting_as(scene.actor(name)):
            assert Notice.objects.filter(owner_id=scene.id(name), kind="term.back").count() == told_of
    assert night(scene, LATER) == (0, 0), "the new report is not decided"
    assert seen(scene, case)["Rina"] >= {Case, Child}


def test_one_child_in_two_records_is_sealed_as_one(scene: Scene) -> None:
    kept, merged, sister = siblings(scene)
    assert night(scene) == (1, 0)
    assert [one.pk for one in terms(scene)] == [kept.child_id]
    assert seen(scene, merged)["Rina"] == set()
    assert seen(scene, sister)["Rina"] >= {Case, Child}


def ended(scene: Scene, outcome: str = "ADVICE_ONLY") -> Report:
    report = triaged(scene, level="LOW", name=NAME)
    done: Report = doing(
        scene, "Rina", intake.decide, report_id=report.pk, outcome=outcome, reason="Nasihat diberikan."
    )
    return done


@pytest.mark.django_db(transaction=True)
def test_a_report_that_ended_without_a_case_is_sealed_and_erased_by_two_with_its_receipt(scene: Scene) -> None:
    report = ended(scene)
    with acting_as(scene.actor("Rina")):
        Receipt.objects.create(bundle_id=report.bundle_id, digest="x", made_at=MONDAY)
    sealed_on = MONDAY + timedelta(days=731)
    assert night(scene, sealed_on - timedelta(days=1)) == (0, 0)
    assert night(scene, sealed_on) == (1, 0)
    with acting_as(scene.actor("Rina")):
        assert not Report.objects.filter(pk=report.pk).exists()
    (term,) = terms(scene)
    told = {"term_id": term.pk, "reason": "Masa simpan habis."}
    with pytest.raises(NotAllowedNow):
        doing(scene, "Dodi", operations.propose_erasing, now=sealed_on, **told)
    over = sealed_on + timedelta(days=366)
    asked: Erasure = doing(scene, "Dodi", operations.propose_erasing, now=over, **told)
    with pytest.raises(NotAllowedNow):
        confirm(scene, asked, "Dodi")
    confirm(scene, asked)

    assert everywhere(["Zulaikha", "Kencana"]) == set()
    assert owned("SELECT 1 FROM intake_receipt") == []
    assert owned("SELECT 1 FROM core_datakey WHERE subject_id = %s", report.pk) == []
    assert owned("SELECT status FROM intake_report WHERE id = %s", report.pk) == [("ADVICE_ONLY",)]
    assert terms(scene) == []
    assert night(scene, over) == (0, 0)


def test_a_message_of_whoever_reported_wakes_a_sealed_report(scene: Scene) -> None:
    report, sealed_on = ended(scene), MONDAY + timedelta(days=731)
    night(scene, sealed_on)
    with acting_as(public([report.pk], [scene.office.pk])) as by:
        intake.say(by=by, report_id=report.pk, text="Ia dipukul lagi.", now=sealed_on)
    assert woken(scene, sealed_on) == 1
    with acting_as(scene.actor("Rina")):
        assert Report.objects.filter(pk=report.pk).exists()
        assert Notice.objects.filter(owner_id=scene.id("Rina"), kind="term.back").exists()


def test_a_report_that_nobody_read_or_decided_never_falls_due(scene: Scene) -> None:
    report = triaged(scene, name=NAME)
    for name in ("RECEIVED", "TRIAGED"):
        with acting_as(scene.actor("Rina")):
            Report.objects.filter(pk=report.pk).update(status=name)
        assert night(scene, MONDAY + timedelta(days=36500)) == (0, 0)
        with pytest.raises(NotAllowedNow, match="belum diputuskan"):
            ask(scene, report)  # type: ignore[arg-type]


def test_a_receipt_stays_for_the_other_child_of_the_same_telling(scene: Scene) -> None:
    report, other = ended(scene), triaged(scene, name="Adik")
    with acting_as(scene.actor("Rina")):
        Report.objects.filter(pk=other.pk).update(bundle_id=report.bundle_id)
        Receipt.objects.create(bundle_id=report.bundle_id, digest="x", made_at=MONDAY)
    confirm(scene, ask(scene, report))  # type: ignore[arg-type]
    assert Receipt.objects.count() == 1


def test_a_held_report_is_not_erased(scene: Scene) -> None:
    report = ended(scene)
    asked = ask(scene, report)  # type: ignore[arg-type]
    doing(scene, "Ratna", operations.place_hold, number=report.number, reason="Sidang.", until=date(2030, 1, 1))
    with pytest.raises(NotAllowedNow):
        confirm(scene, asked)
    assert night(scene, MONDAY + timedelta(days=800)) == (0, 0)


def test_the_database_itself_lets_only_the_clock_seal(scene: Scene) -> None:
    closed(scene)
    night(scene, DUE - timedelta(days=1))
    (term,) = terms(scene)
    for name, function in (("Dodi", "privacy_seal"), ("Rina", "privacy_seal"), ("Rina", "privacy_unseal")):
        with acting_as(scene.actor(name)), connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [term.pk])
            assert cursor.fetchone() == (False,)


def test_the_officer_s_page_lists_what_falls_due_lies_sealed_and_may_go(scene: Scene) -> None:
    case = closed(scene)
    dodi, ratna = signed_in(scene, "Dodi"), signed_in(scene, "Ratna")
    assert "Tidak ada catatan di daftar ini" in dodi.get(PAGE).content.decode()
    night(scene, DUE - timedelta(days=40))
    with acting_as(scene.actor("Dodi")):
        Term.objects.update(due_date=timezone.localdate() + timedelta(days=90))
    for since, part in ((None, "jatuh-tempo"), (DUE, "tersegel")):
        if since:
            night(scene, since)
        shown = dodi.get(PAGE, {"daftar": part}).content.decode()
        assert (case.number in shown, NAME in shown) == (True, False), part
    (term,) = terms(scene)
    assert "Belum dibuka" in dodi.post(f"{PAGE}{term.pk}/buka/", {"reason": "x"}, follow=True).content.decode()
    assert (
        "masa simpan tersegelnya belum habis"
        in dodi.post(f"{PAGE}{term.pk}/ajukan/", {"reason": "Habis."}, follow=True).content.decode().lower()
    )
    with acting_as(scene.actor("Dodi")):
        Term.objects.update(erasable_date=MONDAY.date())
    part = {"daftar": "boleh-dihapus"}
    assert "1 catatan tersegel boleh dihapus" in dodi.get("/kerja/").content.decode()
    assert f"{term.pk}/ajukan/" in dodi.get(PAGE, part).content.decode()
    asked = dodi.post(f"{PAGE}{term.pk}/ajukan/", {"reason": "Masa simpan habis."}, follow=True).content.decode()
    assert "Orang lain memutuskan" in asked
    assert "Penghapusan sudah diajukan." in ratna.get(PAGE, part).content.decode()
    opened = {"reason": "Diminta pengadilan.", "until": timezone.localdate() + timedelta(days=3)}
    assert "Catatan dibuka" in ratna.post(f"{PAGE}{term.pk}/buka/", opened, follow=True).content.decode()
    assert seen(scene, case)["Rina"] >= {Case, Child}
    assert signed_in(scene, "Rina").get(PAGE).status_code in (403, 404)
