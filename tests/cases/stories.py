"""Reports and cases for the stories: made through the operations, as the people would."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from naung.access.acting import acting_as, widened
from naung.cases import operations
from naung.cases.models import Case
from naung.core.ids import new_id, new_number
from naung.intake.models import Report, ReportedChild, Story, Triage
from naung.people.rules import ChildFacts
from tests.scene import MONDAY, Scene

SUPERVISOR = {"barat": "Rina", "timur": "Dewi"}
HOLDER = {"barat": "Sari", "timur": "Toni"}
RECEIVED = MONDAY - timedelta(hours=2)


def triaged(
    scene: Scene,
    team: str = "barat",
    level: str = "HIGH",
    forms: tuple[str, ...] = ("FIS",),
    dangers: tuple[str, ...] = (),
    name: str = "Rani",
    received_at: datetime = RECEIVED,
    **fields: Any,
) -> Report:
    """A report that intake has triaged and put before a team's supervisor."""
    report_id = new_id()
    scope = {"team_id": scene.teams[team].pk, "office_id": scene.office.pk}
    with acting_as(scene.actor("Lina")), widened([report_id]):
        report = Report.objects.create(
            id=report_id, number=new_number(), bundle_id=new_id(), status="TRIAGED", channel="WA",
            received_at=received_at, level=level, triaged_at=MONDAY - timedelta(hours=1),
            triaged_by_id=scene.id("Lina"), **scope, **fields,
        )  # fmt: skip
        Story.objects.create(report=report, happened="Ia dipukul ayahnya dan takut pulang.")
        ReportedChild.objects.create(
            report=report, name=name, sex="P", age_estimate=9, age_estimated_date=MONDAY.date(),
            caregivers=[{"name": "Nurhayati", "relation": "IBU", "phone": "081234567890"}],
        )  # fmt: skip
        Triage.objects.create(
            report=report, forms=list(forms), answers=dict.fromkeys(dangers, "YES"), staff_answer="NO",
            known_child_checked_at=MONDAY, decided_level=level, saved_at=MONDAY - timedelta(hours=1),
            saved_by_id=scene.id("Lina"),
        )  # fmt: skip
    return report


def register(
    scene: Scene,
    report: Report,
    team: str = "barat",
    companions: tuple[str, ...] = (),
    child: UUID | ChildFacts | None = None,
    now: datetime = MONDAY,
    **given: Any,
) -> Case:
    """Have the team's supervisor register a report."""
    by = scene.actor(SUPERVISOR[team], now)
    with acting_as(by):
        return operations.register_case(
            by=by, report_id=report.pk, child=child, team_id=scene.teams[team].pk,
            holder_id=scene.id(given.pop("holder", HOLDER[team])),
            companion_ids=[scene.id(companion) for companion in companions],
            **{"ppks": "AKTK", "ampk": ["I"], "court_role": "", "stage": "INTERVENTION", **given}, now=now,
        )  # fmt: skip


def a_case(scene: Scene, team: str = "barat", companions: tuple[str, ...] = (), **fields: Any) -> Case:
    """A registered case of a team, with its holder and these companions."""
    return register(scene, triaged(scene, team, **fields), team, companions)


def doing(scene: Scene, name: str, operation: Any, now: datetime = MONDAY, **given: Any) -> Any:
    """Let somebody of the cast do something."""
    by = scene.actor(name, now)
    with acting_as(by):
        return operation(by=by, now=now, **given)
