"""Lists of absent pupils for the stories, and the clock that looks who of them is known."""

from datetime import date, datetime, timedelta
from typing import Any

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.intake.models import SchoolAbsence
from naung.prevention.models import AbsenceList
from naung.prevention.operations.attendance import look_for_known, take_list
from naung.prevention.rules.attendance import Absent
from tests.cases.stories import doing
from tests.scene import MONDAY, Scene

DIMAS_NISN = "0123456789"
LATER = MONDAY + timedelta(minutes=2)


def absent(name: str = "Dimas Pratama", nisn: str = DIMAS_NISN, days: int = 12) -> Absent:
    return Absent(nisn, name, "4B", days, date(2026, 10, 1), date(2026, 10, 20))


def sent(scene: Scene, *pupils: Absent, who: str = "Yanti", now: datetime = MONDAY) -> AbsenceList:
    """A list that somebody of a school sends."""
    made: AbsenceList = doing(scene, who, take_list, now=now, pupils=pupils or (absent(),))
    return made


def looked(scene: Scene, now: datetime = LATER) -> int:
    """The clock looks at the lists that are new."""
    by = clock([scene.office.pk])
    with acting_as(by):
        return look_for_known(by=by, now=now)


def kept(scene: Scene, who: str) -> list[tuple[Any, ...]]:
    """What somebody reads of days absent at reports and cases."""
    with acting_as(scene.actor(who, LATER)):
        return list(SchoolAbsence.objects.order_by("-days").values_list("days", "from_date", "until_date"))
