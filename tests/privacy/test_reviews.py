"""The data protection officer's pages: what waits, what is unusual, who did what; by number, never a name."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from naung.access.acting import acting_as, widened
from naung.access.actors import clock
from naung.access.operations import restamp
from naung.audit import operations as audit
from naung.cases.models import Case
from naung.cases.operations import open_file
from naung.core.errors import AccessDenied, Refused
from naung.people.models import Caregiver
from naung.people.operations import note_search
from naung.privacy.models import Review, Verdict
from naung.privacy.operations import release_list, review
from naung.privacy.queries import looking
from naung.privacy.rules.looking import Rule
from naung.teams.models import User
from tests.cases.stories import a_case, doing
from tests.desk.pages import page
from tests.privacy.stories import REASON, breaks, in_danger, on_duty, traces
from tests.scene import MONDAY, Scene
from tests.trace import Entry

NIGHT = MONDAY + timedelta(hours=13, minutes=40)  # 23.40 in Balikpapan
NEXT_DAY = MONDAY + timedelta(days=1)
UNUSUAL = "/pelindungan/tinjau/tidak-biasa/"
NOTE = "Ditanyakan kepada yang bersangkutan."


def looks(scene: Scene, name: str, case: Case, now: datetime) -> None:
    by = scene.actor(name, now)
    with acting_as(by):
        open_file(by=by, case=case, page="story", now=now)


def found(scene: Scene, since: datetime = MONDAY - timedelta(hours=2)) -> list[tuple[str, str]]:
    dodi = scene.actor("Dodi", NEXT_DAY)
    with acting_as(dodi):
        names = dict(User.objects.values_list("pk", "name"))
        hits = looking.unusual(dodi, since, since + timedelta(days=2))
        return [(hit.rule.value, names[hit.look.actor_id]) for hit in hits]


@pytest.fixture
def dodi(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(timezone, "now", lambda: NEXT_DAY)
    client = Client()
    client.force_login(scene.users["Dodi"])
    return client


def test_dewi_looks_at_her_neighbours_child_at_night_and_it_is_shown(scene: Scene, dodi: Client) -> None:
    neighbour = a_case(scene, team="timur", name="Zulaikha Kencana")
    looks(scene, "Dewi", neighbour, NIGHT)

    text = page(dodi, UNUSUAL)

    assert all(words in text for words in ("Malam hari, tidak piket", "Dewi", "Pukul 23.40", neighbour.number))
    assert "Zulaikha" not in text


def test_a_normal_day_is_not_shown_neither_is_a_night_on_duty(scene: Scene, dodi: Client) -> None:
    case = a_case(scene, companions=("Budi",))
    for hour in range(6):
        for name in ("Sari", "Rina", "Budi"):
            looks(scene, name, case, MONDAY + timedelta(hours=hour))
    on_duty(scene, "Sari", MONDAY + timedelta(hours=8), hours=16)
    looks(scene, "Sari", case, NIGHT)

    assert found(scene) == []
    assert "Tidak ada yang perlu ditanyakan" in page(dodi, UNUSUAL)


def test_the_same_last_name_or_telephone_is_shown_without_saying_which(scene: Scene, dodi: Client) -> None:
    own, other = a_case(scene, name="Rani Simanjuntak"), a_case(scene, name="Dimas Lain")
    User.objects.filter(pk=scene.id("Sari")).update(name="Sari Simanjuntak")
    User.objects.filter(pk=scene.id("Rina")).update(phone="+6281234500001")
    User.objects.filter(pk=scene.id("Ratna")).update(name="Ratna Lumbantobing")
    with acting_as(scene.actor("Rina")):
        Caregiver.objects.filter(child=other.child_id).update(phone="081234500001", name="Maria Lumbantobing")
    for name in ("Sari", "Rina", "Ratna"):
        for case in (own, other):
            looks(scene, name, case, MONDAY)

    assert sorted(who for rule, who in found(scene) if rule == "RELATIVE") == [
        "Ratna Lumbantobing", "Rina", "Sari Simanjuntak",
    ]  # fmt: skip
    text = page(dodi, UNUSUAL)
    assert "Nama atau nomor telepon sama dengan petugas." in text
    assert "Rani" not in text


def test_another_teams_case_is_shown_only_where_nobody_gave_it(scene: Scene) -> None:
    case = in_danger(scene)
    on_duty(scene, "Toni")
    breaks(scene, "Toni", case.number)
    looks(scene, "Toni", case, MONDAY)
    looks(scene, "Ratna", case, MONDAY)
    assert found(scene) == []

    looks_anyway = scene.actor("Toni", MONDAY)
    with acting_as(looks_anyway):
        from naung.access.models import Grant

        Grant.objects.filter(user_id=scene.id("Toni")).delete()
    assert ("OUTSIDE", "Toni") in found(scene)


def test_many_children_in_an_hour(scene: Scene) -> None:
    for n in range(13):
        looks(scene, "Sari", a_case(scene, name=f"Anak {n}"), MONDAY + timedelta(minutes=n))
    assert found(scene) == [("MANY", "Sari")]


def test_repeated_look_ups_without_what_was_typed(scene: Scene, dodi: Client) -> None:
    for n in range(21):
        doing(
            scene, "Lina", note_search, kind="desk", terms={"q": f"Zulaikha {n}"}, found=0,
            now=MONDAY + timedelta(minutes=n),
        )  # fmt: skip
    assert found(scene) == [("LOOKUPS", "Lina")]
    text = page(dodi, UNUSUAL)
    assert "21 pencarian dalam satu jam" in text
    assert "Zulaikha" not in text


def test_an_emergency_waits_with_its_reason_until_it_is_reviewed(scene: Scene, dodi: Client) -> None:
    case = in_danger(scene)
    on_duty(scene, "Toni")
    breaks(scene, "Toni", case.number)
    assert "Akses darurat: <strong>1</strong>" in page(dodi, "/kerja/")
    waiting = page(dodi, "/pelindungan/tinjau/")
    assert all(words in waiting for words in ("Akses darurat (1)", "Toni", case.number, REASON))
    (entry,) = traces(scene, event="emergency.opened")
    address = f"/pelindungan/tinjau/{entry.pk}/EMERGENCY/"

    assert dodi.post(address, {"verdict": "HARMLESS", "note": " "}).status_code == 302
    assert not Review.objects.exists()
    dodi.post(address, {"verdict": "HARMLESS", "note": NOTE})

    assert "Akses darurat (0)" in page(dodi, "/pelindungan/tinjau/")
    (told,) = traces(scene, event="trace.reviewed")
    with acting_as(scene.actor("Dodi")):
        assert (told.reason, told.details["verdict"]) == (NOTE, "HARMLESS")
    with acting_as(scene.actor("Rina")):
        assert not Entry.objects.filter(about_id=case.pk, event="trace.reviewed").exists()


def test_the_rate_of_false_alarms_grows_with_the_reviews(scene: Scene, dodi: Client) -> None:
    case = a_case(scene)
    for days in (0, -1, -2):
        looks(scene, "Sari", case, NIGHT + timedelta(days=days))
    for entry, verdict in zip(traces(scene, event="case.opened"), ("HARMLESS", "HARMLESS", "CONCERN"), strict=True):
        doing(
            scene, "Dodi", review, entry_id=entry.pk, rule=Rule.NIGHT, verdict=Verdict(verdict), note=NOTE, now=NEXT_DAY
        )  # fmt: skip

    text = page(dodi, UNUSUAL)
    assert "2 dari 3 (67 %)" in text
    assert "3 sudah ditinjau dalam masa ini" in text
    assert "belum ada yang ditinjau" in text


def test_nobody_reviews_her_own_look_and_nobody_else_reviews_at_all(scene: Scene) -> None:
    case = a_case(scene)
    looks(scene, "Rina", case, NIGHT)
    (entry,) = traces(scene, event="case.opened")
    asked: dict[str, Any] = {"entry_id": entry.pk, "rule": Rule.NIGHT, "verdict": Verdict.HARMLESS, "note": NOTE}
    with pytest.raises(AccessDenied):
        doing(scene, "Rina", review, **asked)
    with pytest.raises(Refused):
        doing(scene, "Dodi", review, **asked | {"note": ""})
    doing(scene, "Dodi", review, **asked)
    (own,) = traces(scene, event="trace.reviewed")
    with pytest.raises(AccessDenied):
        doing(scene, "Dodi", review, **asked | {"entry_id": own.pk})


def test_the_trace_by_person_number_kind_and_days(scene: Scene, dodi: Client) -> None:
    case, other = a_case(scene, name="Zulaikha Kencana"), a_case(scene, team="timur", name="Dimas Prakoso")
    looks(scene, "Sari", case, MONDAY)
    looks(scene, "Toni", other, MONDAY)
    address = "/pelindungan/tinjau/jejak/"

    everything = page(dodi, address)
    assert all(words in everything for words in ("Sari", "Toni", case.number, other.number))
    assert not any(name in everything for name in ("Zulaikha", "Dimas"))
    by_sari = page(dodi, f"{address}?person={scene.id('Sari')}")
    assert case.number in by_sari
    assert other.number not in by_sari
    about = page(dodi, f"{address}?number={other.number}&kind=OPENED")
    assert "case.opened" in about
    assert "case.registered" not in about
    assert case.number not in about
    assert "case.registered" in page(dodi, f"{address}?kind=CHANGED")
    assert re.search(r'aria-current="page"[^>]*>\s*Tinjauan', everything), "the menu says where one is"
    assert "Tidak ada jejak" in page(dodi, f"{address}?since=2026-01-01&until=2026-02-01")
    assert "Paling lama 366 hari" in page(dodi, f"{address}?since=2024-01-01&until=2026-02-01")
    wrong = page(dodi, f"{address}?number=Zulaikha+Kencana")
    assert "Nomor terdiri dari tujuh huruf atau angka" in wrong
    assert "<table" not in wrong
    assert not any("Zulaikha" in str(entry.details) for entry in traces(scene, event="trace.read"))
    assert len(traces(scene, event="trace.read")) == 7
    assert "trace.read" not in page(dodi, address)
    assert "trace.read" in page(dodi, f"{address}?kind=TRACE")


def test_an_officer_who_is_named_in_a_case_reads_nothing_of_it(scene: Scene, dodi: Client) -> None:
    case = in_danger(scene)
    on_duty(scene, "Toni")
    breaks(scene, "Toni", case.number)
    looks(scene, "Rina", case, NIGHT)
    pages = ("tinjau/", "tinjau/tidak-biasa/", "tinjau/jejak/", "tinjau/akses/?ended=on")
    assert all(case.number in page(dodi, f"/pelindungan/{path}") for path in pages)
    with acting_as(scene.actor("Rina")), widened([case.pk, case.child_id]):
        case.barred_user_ids = [scene.id("Dodi")]
        case.store("barred_user_ids")
        restamp(case)

    assert not any(case.number in page(dodi, f"/pelindungan/{path}") for path in pages)
    assert "Tidak ada jejak" in page(dodi, f"/pelindungan/tinjau/jejak/?number={case.number}")
    assert "Akses darurat (0)" in page(dodi, "/pelindungan/tinjau/")
    (entry,) = traces(scene, event="emergency.opened")
    with pytest.raises(ObjectDoesNotExist):
        doing(scene, "Dodi", review, entry_id=entry.pk, rule=Rule.EMERGENCY, verdict=Verdict.HARMLESS, note=NOTE)
    assert doing(scene, "Dodi", release_list, number=case.number, guardian_name="Nurhayati") is None


def test_what_naung_does_by_itself_is_said_in_words(scene: Scene, dodi: Client) -> None:
    with acting_as(clock([scene.office.pk])) as by:
        audit.record(by=by, event="duty.checked", at=MONDAY)

    shown = page(dodi, "/pelindungan/tinjau/jejak/")
    assert "Naung sendiri (jam)" in shown
    assert "CLOCK" not in shown


def test_only_the_officer_reads_it(scene: Scene) -> None:
    for name in ("Rina", "Ratna", "Ayu", "Sari"):
        client = Client()
        client.force_login(scene.users[name])
        for path in ("tinjau", "tinjau/tidak-biasa", "tinjau/jejak", "tinjau/akses"):
            assert client.get(f"/pelindungan/{path}/").status_code == 403


@pytest.mark.parametrize("path", ["tinjau", "tinjau/tidak-biasa", "tinjau/jejak", "tinjau/akses"])
def test_queries_do_not_grow_with_the_trace(scene: Scene, dodi: Client, path: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(dodi, f"/pelindungan/{path}/")
        return len(caught)

    in_danger(scene, "Anak Satu")
    on_duty(scene, "Toni")
    breaks(scene, "Toni", "Anak Satu")
    case = a_case(scene)
    looks(scene, "Sari", case, NIGHT)
    page(dodi, f"/pelindungan/{path}/")
    few = queries()
    for n in range(4):
        more = in_danger(scene, f"Anak Lain {'abcd'[n]}")
        breaks(scene, "Toni", more.number)
        looks(scene, "Rina", more, NIGHT)
    assert queries() <= few


def test_the_pages_speak_english_too(scene: Scene, dodi: Client, settings: Any) -> None:
    case = in_danger(scene)
    on_duty(scene, "Toni")
    breaks(scene, "Toni", case.number)
    looks(scene, "Rina", case, NIGHT)
    dodi.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    words = {
        "tinjau": "Emergency access (1)", "tinjau/tidak-biasa": "At night, not on duty",
        "tinjau/jejak": "Special and emergency",
        "tinjau/akses": "Special access", "tinjau/daftar-wali": "List for a guardian",
    }  # fmt: skip
    for path, said in words.items():
        assert said in page(dodi, f"/pelindungan/{path}/")
