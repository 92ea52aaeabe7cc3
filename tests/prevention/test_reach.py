"""What a session leads to can be counted, and no report can be inferred from it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import public
from naung.access.policy import Role
from naung.prevention.models import AwarenessSession, SessionContact
from naung.prevention.operations.reach import note_contact
from naung.prevention.operations.rollout import prepare_kit
from naung.prevention.queries.reach import contacts_of, contacts_of_school
from naung.teams.models import Membership, Organisation, User
from naung.teams.queries import office_ids
from tests.cases.stories import doing
from tests.prevention.stories import a_school, a_session
from tests.publicsite.test_telling import reports_of, send
from tests.scene import MONDAY, PASSWORD, Scene
from tests.trace import Entry

HELD = MONDAY
LATER = (MONDAY + timedelta(days=100)).date()


def told(session: AwarenessSession, times: int, after: int = 3) -> None:
    """So many told by the code of this session, so many days later."""
    with acting_as(public(office_ids=office_ids())) as somebody:
        for _ in range(times):
            note_contact(by=somebody, code=session.code, bundle_id=uuid4(), now=HELD + timedelta(days=after))


def test_a_report_carries_the_code_through_its_three_screens(scene: Scene) -> None:
    session = a_session(scene, at=HELD)
    visitor = Client()
    page = visitor.get(f"/lapor/?kegiatan={session.code}").content.decode()
    second = visitor.post("/lapor/", {"at": "0", "next": "1", "happened": "x", "kegiatan": session.code})

    assert f'name="kegiatan" value="{session.code}"' in page
    assert f'name="kegiatan" value="{session.code}"' in second.content.decode()


def test_a_report_counts_its_session_and_says_nothing_of_it(scene: Scene) -> None:
    session, visitor = a_session(scene, at=HELD), Client()
    token = "t" * 32
    send(visitor, token=token, kegiatan=session.code)
    send(visitor, token=token, kegiatan=session.code)  # the same form once more

    (report,) = reports_of(scene)
    with acting_as(scene.actor("Dodi")):
        entries = list(Entry.objects.filter(event="report.after-session"))
    assert {(one.about_id, str(one.details)) for one in entries} == {(None, "{}")}
    lina = Client()
    lina.force_login(scene.users["Lina"])
    assert session.code not in lina.get(f"/laporan/{report.pk}/").content.decode()


def test_the_code_of_a_school_s_posters_counts_for_the_last_session_held_there(scene: Scene) -> None:
    school = a_school()
    first = a_session(scene, school, at=HELD - timedelta(days=9), code="23456C")
    last = a_session(scene, school, at=HELD - timedelta(days=2), code="23456D")
    a_session(scene, school, at=HELD + timedelta(days=5), code="23456F")  # still to come
    AwarenessSession.objects.filter(pk__in=[first.pk, last.pk]).update(status="HELD")
    kit = doing(scene, "Sari", prepare_kit, place_id=school.pk)
    with acting_as(public(office_ids=office_ids())) as somebody:
        for _ in range(5):
            note_contact(by=somebody, code=kit.code, bundle_id=uuid4(), now=HELD)

    assert Client().get(f"/k/{kit.code}")["Location"].endswith(f"?kegiatan={kit.code}")
    with acting_as(scene.actor("Rina")):
        found = [[one.at_least for one in contacts_of(session, LATER)] for session in (first, last)]
    assert found == [[0, 0, 0], [5, 5, 5]]


def test_a_code_that_is_none_sends_an_ordinary_report(scene: Scene) -> None:
    send(Client(), kegiatan="ZZZZZZ")
    send(Client(), kegiatan="'\x00<b>")

    assert len(reports_of(scene)) == 2


def test_a_report_counts_once(scene: Scene) -> None:
    session, bundle = a_session(scene, at=HELD), uuid4()
    with acting_as(public(office_ids=office_ids())) as somebody:
        for _ in range(5):
            note_contact(by=somebody, code=session.code, bundle_id=bundle, now=HELD)

    with acting_as(scene.actor("Rina")):
        assert [one.at_least for one in contacts_of(session, LATER)] == [0, 0, 0]


def test_the_application_cannot_read_who_told(scene: Scene) -> None:
    told(a_session(scene, at=HELD), 6)

    for reads in (SessionContact.objects.all().exists, SessionContact.objects.count):
        with acting_as(scene.actor("Rina")), pytest.raises(ProgrammingError), transaction.atomic():
            reads()


def test_contacts_are_told_in_bands_and_only_when_their_days_are_over(scene: Scene) -> None:
    session = a_session(scene, at=HELD)
    told(session, 7)
    told(session, 4, after=45)

    with acting_as(scene.actor("Rina")):
        after_a_month = contacts_of(session, (HELD + timedelta(days=30)).date())
        after_all = contacts_of(session, LATER)
    assert [one.at_least for one in after_a_month] == [5, None, None]
    assert [one.at_least for one in after_all] == [5, 10, 10]


def page_of(scene: Scene, name: str, session: AwarenessSession) -> tuple[int, str]:
    client = Client()
    client.force_login(scene.users[name])
    answer = client.get(f"/pencegahan/sesi/{session.pk}/kuis/")
    # What differs from one look to the next: the form's token, and the minute at which a page would be printed.
    differs = r'csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken": "[^"]+"|(?s:print-foot">.*?</p>)'
    return answer.status_code, re.sub(differs, "", answer.content.decode())


@pytest.mark.parametrize("name", ["Rina", "Hadi", "Sari", "Kepala"])
@pytest.mark.parametrize("days", [5, 31, 100])
def test_the_page_is_the_same_with_no_contact_and_with_four(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, name: str, days: int
) -> None:
    school = a_school()
    session = a_session(scene, school, at=HELD)
    with acting_as(scene.actor("Ayu")):
        head_teacher(scene, school)
    monkeypatch.setattr(timezone, "now", lambda: HELD + timedelta(days=days))
    before = page_of(scene, name, session)
    told(session, 4)

    after = page_of(scene, name, session)
    assert after[1].splitlines() == before[1].splitlines()
    assert after[0] == before[0]
    assert (before[0] == 200) == (name != "Kepala")


def test_the_page_tells_also_of_all_sessions_of_the_school(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    school = a_school()
    first, second = a_session(scene, school, at=HELD), a_session(scene, school, at=HELD, code="ZZZZZ2")
    told(first, 6)
    told(second, 7)
    monkeypatch.setattr(timezone, "now", lambda: HELD + timedelta(days=100))

    _, page = page_of(scene, "Rina", first)
    assert "sekurang-kurangnya 5" in page
    assert "sekurang-kurangnya 10" in page


def head_teacher(scene: Scene, school: Organisation) -> None:
    """The head of the school, who is named in a report and has an account."""
    user = User.objects.create_user("kepala", PASSWORD, name="Kepala", created_at=MONDAY)
    Membership.objects.create(user=user, role=Role.SCHOOL, office=school, from_at=MONDAY - timedelta(days=1))
    scene.users["Kepala"] = user


@pytest.mark.parametrize(
    ("counts", "least"),
    [
        ((0,), 0), ((4,), 0), ((5,), 5), ((14,), 10),
        ((6, 7), 10),  # both are shown
        ((9, 1), 5),  # ten would say that somebody told after the second
        ((4, 4), 0),  # five would say that somebody told after each
        ((3, 3, 3, 3), 10),
    ],
)  # fmt: skip
def test_the_sum_of_a_school_betrays_no_hidden_session(scene: Scene, counts: tuple[int, ...], least: int) -> None:
    school = a_school()
    for number, count in enumerate(counts):
        told(a_session(scene, school, at=HELD, code=f"BCDF{number}2"), count)

    with acting_as(scene.actor("Rina")):
        assert contacts_of_school(school.pk, LATER, 30) == least
    with acting_as(public(office_ids=office_ids())):
        assert contacts_of_school(school.pk, LATER, 30) == 0  # the database asks too
