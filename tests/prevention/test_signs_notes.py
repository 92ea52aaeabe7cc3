"""A teacher notes early signs for herself: nobody else reads them, and they end by themselves."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test import Client
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.access.policy import Role
from naung.core.errors import AccessDenied, Refused
from naung.prevention.models import SignSeen, WatchedPupil
from naung.prevention.operations.signs import forget_old_signs, forget_pupil, note_signs
from naung.prevention.queries.signs import class_view
from naung.prevention.rules.signs import Advice
from naung.teams.models import Membership, User
from tests.cases.stories import doing
from tests.scene import MONDAY, PASSWORD, Scene
from tests.security.markup import Markup
from tests.signing import signed_in

TODAY = MONDAY.date()
DAY = timedelta(days=1)


@pytest.fixture
def school(scene: Scene) -> Scene:
    """Two teachers: Guru and Ani."""
    with acting_as(scene.actor("Ayu")):
        for name in ("Guru", "Ani"):
            user = User.objects.create_user(name.lower(), PASSWORD, name=name, created_at=MONDAY)
            scene.users[name] = user
            Membership.objects.create(user=user, role=Role.SCHOOL, office=scene.office, from_at=MONDAY - 30 * DAY)
    return scene


def note(school: Scene, *codes: str, who: str = "Guru", now: Any = MONDAY, **told: Any) -> WatchedPupil:
    given = {"label": "D.P.", "day": now.date()} | told
    made: WatchedPupil = doing(school, who, note_signs, now=now, codes=codes, **given)
    return made


def view(school: Scene, who: str = "Guru") -> list[tuple[str | None, Advice, int]]:
    with acting_as(school.actor(who)) as actor:
        return [(one.pupil.label, one.judgement.advice, len(one.signs)) for one in class_view(actor)]


def test_signs_gather_over_days_until_the_advice_is_to_tell(school: Scene) -> None:
    pupil = note(school, "T11")
    assert view(school) == [("D.P.", Advice.WATCH, 1)]

    note(school, "T12", "T11", pupil_id=pupil.pk)
    assert view(school) == [("D.P.", Advice.WATCH, 2)], "the same sign of the same day is noted once"

    note(school, "T11", "T12", pupil_id=pupil.pk, now=MONDAY + 9 * DAY)
    assert view(school) == [("D.P.", Advice.REPORT, 4)]


def test_the_class_is_ordered_by_day_not_by_how_grave(school: Scene) -> None:
    note(school, "T01", label="Berat", now=MONDAY - 3 * DAY)
    note(school, "T11", label="Ringan")

    assert [label for label, _, _ in view(school)] == ["Ringan", "Berat"]


def test_nobody_else_reads_them(school: Scene) -> None:
    pupil = note(school, "T02", remark="Menangis ketika bel pulang.")

    for who in school.users:
        with acting_as(school.actor(who)):
            counts = WatchedPupil.objects.count(), SignSeen.objects.count()
            assert counts == ((1, 1) if who == "Guru" else (0, 0)), who
    with pytest.raises(ObjectDoesNotExist):
        doing(school, "Ani", forget_pupil, pupil_id=pupil.pk)
    with pytest.raises(ObjectDoesNotExist):
        note(school, "T01", who="Ani", pupil_id=pupil.pk)
    for who in ("Sari", "Rina", "Hadi", "Ayu", "Dodi"):
        with pytest.raises(AccessDenied):
            note(school, "T01", who=who)


def test_what_she_wrote_lies_sealed(school: Scene) -> None:
    note(school, "T02", label="Zulaikha", class_name="7B", remark="Menangis.")

    with acting_as(school.actor("Guru")), connection.cursor() as cursor:
        text = ""
        for table in ("prevention_watchedpupil", "prevention_signseen"):
            cursor.execute(f"SELECT row_to_json(line)::text FROM {table} line")
            text += cursor.fetchone()[0]
    assert not any(word in text for word in ("Zulaikha", "7B", "Menangis"))


def test_emptied_by_her_and_by_the_clock_nothing_is_left(school: Scene) -> None:
    mine, old = note(school, "T02", remark="A"), note(school, "T06", label="Lama", remark="B")
    doing(school, "Guru", forget_pupil, pupil_id=mine.pk)
    assert [label for label, _, _ in view(school)] == ["Lama"]

    by = clock([school.office.pk])
    with acting_as(by):
        assert forget_old_signs(by=by, now=MONDAY + 89 * DAY) == 0
        assert forget_old_signs(by=by, now=MONDAY + 90 * DAY) == 1

    assert view(school) == []
    with acting_as(school.actor("Guru")):
        left = list(WatchedPupil.objects.values_list("label", "class_name"))
        assert left == [(None, None)] * 2
        assert set(SignSeen.objects.values_list("code", "remark")) == {("", None)}
        assert WatchedPupil.objects.get(pk=old.pk).ended_at == MONDAY + 90 * DAY


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ((), {}),
        (("T99",), {}),
        (("T01",), {"label": "  "}),
        (("T01",), {"day": TODAY + DAY}),
        (("T01",), {"day": TODAY - 91 * DAY}),
    ],
)
def test_what_cannot_be_taken_is_said(school: Scene, codes: tuple[str, ...], told: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        note(school, *codes, **told)
    assert view(school) == []


def test_on_the_pages_from_the_first_sign_to_telling(school: Scene) -> None:
    guru = signed_in(school, "Guru")
    empty = guru.get("/pencegahan/tanda-dini/").content.decode()
    assert "Belum ada catatan" in empty
    assert "Tidak perlu menyelidiki" in empty

    today = timezone.localdate().isoformat()
    wrong = guru.post("/pencegahan/tanda-dini/", {"label": "", "codes": ["T06"], "day": today})
    assert wrong.status_code == 422
    assert "Tulis inisial" in wrong.content.decode()

    sent = guru.post("/pencegahan/tanda-dini/", {"label": "R.", "class_name": "4A", "codes": ["T06"], "day": today})
    place, _, at = sent["Location"].partition("#")
    assert at == "saran", "the advice comes first, not the form once more"
    page = guru.get(place).content.decode()
    assert "Perhatikan, catat, ajak bicara" in page

    guru.post(place, {"codes": ["T18"], "day": today, "remark": "Kata temannya minggu depan."})
    page = guru.get(place).content.decode()
    assert "satu saja sudah cukup" in page
    assert "Kata temannya minggu depan." in page
    assert 'action="/pencegahan/kekhawatiran/sampaikan/"' in page, "by a form: what she ticks goes along"
    assert "Sampaikan kepada kami" in guru.get("/pencegahan/tanda-dini/").content.decode()

    guru.post(f"{place}kosongkan/")
    assert guru.get(place).status_code == 404


def test_strangers_find_nothing(school: Scene) -> None:
    pupil = note(school, "T02")
    for who, code in (("Ani", 404), ("Rina", 403), ("Ayu", 403)):
        client = signed_in(school, who)
        assert client.get(f"/pencegahan/tanda-dini/{pupil.pk}/").status_code == code
        assert client.post(f"/pencegahan/tanda-dini/{pupil.pk}/kosongkan/").status_code == code
    assert signed_in(school, "Guru").get(f"/pencegahan/tanda-dini/{uuid4()}/").status_code == 404
    assert Client().get("/pencegahan/tanda-dini/").status_code == 302


def test_the_signs_that_she_ticks_go_into_the_concern_and_never_into_an_address(school: Scene) -> None:
    pupil = note(school, "T11", remark="Menangis ketika bel pulang.", class_name="4A")
    note(school, "T12", pupil_id=pupil.pk, remark="Tidur di kelas.", now=MONDAY + DAY)
    guru = signed_in(school, "Guru")
    page = guru.get(f"/pencegahan/tanda-dini/{pupil.pk}/").content.decode()
    (form,) = [form for form in Markup(page).forms if "sign" in form.names()]
    later, first = [field.value for field in form.fields if field.name == "sign"]

    both = guru.post(form.action, {"begin": "1", "sign": [later, first]}).content.decode()
    assert both.index("Menangis ketika bel pulang.") < both.index("Tidur di kelas.")
    assert 'value="4A"' in both
    assert "D.P." not in both
    assert "Menangis" not in guru.post(form.action, {"begin": "1", "sign": [later]}).content.decode()
    nothing = guru.post(form.action, {"begin": "1"})
    assert (nothing.status_code, "Menangis" in nothing.content.decode()) == (200, False)

    for who, signs, code in (("Ani", [first], 404), ("Guru", [first, str(uuid4())], 404), ("Guru", ["x"], 404)):
        assert signed_in(school, who).post(form.action, {"begin": "1", "sign": signs}).status_code == code
