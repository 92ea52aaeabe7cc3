"""What somebody typed is shown as text in a real browser, and runs nowhere."""

import pytest

from naung.access.acting import acting_as
from naung.access.actors import public
from naung.intake.operations import file_report
from naung.intake.rules import Caregiver, FiledChild, Filing
from tests.journeys.conftest import Arrive
from tests.scene import MONDAY, Scene
from tests.security.forms import PAYLOAD

pytestmark = pytest.mark.journey


def test_a_report_full_of_script_is_read_and_runs_nothing(arrive: Arrive, scene: Scene) -> None:
    child = FiledChild(name=PAYLOAD[:60], caregivers=(Caregiver(name=PAYLOAD[:60]),))
    told = Filing(happened=PAYLOAD, channel="WEB", received_at=MONDAY, children=(child,))
    with acting_as(public([], [scene.office.pk])) as anybody:
        (report,) = file_report(by=anybody, filing=told, now=MONDAY)
    lina = arrive("Lina")
    called: list[str] = []
    lina.page.on("dialog", lambda dialog: (called.append(dialog.message), dialog.dismiss()))

    for page, *args in (("intake:queue",), ("intake:triage", report.pk), ("intake:print", report.pk, "fpp")):
        assert lina.open(page, *args).status == 200
        assert lina.page.locator("img[src=x]").count() == 0
    lina.open("intake:triage", report.pk)
    assert PAYLOAD in lina.page.locator("main").inner_text()
    lina.open("desk:search", q=PAYLOAD.replace("&", ""))
    assert called == []
