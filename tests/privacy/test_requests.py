"""A child's own data: asked for, answered within the law's time, given out without anybody else's, refused in words."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.access.rows import walled
from naung.cases.models import Case
from naung.cases.operations.safety import record_consent
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.duties.models import Notice
from naung.duties.rules import ClockState
from naung.people.operations import CaregiverFacts, add_caregiver
from naung.privacy.models import DataRequest, RequestWords
from naung.privacy.operations import Asked, answer_request, export_copy, receive_request, watch_requests
from naung.privacy.rules.copying import GIVEN, LEFT_OUT, NEVER, TOLD_BY_OTHERS
from naung.privacy.rules.requests import GROUNDS, KINDS, LAW, Asker, Identity, Kind, Outcome, fits
from tests.cases.stories import a_case, doing
from tests.privacy.stories import traces
from tests.privacy.test_guardian import MOTHER, alleges
from tests.scene import MONDAY, Scene
from tests.signing import signed_in

LIST = "/pelindungan/permintaan/"


def asks(scene: Scene, case: Case, kind: Kind = Kind.COPY, **said: Any) -> DataRequest | None:
    """The mother comes to the office and asks."""
    told = {
        "number": case.number, "kind": kind, "asker": Asker.GUARDIAN, "name": MOTHER, "identity": Identity.CARD,
        "asked_at": MONDAY,
    }  # fmt: skip
    made: DataRequest | None = doing(scene, "Dodi", receive_request, asked=Asked(**told | said))
    return made


def asked_of(scene: Scene, case: Case, kind: Kind = Kind.COPY, **said: Any) -> DataRequest:
    made = asks(scene, case, kind, **said)
    assert made is not None
    return made


def answers(scene: Scene, asked: DataRequest, outcome: Outcome = Outcome.DONE, **given: Any) -> DataRequest:
    told = {"request_id": asked.pk, "outcome": outcome, "answer": "Kami jawab."} | given
    made: DataRequest = doing(scene, "Dodi", answer_request, **told)
    return made


def test_a_guardian_asks_and_the_clock_of_the_law_begins_when_she_asked(scene: Scene) -> None:
    asked = asked_of(scene, a_case(scene), asked_at=MONDAY - timedelta(hours=5))

    assert asked.due_at == MONDAY - timedelta(hours=5) + timedelta(hours=72)
    assert asked.state(MONDAY) == ClockState.RUNNING
    assert asked.state(asked.due_at - timedelta(hours=10)) == ClockState.WARNED
    assert asked.state(asked.due_at + timedelta(minutes=1)) == ClockState.LATE
    with acting_as(scene.actor("Dodi")):
        assert RequestWords.objects.get(request=asked).name == MOTHER


def test_the_clock_tells_the_officer_in_time_and_the_head_once_it_is_late(scene: Scene) -> None:
    asked = asked_of(scene, a_case(scene))
    told = []
    for hours in (10, 60, 61, 73, 74):
        now = MONDAY + timedelta(hours=hours)
        with acting_as(clock([scene.office.pk])) as by:
            told.append(watch_requests(by=by, now=now))

    assert told == [0, 1, 0, 1, 0]
    for name, kinds in (("Dodi", ["request.late", "request.nearly-due"]), ("Ratna", ["request.late"])):
        with acting_as(scene.actor(name)):
            notices = Notice.objects.filter(owner_id=scene.id(name)).order_by("kind")
            assert [notice.kind for notice in notices] == kinds
            assert asked.number in notices[0].text.id


def test_a_guardian_who_may_be_alleged_is_answered_like_one_whom_nobody_knows(scene: Scene) -> None:
    case, suspected = a_case(scene), a_case(scene, name="Dimas Dua")
    alleges(scene, suspected, "IBU")

    assert asks(scene, case, name="Orang Lain") is None
    assert asks(scene, suspected) is None
    assert asks(scene, case, number="ZZZZ-999") is None
    assert len(traces(scene, event="request.not-taken")) == 3


def test_she_who_is_alleged_only_after_she_asked_is_given_no_copy(scene: Scene) -> None:
    case = a_case(scene)
    asked = asked_of(scene, case)
    alleges(scene, case, "IBU")

    assert doing(scene, "Dodi", export_copy, request_id=asked.pk, form="pdf") == {}
    assert len(traces(scene, event="request.copy-refused")) == 1


def test_the_copy_holds_the_childs_own_data_and_nobody_elses(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    alleges(scene, case, "TET", "Burhanudin")
    father = CaregiverFacts(name="Kusnadi", relation="AYH", phone="0811222333")
    doing(scene, "Sari", add_caregiver, child_id=case.child_id, facts=father)
    doing(scene, "Sari", record_consent, case_id=case.pk, kind="CAREGIVER", given=True, who="Kusnadi", words="Mau.")
    doing(scene, "Sari", record_consent, case_id=case.pk, kind="GROUND", ground="PUBLIK", words="x")
    asked = asked_of(scene, case)
    dodi = signed_in(scene, "Dodi")

    as_json = dodi.post(f"{LIST}{asked.pk}/salinan/", {"form": "json"})
    as_pdf = dodi.post(f"{LIST}{asked.pk}/salinan/", {"form": "pdf"})

    told = json.loads(as_json.content)
    assert told["people.Child"][0]["name"] == "Rani"
    assert [one["name"] for one in told["people.Caregiver"]] == [MOTHER]
    assert [one["kind"] for one in told["cases.Consent"]] == ["CAREGIVER"]
    words = as_json.content.decode()
    assert [one for one in ("Kusnadi", "Burhanudin", "Sari", "Budi", "dipukul", "Mau.", "PUBLIK") if one in words] == []
    assert as_pdf.content.startswith(b"%PDF-")
    assert all("no-store" in answer["Cache-Control"] for answer in (as_json, as_pdf))
    assert [entry.details["form"] for entry in traces(scene, event="request.exported")] == ["json", "pdf"]


def test_the_copy_asks_for_the_password_once_more(scene: Scene) -> None:
    asked = asked_of(scene, a_case(scene))
    late = signed_in(scene, "Dodi", minutes_ago=6).post(f"{LIST}{asked.pk}/salinan/", {"form": "pdf"})

    assert (late.status_code, "reauthenticate" in late["Location"]) == (302, True)
    assert traces(scene, event="request.exported") == []


def test_every_table_about_a_child_says_whether_the_copy_holds_it() -> None:
    labels = {model._meta.label for model, _ in walled()}
    told = {label for label in labels if label.split(".")[0] not in TOLD_BY_OTHERS}

    assert told - GIVEN.keys() - LEFT_OUT.keys() == set(), "add them to privacy/rules/copying.py"
    assert GIVEN.keys() & LEFT_OUT.keys() == set()
    assert (GIVEN.keys() | LEFT_OUT.keys()) - labels == set()


@pytest.mark.parametrize("label", GIVEN)
def test_no_field_of_the_copy_is_of_a_class_that_is_never_given(label: str) -> None:
    model: Any = apps.get_model(label)
    classes = {name: cls for cls, names in vars(model.Privacy).items() if cls[0] == "D" for name in names}
    given_out = GIVEN[label].fields

    assert {classes[name] for name in given_out} & set(NEVER) == set()
    assert [name for name in given_out if name.endswith("_id")] == []


def test_a_correction_is_granted_once_the_childs_page_was_saved(scene: Scene) -> None:
    case = a_case(scene)
    asked = asked_of(scene, case, Kind.CORRECTION, words="Nama ayahnya Kusnadi.")
    with acting_as(scene.actor("Sari")):
        told = Notice.objects.get(owner_id=scene.id("Sari"), kind="request.correction").text
    assert "memperbaiki data anak" in told.id
    with pytest.raises(NotAllowedNow):
        answers(scene, asked)

    doing(scene, "Sari", add_caregiver, child_id=case.child_id, facts=CaregiverFacts(name="Kusnadi", relation="AYH"))
    assert answers(scene, asked).outcome == Outcome.DONE


def test_no_is_said_with_a_ground_and_the_letter_does_not_tell_of_an_inquiry(scene: Scene) -> None:
    asked = asked_of(scene, a_case(scene), Kind.ERASURE)
    with pytest.raises(Refused):
        answers(scene, asked, Outcome.REFUSED)
    answers(scene, asked, Outcome.REFUSED, ground="LAW")

    assert GROUNDS["LAW"].letter == GROUNDS["PUBLIC"].letter
    letter = signed_in(scene, "Dodi").get(f"{LIST}{asked.pk}/surat/")
    assert letter.content.startswith(b"%PDF-")
    with pytest.raises(NotAllowedNow):
        answers(scene, asked)


def test_the_officer_takes_it_in_on_the_page_and_the_head_sees_number_and_clock_only(scene: Scene) -> None:
    case = a_case(scene)
    dodi = signed_in(scene, "Dodi")
    typed = {
        "number": case.number, "kind": "COPY", "asker": "GUARDIAN", "name": MOTHER, "identity": "LETTER",
        "asked_at": "2026-11-23T09:00",
    }  # fmt: skip
    assert "surat kuasa" in dodi.post(f"{LIST}baru/", typed).content.decode()
    there = dodi.post(f"{LIST}baru/", typed | {"identity": "CARD"}, follow=True).content.decode()
    assert MOTHER in there
    with acting_as(scene.actor("Dodi")):
        asked = DataRequest.objects.get()
    assert dodi.get(f"{LIST}{asked.pk}/tanda-terima/").content.startswith(b"%PDF-")

    ratna = signed_in(scene, "Ratna")
    seen = ratna.get(LIST).content.decode() + ratna.get("/").content.decode()
    assert asked.number in seen
    assert MOTHER not in seen
    assert ratna.get(f"{LIST}{asked.pk}/").status_code == 403
    with acting_as(scene.actor("Ratna")):
        assert not RequestWords.objects.exists()


def test_nobody_else_takes_a_request_in(scene: Scene) -> None:
    asked = Asked(a_case(scene).number, Kind.COPY, Asker.GUARDIAN, MOTHER, Identity.CARD, MONDAY)
    for name in ("Rina", "Sari", "Ratna", "Ayu"):
        with pytest.raises(AccessDenied):
            doing(scene, name, receive_request, asked=asked)


@given(st.sampled_from(Asker), st.sampled_from(Identity))
def test_a_representative_and_only_she_shows_a_letter(asker: Asker, identity: Identity) -> None:
    assert fits(asker, identity) == ((asker == "REPRESENTATIVE") == (identity == "LETTER"))


def test_each_kind_has_its_words_and_its_article() -> None:
    assert KINDS.keys() == LAW.keys() == set(Kind)
