"""Stories of planning: who is told, who cannot be at two places, what is put off and cancelled."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from naung.access.acting import acting_as
from naung.access.actors import clock, operator
from naung.core.errors import AccessDenied, NotAllowedNow, Refused, Stale
from naung.core.ids import READABLE
from naung.duties.models import Notice
from naung.prevention.models import AwarenessSession, SessionChange
from naung.prevention.operations import sessions as operations
from naung.prevention.queries import sessions as queries
from naung.prevention.rules.sessions import SessionFacts
from naung.teams.models import Absence, Organisation
from tests.cases.stories import doing
from tests.prevention.stories import a_school
from tests.scene import MONDAY, Scene

NEXT_WEEK = MONDAY + timedelta(days=7)


def facts(scene: Scene, *speakers: str, at: datetime = NEXT_WEEK, **other: Any) -> SessionFacts:
    told: dict[str, Any] = {
        "kind": "SOS", "title": "Hak anak", "audiences": ("PUPILS",), "from_at": at,
        "until_at": at + timedelta(hours=2), "speakers": frozenset(scene.id(name) for name in speakers), "target": 100,
    }  # fmt: skip
    return SessionFacts(**(told | other))


def planned(scene: Scene, *speakers: str, by: str = "Rina", **other: Any) -> AwarenessSession:
    other.setdefault("school_id", a_school(npsn=str(30400001 + Organisation.objects.count())).pk)
    made: AwarenessSession = doing(scene, by, operations.plan_session, facts=facts(scene, *speakers, **other))
    return made


def told(scene: Scene, name: str) -> list[str]:
    with acting_as(scene.actor(name)):
        return list(
            Notice.objects.filter(owner_id=scene.id(name)).order_by("created_at").values_list("kind", flat=True)
        )


def test_a_session_gets_a_code_to_read_aloud_and_its_speaker_is_told(scene: Scene) -> None:
    session = planned(scene, "Sari", "Rina")

    assert len(session.code) == 6
    assert set(session.code) <= set(READABLE)
    assert told(scene, "Sari") == ["session.speaker"]
    assert told(scene, "Rina") == []  # she planned it herself


def test_a_companion_plans_too_and_whoever_takes_reports_does_not(scene: Scene) -> None:
    assert planned(scene, "Budi", by="Budi").planned_by_id == scene.id("Budi")
    with pytest.raises(AccessDenied):
        planned(scene, by="Lina")


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"at": MONDAY - timedelta(days=1)}, "day"),
        ({"until_at": NEXT_WEEK}, "until"),
        ({"until_at": NEXT_WEEK + timedelta(hours=13)}, "until"),
        ({"school_id": None}, "school"),
        ({"audiences": ()}, "audiences"),
        ({"kind": "ABC"}, "kind"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(scene: Scene, other: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        planned(scene, "Sari", **other)
    assert refused.value.about["field"] == field


def test_a_session_held_earlier_is_written_down_and_tells_nobody(scene: Scene) -> None:
    earlier = facts(scene, "Sari", at=MONDAY - timedelta(days=3), school_id=a_school().pk)
    session = doing(scene, "Rina", operations.plan_session, facts=earlier, earlier=True)

    assert session.status == "PLANNED"
    assert told(scene, "Sari") == []
    with pytest.raises(Refused):
        doing(scene, "Rina", operations.plan_session, facts=facts(scene, school_id=session.school_id), earlier=True)


def test_nobody_speaks_at_two_places_at_once(scene: Scene) -> None:
    first = planned(scene, "Sari")
    with pytest.raises(Refused) as refused:
        planned(scene, "Budi", "Sari", at=NEXT_WEEK + timedelta(hours=1))

    assert first.code in str(refused.value.message)
    assert refused.value.about["field"] == "speakers"
    planned(scene, "Sari", at=NEXT_WEEK + timedelta(hours=2))  # right after it


def test_a_speaker_on_leave_must_be_confirmed(scene: Scene) -> None:
    with acting_as(operator([])):
        Absence.objects.create(user=scene.users["Sari"], from_date=NEXT_WEEK.date(), until_date=NEXT_WEEK.date())
    plan = facts(scene, "Sari", school_id=a_school().pk)
    with pytest.raises(Refused) as refused:
        doing(scene, "Rina", operations.plan_session, facts=plan)

    assert refused.value.about["confirm"] == "leave"
    assert "Sari" in str(refused.value.message)
    doing(scene, "Rina", operations.plan_session, facts=plan, leave_known=True)


def test_a_plan_is_corrected_by_whoever_read_it_last_and_new_speakers_are_told(scene: Scene) -> None:
    session = planned(scene, "Sari")
    new = facts(scene, "Budi", school_id=session.school_id, title="Hak anak, dengan Budi")
    doing(scene, "Rina", operations.change_session, session_id=session.pk, facts=new, version=1)

    assert [user.name for user in queries.speakers_of(session)] == ["Budi"]
    assert told(scene, "Budi") == ["session.speaker"]
    with pytest.raises(Stale):
        doing(scene, "Rina", operations.change_session, session_id=session.pk, facts=new, version=1)


def test_another_time_is_put_off_and_not_slipped_into_a_correction(scene: Scene) -> None:
    session = planned(scene, "Sari")
    moved = facts(scene, "Sari", at=NEXT_WEEK + timedelta(hours=1), school_id=session.school_id)
    with pytest.raises(Refused) as refused:
        doing(scene, "Rina", operations.change_session, session_id=session.pk, facts=moved, version=1)

    assert refused.value.about["field"] == "day"
    after = MONDAY + timedelta(days=9)  # it was an hour later: written down right
    changed = doing(scene, "Rina", operations.change_session, after, session_id=session.pk, facts=moved, version=1)
    assert changed.from_at == moved.from_at


def test_a_session_is_put_off_with_a_reason_and_then_cancelled(scene: Scene) -> None:
    session = planned(scene, "Sari")
    later = {"from_at": NEXT_WEEK + timedelta(days=1), "until_at": NEXT_WEEK + timedelta(days=1, hours=2)}
    moved = doing(
        scene, "Rina", operations.postpone_session, session_id=session.pk, reason="Ujian sekolah", version=1, **later
    )
    ended = doing(
        scene, "Rina", operations.cancel_session, session_id=session.pk, reason="Banjir", version=moved.version
    )

    assert (moved.from_at, moved.code) == (later["from_at"], session.code)
    assert ended.status == "CANCELLED"
    kept = SessionChange.objects.filter(session=session).order_by("pk").values_list("kind", "reason", "was_from_at")
    assert list(kept) == [("POSTPONED", "Ujian sekolah", NEXT_WEEK), ("CANCELLED", "Banjir", later["from_at"])]
    assert told(scene, "Sari")[-2:] == ["session.postponed", "session.cancelled"]
    with pytest.raises(NotAllowedNow):
        doing(scene, "Rina", operations.cancel_session, session_id=session.pk, reason="Lagi", version=ended.version)


def test_nothing_is_put_off_or_cancelled_without_a_reason(scene: Scene) -> None:
    session = planned(scene, "Sari")
    with pytest.raises(Refused):
        doing(scene, "Rina", operations.cancel_session, session_id=session.pk, reason="  ", version=1)


def test_speakers_are_reminded_the_day_before_and_only_once(scene: Scene) -> None:
    session = planned(scene, "Sari")
    day_before = NEXT_WEEK - timedelta(hours=20)
    with acting_as(clock([scene.office.pk])) as by:
        early = operations.remind_speakers(by=by, now=NEXT_WEEK - timedelta(days=3))
        assert operations.remind_speakers(by=by, now=day_before) == 1
        operations.remind_speakers(by=by, now=day_before + timedelta(hours=1))

    assert early == 0
    assert told(scene, "Sari") == ["session.speaker", "session.tomorrow"]
    assert session.status == "PLANNED"


def test_lists_are_narrowed_by_kecamatan_month_person_and_words(scene: Scene) -> None:
    from naung.places.models import Area

    ward = Area.objects.get(name="Manggar")
    here = planned(scene, "Sari", school_id=None, ward_id=ward.pk, title="Di Manggar")
    there = planned(scene, "Budi", at=NEXT_WEEK + timedelta(days=30), title="Nanti")
    rina, budi = scene.actor("Rina"), scene.actor("Budi")

    def found(by: Any = rina, **which: Any) -> list[AwarenessSession]:
        with acting_as(by):
            return list(queries.listed(by, status="PLANNED", **which))

    assert found() == [here, there]
    assert found(district="64.71.01") == [here]
    assert found(month=date(2026, 11, 1)) == [here]
    assert found(by=budi, mine=True) == [there]
    assert found(search=there.code.lower()) == [there]
    assert found(search="manggar") == [here]


def test_a_month_shows_each_session_on_its_day_of_the_office_s_clock(scene: Scene) -> None:
    late = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # one o'clock at night on 1 December in Balikpapan
    session = planned(scene, "Sari", at=late)
    with acting_as(scene.actor("Rina")) as by:
        december = queries.month_of(by, date(2026, 12, 1))
        november = queries.month_of(by, date(2026, 11, 1))

    (day,) = [day for week in december for day in week if day.sessions]
    assert (day.day, day.sessions) == (date(2026, 12, 1), (session,))
    assert not [day for week in november for day in week if day.sessions]
