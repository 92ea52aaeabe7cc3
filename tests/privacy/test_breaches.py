"""A breach of data protection: written down, told of within the law's time, frozen once told, closed."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.duties.models import Notice
from naung.duties.rules import ClockState
from naung.privacy import operations
from naung.privacy.models import Breach, BreachAddition, BreachPerson
from naung.privacy.operations import Told
from naung.privacy.queries import breach_papers, breaches
from naung.privacy.rules.breaches import State, Whom, finished
from tests.cases.stories import a_case, doing
from tests.privacy.stories import traces
from tests.scene import MONDAY, Scene
from tests.signing import signed_in

LIST = "/pelindungan/pelanggaran/"
LATER = MONDAY + timedelta(hours=5)


def facts(**other: Any) -> Told:
    given: dict[str, Any] = {
        "what": "Sebuah gawai kantor hilang di angkot.", "consequences": "Nama dapat terbaca.",
        "measures": "Akun dikunci.", "contact": "Dodi, 0542-000000", "kinds": ("D2", "D3"), "people": 12,
        "happened_at": MONDAY - timedelta(days=2), "known_at": MONDAY - timedelta(hours=10),
    }  # fmt: skip
    return Told(**given | other)


def a_breach(scene: Scene, by: str = "Ayu", **other: Any) -> Breach:
    made: Breach = doing(scene, by, operations.record_breach, told=facts(**other))
    return made


def listed(scene: Scene, breach: Breach, **other: Any) -> BreachPerson:
    told = {"whom": Whom.WORKER, "number": "", "person": "Sari"} | other
    made: BreachPerson = doing(scene, "Dodi", operations.list_person, breach_id=breach.pk, **told)
    return made


def sent(**other: Any) -> dict[str, Any]:
    return {"at": MONDAY, "way": "LETTER", "receiver": "Loket"} | other


def again(scene: Scene, breach: Breach, by: str = "Dodi") -> Breach:
    with acting_as(scene.actor(by)):
        return Breach.objects.get(pk=breach.pk)


def test_the_clock_of_the_law_runs_since_the_breach_was_known(scene: Scene) -> None:
    breach = a_breach(scene)

    assert breach.due_at == MONDAY - timedelta(hours=10) + timedelta(hours=72)
    assert breach.clock(MONDAY) == ClockState.RUNNING
    assert breach.clock(breach.due_at + timedelta(minutes=1)) == ClockState.LATE
    told = []
    for hours in (1, 50, 51, 63, 64):
        now = MONDAY + timedelta(hours=hours)
        with acting_as(clock([scene.office.pk])) as by:
            told.append(operations.watch_breaches(by=by, now=now))
    assert told == [0, 1, 0, 1, 0]
    for name in ("Dodi", "Ratna"):
        with acting_as(scene.actor(name)):
            notices = Notice.objects.filter(owner_id=scene.id(name), kind__startswith="breach.").order_by("created_at")
            assert [one.kind for one in notices] == ["breach.recorded", "breach.nearly-due", "breach.late"]
            assert breach.number in notices[0].text.id


def test_who_first_notices_writes_it_down_and_only_officer_and_head_say_who_is_told(scene: Scene) -> None:
    breach = a_breach(scene, "Ayu")
    with pytest.raises(AccessDenied):
        doing(scene, "Ayu", operations.tell_agency, breach_id=breach.pk, **sent())
    with pytest.raises(AccessDenied):
        doing(scene, "Sari", operations.record_breach, told=facts())
    listed(scene, breach)
    for name, seen in (("Ayu", (1, 0)), ("Ratna", (1, 1)), ("Sari", (0, 0)), ("Rina", (0, 0))):
        with acting_as(scene.actor(name)):
            assert (Breach.objects.count(), BreachPerson.objects.count()) == seen


def test_what_is_impossible_or_missing_is_refused_at_its_field(scene: Scene) -> None:
    wrong: dict[str, dict[str, Any]] = {
        "what": {"what": "  "}, "kinds": {"kinds": ("D9",)}, "known_at": {"known_at": LATER},
        "happened_at": {"happened_at": MONDAY},
    }  # fmt: skip
    for field, other in wrong.items():
        with pytest.raises(Refused) as refused:
            a_breach(scene, **other)
        assert refused.value.about["field"] == field


def test_once_the_agency_is_told_the_record_stays_and_grows_only(scene: Scene) -> None:
    breach = a_breach(scene)
    doing(scene, "Ayu", operations.change_breach, breach_id=breach.pk, told=facts(people=14), version=breach.version)
    doing(scene, "Dodi", operations.tell_agency, breach_id=breach.pk, **sent(way="PORTAL"))

    with pytest.raises(NotAllowedNow):
        doing(scene, "Ayu", operations.change_breach, breach_id=breach.pk, told=facts(people=1), version=None)
    with pytest.raises(NotAllowedNow):
        doing(scene, "Dodi", operations.tell_agency, breach_id=breach.pk, **sent())
    doing(scene, "Ayu", operations.add_to_breach, breach_id=breach.pk, text="Gawai ditemukan.")
    stands = again(scene, breach)
    assert (stands.people, stands.agency_way, stands.agency_receiver) == (14, "PORTAL", "Loket")
    with acting_as(scene.actor("Ayu")):
        assert [row.text for row in BreachAddition.objects.all()] == ["Gawai ditemukan."]
    (changed,) = traces(scene, event="breach.changed")
    assert changed.details == {"parts": ["people"]}


def test_each_person_is_told_or_left_out_with_a_reason_before_it_is_done(scene: Scene) -> None:
    breach, case = a_breach(scene), a_case(scene)
    doing(scene, "Dodi", operations.tell_agency, breach_id=breach.pk, **sent())
    assert again(scene, breach).state is State.OPEN  # nobody is listed yet
    child = listed(scene, breach, whom=Whom.CHILD, number=case.number, person="Mariamah")
    worker = listed(scene, breach)
    doing(scene, "Ratna", operations.tell_person, person_id=worker.pk, **sent(way="HAND", receiver="Sari"))
    with pytest.raises(NotAllowedNow):
        doing(scene, "Dodi", operations.close_breach, breach_id=breach.pk, closing="Selesai.", no_breach=False)
    with pytest.raises(Refused):
        doing(scene, "Dodi", operations.leave_untold, person_id=child.pk, reason=" ")
    doing(scene, "Dodi", operations.leave_untold, person_id=child.pk, reason="Surat sampai pada ayah.")
    assert again(scene, breach).state is State.NOTIFIED
    with pytest.raises(NotAllowedNow):
        doing(scene, "Dodi", operations.tell_person, person_id=child.pk, **sent())

    doing(scene, "Dodi", operations.close_breach, breach_id=breach.pk, closing="Gawai disandi.", no_breach=False)
    assert again(scene, breach).state is State.CLOSED
    for who, act, asked in (
        ("Ayu", operations.add_to_breach, {"breach_id": breach.pk, "text": "x"}),
        ("Dodi", operations.list_person, {"breach_id": breach.pk, "whom": Whom.OTHER, "number": "", "person": "x"}),
    ):
        with pytest.raises(NotAllowedNow):
            doing(scene, who, act, **asked)


def test_whoever_is_found_later_sets_the_clock_running_again(scene: Scene) -> None:
    breach = a_breach(scene, people=0)
    doing(scene, "Dodi", operations.tell_agency, breach_id=breach.pk, **sent())
    assert again(scene, breach).state is State.NOTIFIED
    listed(scene, breach)
    assert again(scene, breach).state is State.OPEN


def test_a_false_alarm_is_closed_with_a_reason_unless_somebody_was_told(scene: Scene) -> None:
    breach, told = a_breach(scene), a_breach(scene)
    doing(scene, "Dodi", operations.close_breach, breach_id=breach.pk, closing="Gawai di laci.", no_breach=True)
    doing(scene, "Dodi", operations.tell_agency, breach_id=told.pk, **sent())

    assert again(scene, breach).no_breach
    with pytest.raises(NotAllowedNow):
        doing(scene, "Dodi", operations.close_breach, breach_id=told.pk, closing="Tidak ada.", no_breach=True)
    with acting_as(scene.actor("Dodi")) as dodi:
        assert list(breaches.unfinished(dodi)) == [again(scene, told)]


def test_no_child_stands_in_the_notice_to_the_agency_and_no_case_in_a_letter(scene: Scene) -> None:
    breach, case = a_breach(scene), a_case(scene)
    child = listed(scene, breach, whom=Whom.CHILD, number=case.number, person="Mariamah")
    added = doing(scene, "Dodi", operations.add_to_breach, breach_id=breach.pk, text="Gawai ditemukan.")
    with acting_as(scene.actor("Dodi")):
        child = BreachPerson.objects.select_related("breach").get(pk=child.pk)
        agency = str(breach_papers.to_agency(child.breach, [added], LATER))
        letter = str(breach_papers.to_person(child.breach, child, [added], LATER))

    assert [word for word in ("Mariamah", "Rani", case.number) if word in agency] == []
    assert "Mariamah" in letter
    assert case.number not in letter
    for words in (agency, letter):
        assert "Identitas dan keluarga anak" in words
        assert "Gawai ditemukan." in words


def test_the_page_takes_a_breach_from_its_first_minute_to_its_end(scene: Scene) -> None:
    case = a_case(scene)
    dodi = signed_in(scene, "Dodi")
    assert "Belum ada pelanggaran data" in dodi.get(LIST).content.decode()
    typed = {
        "what": "Berkas salah kirim.", "known_at": "2026-01-05T08:00", "kinds": ["D2"], "people": "1",
        "consequences": "Nama terbaca.", "measures": "Diminta kembali.", "contact": "Dodi",
    }  # fmt: skip
    assert dodi.post(f"{LIST}baru/", typed | {"kinds": []}).status_code == 422
    page = dodi.post(f"{LIST}baru/", typed)["Location"]
    assert page in dodi.get(reverse("desk:today")).content.decode()  # on her first page
    assert dodi.post(f"{page}ubah/", typed | {"version": "1", "people": "2"}).status_code == 302
    assert dodi.post(f"{page}ubah/", typed | {"version": "1", "people": "3"}).status_code == 409
    child = {"act": "person", "whom": "CHILD", "number": "ZZZZ-999"}
    assert "Tidak ada kasus dengan nomor ini." in dodi.post(page, child).content.decode()
    assert dodi.post(page, child | {"number": case.number}).status_code == 302
    notice = {"at": "2026-01-05T09:00", "way": "HAND", "receiver": "Ibu"}
    assert dodi.post(page, {"act": "agency", **notice}).status_code == 302
    with acting_as(scene.actor("Dodi")):
        person = BreachPerson.objects.get()
    assert dodi.post(f"{page}orang/{person.pk}/", {"untold": "1", "reason": ""}).status_code == 422
    assert dodi.post(f"{page}orang/{person.pk}/", notice).status_code == 302
    assert all(dodi.get(f"{page}{part}surat/").content.startswith(b"%PDF-") for part in ("", f"orang/{person.pk}/"))
    assert dodi.post(page, {"act": "close", "closing": "Selesai."}).status_code == 302
    assert "Ditutup" in dodi.get(LIST).content.decode()


@given(agency=st.booleans(), listed=st.integers(0, 9), waiting=st.integers(0, 9), people=st.integers(0, 9))
def test_nothing_is_finished_while_the_agency_or_a_person_waits(
    agency: bool, listed: int, waiting: int, people: int
) -> None:
    done = finished(agency_told=agency, listed=listed, waiting=min(waiting, listed), people=people)
    assert not done or (agency and min(waiting, listed) == 0 and (listed or not people))
