"""What the stories of data protection share: a child in danger of the other team, and who is on duty."""

from datetime import datetime, timedelta

from naung.access.acting import acting_as
from naung.cases.models import Case
from naung.cases.operations import raise_danger_flag
from naung.privacy.operations import break_glass
from naung.teams.models import Shift
from tests.cases.stories import a_case, doing
from tests.scene import MONDAY, Scene
from tests.trace import Entry

REASON = "Anak berdiri di depan IGD, ayahnya mengancam."


def in_danger(scene: Scene, name: str = "Zulaikha Kencana", team: str = "barat") -> Case:
    """A case of a team with an open danger flag."""
    case = a_case(scene, team=team, name=name)
    holder = {"barat": "Sari", "timur": "Toni"}[team]
    doing(scene, holder, raise_danger_flag, case_id=case.pk, code="B08", note="Diancam.")
    return case


def on_duty(scene: Scene, name: str, since: datetime = MONDAY, hours: int = 12) -> None:
    """Write a turn of duty into the roster."""
    with acting_as(scene.actor("Rina")):
        Shift.objects.create(
            office=scene.office, from_at=since, until_at=since + timedelta(hours=hours), first=scene.users[name]
        )


def breaks(scene: Scene, name: str, asked_for: str, now: datetime = MONDAY, reason: str = REASON) -> Case | None:
    """Somebody opens a file as an emergency."""
    found: Case | None = doing(scene, name, break_glass, now=now, asked_for=asked_for, reason=reason)
    return found


def traces(scene: Scene, **which: object) -> list[Entry]:
    """Entries of the trace, as the data protection officer reads them."""
    with acting_as(scene.actor("Dodi")):
        return list(Entry.objects.filter(**which).order_by("at", "id"))
