"""Two people save one record at once: the second keeps her words, sees what stands and by whom, and goes on."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.cases.models import Case, Narrative
from naung.cases.operations import chronology, contact
from naung.cases.queries import plan as plans
from naung.cases.rules.contact import VisitFacts
from naung.teams import operations as teams
from tests.cases.stories import a_case, doing
from tests.cases.test_reintegration_work import save
from tests.cases.work_stories import approved, assessed, in_rehabilitation, planned, ready
from tests.scene import MONDAY, Scene

VERSION = re.compile(r'name="version" value="(\d+)"')
Where = tuple[str, dict[str, object]]  # an address and what one sends there besides the field in question


def at(name: str, case: Case, *more: object) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *more])


def a_child(scene: Scene) -> Where:
    return at("child", a_case(scene)), {"name": "Rani"}


def a_safety_line(scene: Scene) -> Where:
    return at("safety", ready(scene)), {"plan": "Bibi."}


def a_first_safety_line(scene: Scene) -> Where:
    return at("safety", a_case(scene)), {}


def a_level(scene: Scene) -> Where:
    return at("level", a_case(scene, level="LOW")), {}


def a_note(scene: Scene) -> Where:
    case = a_case(scene)
    entry: Narrative = doing(scene, "Sari", chronology.write_narrative, case_id=case.pk, text="Awal.", at=MONDAY)
    return at("note_edit", case, entry.pk), {"at": "2026-11-20T08:00", "reason": "Salah."}


def a_seen_child(scene: Scene) -> Where:
    case = a_case(scene)
    seen = VisitFacts(kind="RUMAH", at=MONDAY, child_seen=True, seen_alone=True, safe="YES", observed="Ada memar.")
    kept = doing(scene, "Sari", contact.record_visit, case_id=case.pk, visit=seen)
    given: dict[str, object] = {"kind": "RUMAH", "at": "2026-11-23T10:00", "safe": "YES", "reason": "Salah."}
    return at("visit_edit", case, kept.pk), given | {"child_seen": "yes", "seen_alone": "yes"}


def sheet_of(scene: Scene, *, in_force: bool) -> tuple[Case, plans.Sheet]:
    case = ready(scene)
    assessed(scene, case, f3A=2)
    plan = approved(scene, case) if in_force else planned(scene, case, "3A")
    with acting_as(scene.actor("Sari")):
        return case, plans.sheet(plan)


def a_goal(scene: Scene) -> Where:
    case, sheet = sheet_of(scene, in_force=False)
    return at("plan_goal", case, sheet.goals[0].pk), {"factor": "3A"}


def an_action(scene: Scene) -> Where:
    case, sheet = sheet_of(scene, in_force=False)
    given: dict[str, object] = {"responsible_id": scene.id("Sari"), "due_date": "2026-12-01"}
    return at("plan_action", case, sheet.all_actions[0].pk), given


def an_outcome(scene: Scene) -> Where:
    case, sheet = sheet_of(scene, in_force=True)
    return at("action_outcome", case, sheet.all_actions[0].pk), {"result": "TCP"}


def a_settled_goal(scene: Scene) -> Where:
    case, sheet = sheet_of(scene, in_force=True)
    return at("goal_settled", case, sheet.goals[0].pk), {"met": "yes"}


def a_return_plan(scene: Scene) -> Where:
    case = in_rehabilitation(scene)
    save(scene, case)
    return at("reintegration", case), {}


def a_team(scene: Scene) -> Where:
    return reverse("teams:team-change", args=[scene.teams["barat"].pk]), {}


def a_turn(scene: Scene) -> Where:
    shift = doing(
        scene, "Rina", teams.add_shift, from_at=MONDAY, until_at=MONDAY.replace(hour=23), first_id=scene.id("Lina"),
        second_id=None,
    )  # fmt: skip
    given: dict[str, object] = {"day": "2026-11-23", "since": "08:00", "first": scene.id("Lina")}
    return reverse("teams:turn", args=[shift.pk]), given


FORMS: list[tuple[Callable[[Scene], Where], str, str, tuple[str, str, str]]] = [
    # the record, who writes, the field, and (what the first writes, how it is read, what the second writes)
    (a_child, "Sari", "nickname", ("Ani", "Ani", "Nini")),
    (a_safety_line, "Sari", "no_go", ("Pasar", "Pasar", "Terminal")),
    (a_first_safety_line, "Sari", "no_go", ("Pasar", "Pasar", "Terminal")),
    (a_level, "Sari", "level", ("HIGH", "Tinggi", "EMERGENCY")),
    (a_note, "Sari", "text", ("Kepala sekolah.", "Kepala sekolah.", "Guru BK.")),
    (a_seen_child, "Sari", "observed", ("Dua memar.", "Dua memar.", "Tiga memar.")),
    (a_goal, "Sari", "text", ("Tidur tenang.", "Tidur tenang.", "Makan cukup.")),
    (an_action, "Sari", "text", ("Antar ke puskesmas.", "Antar ke puskesmas.", "Telepon bibi.")),
    (an_outcome, "Sari", "explained", ("Sudah diantar.", "Sudah diantar.", "Belum pasti.")),
    (a_settled_goal, "Sari", "explained", ("Terlihat tenang.", "Terlihat tenang.", "Masih ragu.")),
    (a_return_plan, "Sari", "text", ("Diantar Jumat.", "Diantar Jumat.", "Diantar Senin.")),
    (a_team, "Rina", "name", ("Tim Teluk", "Tim Teluk", "Tim Bukit")),
    (a_turn, "Rina", "until", ("20:00", "20.00", "21:00")),
]


@pytest.mark.parametrize(("record", "name", "field", "texts"), FORMS, ids=[form[0].__name__ for form in FORMS])
def test_whoever_saves_second_is_shown_both_texts_and_merges(
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    record: Callable[[Scene], Where],
    name: str,
    field: str,
    texts: tuple[str, str, str],
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    client = Client()
    client.force_login(scene.users[name])
    address, given = record(scene)
    first, read, second = texts
    found = VERSION.search(client.get(address).content.decode())
    assert found
    shown = given | {"version": found[1]}

    assert client.post(address, shown | {field: first}).status_code == 302
    late = client.post(address, shown | {field: second})

    page = unescape(late.content.decode())
    stands = re.search(r'<div class="stands">.*?</div>', page, re.DOTALL)
    assert late.status_code == 409
    assert second in page
    assert stands
    assert read.lower() in stands[0].lower()
    assert f"oleh {name}:" in stands[0]
    merged = VERSION.search(page)
    assert merged
    assert client.post(address, shown | {"version": merged[1], field: second}).status_code == 302


def test_a_plan_that_changed_is_read_again_before_it_is_decided(scene: Scene) -> None:
    case, sheet = sheet_of(scene, in_force=False)
    client = Client()
    client.force_login(scene.users["Sari"])

    answer = client.post(at("plan_submit", case), {"version": 77})

    assert answer.status_code == 409
    assert "Rencana ini berubah" in answer.content.decode()
    assert sheet.goals[0].text in answer.content.decode()
