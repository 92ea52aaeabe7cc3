"""How the office keeps time: this month beside last month; loads that are too much are marked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings

from naung.access.acting import acting_as
from naung.cases.models import Case
from naung.desk.queries import lines_of, measures
from naung.duties.models import Deadline, Notice
from naung.duties.operations import notify
from naung.duties.rules import notices
from naung.intake.models import Report
from tests.cases.stories import a_case, doing, triaged
from tests.desk.pages import NOW, SignIn, page
from tests.scene import MONDAY, Scene

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LAST_MONTH = MONDAY - 30 * DAY


def put(scene: Scene, model: type, pk: object, **fields: object) -> None:
    with acting_as(scene.actor("Rina")):
        model.objects.filter(pk=pk).update(**fields)  # type: ignore[attr-defined]


def told(scene: Scene, hours: tuple[int, ...], at) -> None:  # type: ignore[no-untyped-def]
    """Reports triaged so many hours after they came, and children seen twice as late."""
    for number, taken in enumerate(hours):
        case = a_case(scene, name=f"Anak {number} {at.month}")
        put(scene, Case, case.pk, report_received_at=at, seen_at=at + 2 * taken * HOUR)
        with acting_as(scene.actor("Rina")):
            Report.objects.filter(triaged_at__gte=MONDAY - HOUR, status="BECAME_CASE").update(
                received_at=at, triaged_at=at + taken * HOUR
            )


def test_medians_of_this_month_and_last(scene: Scene, sign_in: SignIn) -> None:
    told(scene, (2, 4, 12), LAST_MONTH)
    told(scene, (1, 3), MONDAY - 4 * DAY)

    with acting_as(scene.actor("Rina")) as rina:
        this, last = measures(rina, NOW)
    assert (this.to_triage, this.to_seen) == (2.0, 4.0)
    assert (last.to_triage, last.to_seen) == (4.0, 8.0)
    shown = page(sign_in("Rina"))
    assert "2,0 jam" in shown


def duty(scene: Scene, case: Case, number: int, due, **fields: object) -> None:  # type: ignore[no-untyped-def]
    scope = {name: getattr(case, name) for name in ("owner_id", "team_id", "office_id")}
    with acting_as(scene.actor("Rina")):
        Deadline.objects.create(
            rule="CONTACT", key=f"t{number}", case_id=case.pk, amount=1, unit="DAY", started_at=due - DAY,
            due_at=due, warn_at=due, division_at=due, **scope, **fields,
        )  # fmt: skip


def test_the_share_kept_in_time_leaves_out_clocks_that_stand_still(scene: Scene) -> None:
    case = a_case(scene)
    with acting_as(scene.actor("Rina")):
        Deadline.objects.filter(case_id=case.pk).update(dropped_at=NOW)
    due, before = MONDAY - 2 * DAY, LAST_MONTH
    duty(scene, case, 1, due, met_at=due - HOUR)
    duty(scene, case, 2, due, met_at=due + HOUR)
    duty(scene, case, 3, due, paused_at=due - HOUR)
    duty(scene, case, 4, before, met_at=before)
    duty(scene, case, 5, before)
    duty(scene, case, 6, before)
    duty(scene, case, 7, before, met_at=before)

    with acting_as(scene.actor("Rina")) as rina:
        this, last = measures(rina, NOW)
    assert (this.on_time, this.duties) == (0.5, 2)
    assert (last.on_time, last.duties) == (0.5, 4)


def test_who_carries_too_much_is_marked_and_called_full_when_a_case_is_given(
    scene: Scene, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CITY", replace(settings.CITY, caseload_warning=1))
    a_case(scene)
    assert "bar-row over" not in page(sign_in("Rina"))
    a_case(scene, name="Dimas")
    report = triaged(scene, name="Sinta")

    rina = sign_in("Rina")
    assert "bar-row over" in page(rina)
    assert "◆ 2" in page(rina)
    assert "penuh" in page(rina, f"/kasus/registrasi/{report.pk}/")


def test_no_notice_and_no_heads_line_says_what_happened_to_a_child(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene)
    told_ = {"rule": "POLICE_REPORT", "number": case.number}
    to = [scene.id("Hadi"), scene.id("Sari")]
    doing(scene, "Rina", notify, to=to, kind=notices.LONG_LATE, about=case, once="p", **told_)
    duty(scene, case, 1, MONDAY - 20 * DAY)
    with acting_as(scene.actor("Rina")):
        Deadline.objects.filter(key="t1").update(rule="POLICE_REPORT")

    for name in ("Hadi", "Sari"):
        listed = page(sign_in(name), "/kerja/pemberitahuan/")
        assert "Kewajiban hukum 3×24 jam" in listed
        assert "seksual" not in listed.lower()
        with acting_as(scene.actor(name)):
            assert "seksual" not in Notice.objects.get(owner_id=scene.id(name), once__startswith="p:").text.id.lower()
    head = page(sign_in("Hadi"))
    assert "Kewajiban hukum 3×24 jam" in head
    assert "seksual" not in head.lower()
    assert "12/2022" not in head
    with acting_as(scene.actor("Sari")) as sari:
        (line,) = lines_of(sari, Deadline.objects.filter(key="t1"), NOW.date())
    assert "seksual" in line.duty.id.lower()
