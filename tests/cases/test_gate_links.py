"""Every gate that is shut leads to the very place where it is met."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from naung.access.acting import acting_as, widened
from naung.cases.models import Case
from naung.cases.rules import closing, gates
from tests.cases.stories import a_case
from tests.cases.test_reintegration_work import save
from tests.cases.work_stories import assessed, in_rehabilitation, ready
from tests.scene import Scene

ALL = {gate for gate in vars(gates).values() if isinstance(gate, gates.Gate)}
# Anchors of these stand on the page of somebody who holds a case that is so far.
RETURNING = {gates.HANDOVER_SIGNED}


@pytest.fixture
def sari(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.users["Sari"])
    return client


def before_return(scene: Scene) -> Case:
    case = in_rehabilitation(scene)
    save(scene, case)
    with acting_as(scene.actor("Rina")), widened([case.pk]):
        case.stage = "REINTEGRATION"
        case.store("stage")
    return case


def assert_leads(client: Client, case: Case, gate: gates.CaseGate, query: str = "") -> None:
    page, anchor = gate.link
    answer = client.get(reverse(page, args=[case.pk]) + query)
    assert answer.status_code == 200
    assert f'id="{anchor}"' in answer.content.decode(), gate.code


@pytest.mark.parametrize("gate", sorted(ALL, key=lambda gate: gate.code), ids=lambda gate: gate.code)
def test_the_place_is_on_the_page(scene: Scene, sari: Client, gate: gates.CaseGate) -> None:
    case = before_return(scene) if gate in RETURNING else in_rehabilitation(scene)
    ways = [way.code for way in closing.WAYS if gate in way.gates]
    if gate.link[0] == "cases:close" and "TJN" in ways:  # only a case that is watched closes so
        with acting_as(scene.actor("Rina")), widened([case.pk]):
            case.status = "MONITORING"
            case.store("status")
    if gate.link[0] == "cases:close":
        for way in ways:
            assert_leads(sari, case, gate, f"?cara={way}")
    else:
        assert_leads(sari, case, gate)


@pytest.mark.parametrize("stage", [a_case, ready], ids=["registered", "seen"])
def test_the_place_is_there_before_anything_is_written(
    scene: Scene, sari: Client, stage: Callable[[Scene], Case]
) -> None:
    case = stage(scene)
    for gate in (gates.FACTORS_RATED, gates.CHILD_VIEWS, gates.ONE_STORY, gates.GOALS_SET, gates.PLAN_APPROVED):
        assert_leads(sari, case, gate)


def test_closing_links_keep_the_way(scene: Scene, sari: Client) -> None:
    case = in_rehabilitation(scene)
    page = sari.get(reverse("cases:close", args=[case.pk])).content.decode()
    assert 'href="?cara=DUP#duplikat"' in page
    assert 'href="?cara=UMR#transisi"' in page


def test_a_registered_case_says_what_stands_before_the_assessment(scene: Scene, sari: Client) -> None:
    case = a_case(scene)
    page = sari.get(reverse("cases:work", args=[case.pk])).content.decode()
    assert "Mulai asesmen" not in page
    assert f'href="{reverse("cases:visit", args=[case.pk])}#baru"' in page

    refused = sari.post(reverse("cases:assessment_start", args=[case.pk]))
    assert refused.status_code == 409
    assert f'href="{reverse("cases:consent", args=[case.pk])}#baru"' in refused.content.decode()


def test_a_low_factor_leads_to_assessing_again(scene: Scene, sari: Client) -> None:
    case = in_rehabilitation(scene)
    assessed(scene, case, f3A=1)
    story = sari.get(reverse("cases:file", args=[case.pk])).content.decode()
    assert f'href="{reverse("cases:work", args=[case.pk])}#asesmen"' in story
    assert "Mulai asesmen ulang" in sari.get(reverse("cases:work", args=[case.pk])).content.decode()
