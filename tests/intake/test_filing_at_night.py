"""After midnight the city's day is already another than the day in UTC."""

from datetime import date, datetime

from naung.access.acting import acting_as
from naung.access.actors import public
from naung.intake.models import ReportedChild
from naung.intake.operations import file_report
from naung.intake.rules import FiledChild, Filing
from tests.scene import Scene

NIGHT = datetime.fromisoformat("2026-11-25T17:15:00+00:00")  # 01.15 on the 26th in Balikpapan


def test_a_report_with_an_age_is_taken_between_midnight_and_eight(scene: Scene) -> None:
    today = date(2026, 11, 26)
    told = FiledChild(name="Rani", age_estimate=9, age_estimated_date=today)
    plain = FiledChild(name="Dimas", age_estimate=7)
    with acting_as(public([], [scene.office.pk])) as anybody:
        file_report(
            by=anybody, filing=Filing(happened="Rani takut pulang.", channel="WA", children=(told, plain)), now=NIGHT
        )

    with acting_as(scene.actor("Lina", NIGHT)):
        assert set(ReportedChild.objects.values_list("age_estimated_date", flat=True)) == {today}
