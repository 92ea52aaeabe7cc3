"""Everybody's pages on a phone: usable by everybody (axe, WCAG 2.2 AA) and no wider than the screen."""

from collections.abc import Callable
from typing import Any

import pytest

from naung.access.acting import acting_as
from naung.access.actors import public
from naung.cases.models import Case, Goal, Plan
from naung.core.ids import new_id
from naung.intake.models import Report
from naung.intake.operations import file_report
from naung.intake.rules import FiledChild, Filing
from tests.cases.stories import triaged
from tests.cases.work_stories import assessed, in_rehabilitation, planned, ready, started, submitted
from tests.journeys.conftest import Arrive, look
from tests.scene import MONDAY, Scene

pytestmark = pytest.mark.journey


class Office:
    """Something of everything, so that no page is empty."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    @property
    def rehabilitation(self) -> Case:
        """A case on its way, with an assessment, a plan in force and a second assessment being written."""
        case = in_rehabilitation(self.scene)
        started(self.scene, case)
        return case

    @property
    def planning(self) -> Case:
        """A case whose plan is being written."""
        case = ready(self.scene, name="Dimas Anggara", companions=("Budi",))
        assessed(self.scene, case, f5A=2, f1A=1)
        planned(self.scene, case, "5A")
        return case

    @property
    def submitted(self) -> Case:
        """A case whose plan is before the supervisor."""
        case = ready(self.scene, name="Sinta")
        assessed(self.scene, case, f5A=2)
        submitted(self.scene, case, MONDAY, "5A")
        return case

    @property
    def report(self) -> Report:
        """A report that nobody has read."""
        filing = Filing(
            happened="Anak sering ditinggal sendirian sampai malam.", channel="WA", received_at=MONDAY,
            dangers={"B01": "UNKNOWN"}, children=(FiledChild(name="Putri Lestari", sex="P"),),
        )  # fmt: skip
        with acting_as(public([], [self.scene.office.pk])) as anybody:
            return file_report(by=anybody, filing=filing, now=MONDAY)[0]

    @property
    def waiting(self) -> Report:
        """A triaged report before the supervisor of Barat."""
        return triaged(self.scene, name="Bayu")


Pages = list[tuple[Any, ...]]


def nobody(_office: Office) -> Pages:
    names = ("home", "tell", "code", "rights", "afterwards", "helpers")
    return [*((f"publicsite:{name}",) for name in names), ("account_login",)]


def intake(office: Office) -> Pages:
    own = [("desk:today",), ("intake:queue",), ("intake:ended",), ("intake:entry", new_id())]
    factors = [(f"mfa_{page}",) for page in ("index", "add_webauthn", "view_recovery_codes", "deactivate_totp")]
    return [
        *own,
        ("intake:triage", office.report.pk),
        ("desk:search",),
        ("desk:notices",),
        ("teams:own",),
        ("teams:sessions",),
        *factors,
    ]


def companion(office: Office) -> Pages:
    case = office.planning.pk
    parts = ("file", "work", "people", "documents", "visit", "note", "safety", "danger", "tasks")
    return [("desk:today",), ("cases:list",), *((f"cases:{part}", case) for part in parts)]


def social_worker(office: Office) -> Pages:
    going, planning = office.rehabilitation.pk, office.planning.pk
    parts = ("file", "work", "people", "documents", "child", "consent", "safety", "legal", "level", "close")
    work = ("assessment", "plan", "tasks", "deliver", "reintegration")
    steps = [("cases:assessment_step", going, step) for step in ("1", "anak", "ranah", "akhir")]
    with acting_as(office.scene.actor("Sari")):
        goal = Plan.objects.get(case_id=planning).goals.get().pk
        in_force = Goal.objects.filter(plan__case_id=going, actions__isnull=False).order_by("pk")[0]
        settled = [
            ("cases:goal_settled", going, in_force.pk),
            ("cases:action_outcome", going, in_force.actions.all()[0].pk),
        ]
    plan = [("cases:plan", planning), ("cases:plan_goal_new", planning), ("cases:plan_tell", planning)]
    return [
        ("desk:today",), *((f"cases:{part}", going) for part in (*parts, *work)), *steps, *plan, *settled,
        ("cases:plan_action_new", planning, goal),
    ]  # fmt: skip


def supervisor(office: Office) -> Pages:
    case, report = office.submitted.pk, office.waiting.pk
    acts = ("file", "plan", "assign", "suspend", "close", "level")
    own = [("desk:today",), ("cases:list",), ("intake:queue",), ("intake:triage", report), ("cases:register", report)]
    teams = [("teams:team",), ("teams:team-page", office.scene.teams["barat"].pk), ("teams:roster",)]
    return [*own, *((f"cases:{act}", case) for act in acts), ("cases:hand_over", office.scene.id("Sari")), *teams]


def division_head(_office: Office) -> Pages:
    return [("desk:today",), ("intake:queue",), ("desk:notices",)]


def office_head(office: Office) -> Pages:
    return [("desk:today",), ("cases:file", office.submitted.pk)]


def account_keeper(office: Office) -> Pages:
    return [("desk:today",), ("teams:accounts",), ("teams:account-new",), ("teams:account", office.scene.id("Sari"))]


PEOPLE: dict[str, Callable[[Office], Pages]] = {
    "": nobody,
    "Lina": intake,
    "Budi": companion,
    "Sari": social_worker,
    "Rina": supervisor,
    "Hadi": division_head,
    "Ratna": office_head,
    "Ayu": account_keeper,
}


@pytest.mark.parametrize("name", PEOPLE, ids=[pages.__name__ for pages in PEOPLE.values()])
def test_everybody_can_use_these_pages(arrive: Arrive, scene: Scene, name: str) -> None:
    pages = PEOPLE[name](Office(scene))
    person = arrive(name)
    for place, (page, *args) in enumerate(pages):
        assert person.open(page, *args).status == 200, page
        words = [arg for arg in args if isinstance(arg, str)]
        look(person, "-".join([PEOPLE[name].__name__, f"{place:02}", page.split(":")[-1], *words]))
