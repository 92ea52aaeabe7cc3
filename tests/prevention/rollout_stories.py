"""What the stories of the roll-out share: schools of several sizes, sessions that were held, and what people do."""

from datetime import datetime, timedelta
from typing import Any

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.places.models import Area
from naung.prevention.models import AwarenessSession, Outreach
from naung.prevention.operations import rollout
from naung.teams.models import Organisation
from tests.prevention.stories import a_session
from tests.scene import MONDAY, Scene


def school(name: str, pupils: int | None = None, district: str = "64.71.01", **facts: Any) -> Organisation:
    """A school in a kecamatan."""
    with acting_as(operator([])):
        number = f"304{Organisation.objects.count():05}"
        facts = {"form": "SD", "npsn": number, "area": Area.objects.get(code=district), **facts}
        return Organisation.objects.create(kind="SCHOOL", name=name, pupils=pupils, **facts)


def held(scene: Scene, where: Organisation, at: datetime = MONDAY - timedelta(days=1), code: str = "BCDFGH") -> Any:
    """A session that took place there, which the board then knows."""
    session = a_session(scene, where, at=at, code=code)
    with acting_as(operator([])):
        AwarenessSession.objects.filter(pk=session.pk).update(status="HELD", held_at=at)
    session.refresh_from_db()
    followed(scene, session)
    return session


def followed(scene: Scene, session: AwarenessSession, name: str = "Sari") -> None:
    """Let the board know of a session."""
    by = scene.actor(name)
    with acting_as(by):
        rollout.follow(by=by, session=session, now=MONDAY)


def state(where: Organisation | Area) -> str:
    """How far a place is."""
    column = "school" if isinstance(where, Organisation) else "ward"
    return Outreach.objects.get(**{column: where}).state
