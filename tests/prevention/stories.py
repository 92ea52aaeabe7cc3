"""What the stories of prevention share: a school and a session there."""

from datetime import datetime, timedelta

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.core.ids import READABLE
from naung.prevention.models import AwarenessSession, QuizAnswer, Speaker
from naung.prevention.rules import quiz as rules
from naung.teams.models import Organisation
from tests.scene import MONDAY, Scene


def a_school(name: str = "SD Negeri 001 Contoh", npsn: str = "30400001") -> Organisation:
    """A primary school."""
    with acting_as(operator([])):
        return Organisation.objects.create(kind="SCHOOL", name=name, npsn=npsn, form="SD")


def a_session(
    scene: Scene,
    school: Organisation | None = None,
    at: datetime = MONDAY + timedelta(days=7),
    code: str = READABLE[:6],
) -> AwarenessSession:
    """An awareness session for pupils, with Sari speaking."""
    with acting_as(operator([])):
        session = AwarenessSession.objects.create(
            code=code, office=scene.office, kind="SOS", title="Hak anak dan bantuan", school=school or a_school(),
            audiences=["PUPILS"], from_at=at, until_at=at + timedelta(hours=2), planned_by_id=scene.id("Rina"),
        )  # fmt: skip
        Speaker.objects.create(session=session, user=scene.users["Sari"])
    return session


def answered(scene: Scene, session: AwarenessSession, code: str, before: int, after: int) -> None:
    """So many who answered everything wrongly before, and of them so many everything rightly after."""
    asked = rules.newest(code)
    right = [question.right for question in asked.questions]
    wrong = [(place + 1) % 3 for place in right]
    with acting_as(scene.actor("Sari")):
        for phase, people, choices in (("BEFORE", before, wrong), ("AFTER", after, right)):
            for number in range(people):
                QuizAnswer.objects.create(
                    session=session, phase=phase, pair=f"{code}{number}", set_code=code, set_version=1, choices=choices
                )
