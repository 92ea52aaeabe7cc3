"""A report comes in, by any channel."""

from datetime import UTC, date, datetime, timedelta

import pytest

from naung.access.acting import acting_as, widened
from naung.access.actors import Actor, public
from naung.core.errors import AccessDenied, Refused
from naung.duties.models import Deadline
from naung.intake.models import AllegedPerson, Report, ReportedChild, Reporter, Story, Triage
from naung.intake.operations import file_report
from naung.intake.rules import AllegedFacts, Caregiver, FiledChild, Filing, ReporterFacts
from naung.places.models import Area
from tests.scene import MONDAY, Scene
from tests.trace import Entry

RANI = FiledChild(name="Rani Wulandari", sex="P", age_estimate=9, where_now="TERLAPOR")


def by_phone(**more: object) -> Filing:
    facts: dict[str, object] = {"happened": "Anak dipukul tiap malam.", "channel": "TEL", "children": (RANI,)}
    return Filing(**(facts | more))  # type: ignore[arg-type]


def filed(scene: Scene, filing: Filing, name: str = "Lina", now=MONDAY) -> list[Report]:  # type: ignore[no-untyped-def]
    actor = the_public(scene) if name == "publik" else scene.actor(name)
    with acting_as(actor):
        return file_report(by=actor, filing=filing, now=now)


def the_public(scene: Scene) -> Actor:
    return public(office_ids=[scene.office.pk])


def rules_of(scene: Scene, report: Report) -> set[str]:
    with acting_as(scene.actor("Ratna")):
        running = Deadline.objects.filter(report_id=report.pk, met_at=None, dropped_at=None)
        return set(running.values_list("rule", flat=True))


def test_the_officer_writes_down_a_call_and_everything_is_kept(scene: Scene) -> None:
    ward = Area.objects.get(code="64.71.02.1001")
    (report,) = filed(
        scene,
        by_phone(
            reporter=ReporterFacts(name="Bu Ani", phone="0812 3456 7890", safe_to_contact="YES", safe_hours="malam"),
            reporter_type="TET",
            alleged=AllegedFacts(name="Pak Joni", relation="AYH", has_access="YES"),
            ward_id=ward.pk,
            forms=frozenset({"FIS"}),
            dangers={"B01": "NO", "B08": "UNKNOWN"},
            children=(FiledChild(name="Rani", age_estimate=9, caregivers=(Caregiver(name="Siti", relation="IBU"),)),),
        ),
    )

    assert (report.status, report.team_id, report.area_id) == ("RECEIVED", scene.teams["intake"].pk, ward.parent_id)
    with acting_as(scene.actor("Lina")):
        assert Story.objects.get(report=report).happened == "Anak dipukul tiap malam."
        assert Reporter.objects.get(report=report).details["phone"] == "+6281234567890"
        assert AllegedPerson.objects.get(report=report).details == {"name": "Pak Joni"}
        child = ReportedChild.objects.get(report=report)
        assert (child.name, child.age_estimate, child.age_estimated_date) == ("Rani", 9, date(2026, 11, 23))
        assert child.caregivers == [{"name": "Siti", "relation": "IBU", "phone": ""}]
        assert "nik" in child.unknowns
        assert Triage.objects.get(report=report).answers == {"B01": "NO", "B08": "UNKNOWN"}


def test_a_report_in_the_small_hours_counts_the_day_on_the_offices_clock(scene: Scene) -> None:
    half_past_one = MONDAY - timedelta(hours=8, minutes=30)
    today = FiledChild(name="Rani", age_estimate=9, age_estimated_date=date(2026, 11, 23))

    (told,) = filed(scene, by_phone(children=(today,)), now=half_past_one)
    (noted,) = filed(scene, by_phone(children=(FiledChild(name="Dimas", age_estimate=7),)), now=half_past_one)
    with acting_as(scene.actor("Lina")):
        for report in (told, noted):
            assert ReportedChild.objects.get(report=report).age_estimated_date == date(2026, 11, 23)


def test_a_report_about_three_children_is_three_reports_in_one_bundle(scene: Scene) -> None:
    reports = filed(scene, by_phone(children=(RANI, FiledChild(name="Dimas"), FiledChild(name="Bayu"))))

    assert len({report.pk for report in reports}) == 3
    assert len({report.bundle_id for report in reports}) == 1
    with acting_as(scene.actor("Lina")):
        assert set(ReportedChild.objects.values_list("name", flat=True)) == {"Rani Wulandari", "Dimas", "Bayu"}


def test_the_public_files_a_report_that_it_cannot_read(scene: Scene) -> None:
    (report,) = filed(scene, by_phone(channel="WEB", dangers={"B01": "YES"}), "publik")

    assert report.danger
    with acting_as(the_public(scene)):
        assert Report.objects.count() == 0
        assert Story.objects.count() == 0
    with acting_as(scene.actor("Lina")):
        assert Story.objects.get().happened == "Anak dipukul tiap malam."


def test_a_form_sent_twice_is_one_report(scene: Scene) -> None:
    first = filed(scene, by_phone(channel="WEB", send_token="a1"), "publik")
    again = filed(scene, by_phone(channel="WEB", send_token="a1"), "publik")
    other = filed(scene, by_phone(channel="WEB", send_token="b2"), "publik")

    assert [r.pk for r in first] == [r.pk for r in again] != [r.pk for r in other]
    with acting_as(scene.actor("Lina")):
        assert Report.objects.count() == 2


def test_a_danger_report_starts_its_clocks_at_receipt(scene: Scene) -> None:
    (report,) = filed(scene, by_phone(channel="WEB", dangers={"B01": "YES"}, forms=frozenset({"SEK"})), "publik")

    assert rules_of(scene, report) == {"TRIAGE_URGENT", "DANGER_OPENED", "ACKNOWLEDGE", "POLICE_REPORT"}


def test_the_caller_on_the_phone_has_been_told_at_once(scene: Scene) -> None:
    (report,) = filed(scene, by_phone())

    assert rules_of(scene, report) == {"TRIAGE_URGENT"}
    with acting_as(scene.actor("Ratna")):
        assert Deadline.objects.get(rule="ACKNOWLEDGE").met_at == MONDAY


def test_nobody_can_be_told_of_an_anonymous_letter(scene: Scene) -> None:
    (report,) = filed(scene, by_phone(channel="SRT"))

    assert rules_of(scene, report) == {"TRIAGE_URGENT"}


def test_a_letter_that_lay_two_days_counts_from_the_day_it_came(scene: Scene) -> None:
    came = MONDAY - timedelta(days=2)
    (report,) = filed(scene, by_phone(channel="SRT", received_at=came, forms=frozenset({"SEK"})))

    with acting_as(scene.actor("Ratna")):
        duty = Deadline.objects.get(rule="POLICE_REPORT", report_id=report.pk)
    assert (duty.started_at, duty.due_at) == (came, came + timedelta(hours=72))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"happened": "  "}, "Tulis apa yang terjadi"),
        ({"children": (FiledChild(age_estimate=40),)}, "40 tahun"),
        ({"children": (FiledChild(birth_date=date(1986, 1, 1)),)}, "40 tahun"),
        ({"children": (FiledChild(birth_date=date(2027, 1, 1)),)}, "masa depan"),
        ({"children": (FiledChild(nik="123"),)}, "16 angka"),
        ({"received_at": MONDAY + timedelta(hours=2)}, "belum tiba"),
        ({"channel": "TELEPATI"}, "tidak ada dalam daftar"),
        ({"forms": frozenset({"XXX"})}, "tidak ada dalam daftar"),
        ({"children": ()}, "satu anak"),
    ],
)
def test_what_cannot_be_true_is_refused_in_words_and_nothing_is_kept(scene: Scene, more, words) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused) as refusal:
        filed(scene, by_phone(**more))

    assert words in str(refusal.value.message)
    with acting_as(scene.actor("Lina")):
        assert Report.objects.count() == 0


def test_who_may_not_file_is_refused(scene: Scene) -> None:
    with pytest.raises(AccessDenied):
        filed(scene, by_phone(), "Ayu")


def test_filing_leaves_its_line(scene: Scene) -> None:
    (report,) = filed(scene, by_phone())

    with acting_as(scene.actor("Dodi")):
        entry = Entry.objects.get(event="report.received")
    assert (entry.about_id, entry.actor_id, entry.details["channel"]) == (report.pk, scene.id("Lina"), "TEL")


class TestRepeats:
    def test_the_same_child_reported_again_is_marked_even_when_it_ended_without_a_case(self, scene: Scene) -> None:
        (first,) = filed(scene, by_phone())
        with acting_as(scene.actor("Lina")), widened([first.pk]):
            Report.objects.filter(pk=first.pk).update(status="TOO_LITTLE_KNOWN")
        (again,) = filed(
            scene, by_phone(channel="WEB", children=(FiledChild(name="Rani Woelandari"),)), "publik",
            MONDAY + timedelta(days=100),
        )  # fmt: skip

        assert again.repeat_of_id == first.pk

    def test_the_same_reporter_about_an_unnamed_child_is_a_repeat(self, scene: Scene) -> None:
        bu_ani = ReporterFacts(phone="081234567890")
        (first,) = filed(scene, by_phone(reporter=bu_ani))
        (again,) = filed(scene, by_phone(reporter=ReporterFacts(phone="+62 812-3456-7890"), children=(FiledChild(),)))
        (other,) = filed(scene, by_phone(reporter=bu_ani, children=(FiledChild(name="Dimas Pratama"),)))

        assert again.repeat_of_id == first.pk
        assert other.repeat_of_id != first.pk

    def test_one_word_names_alone_mark_nothing_and_neither_does_a_year_ago(self, scene: Scene) -> None:
        filed(scene, by_phone(children=(FiledChild(name="Rani"),)))
        (namesake,) = filed(scene, by_phone(children=(FiledChild(name="Rani"),)))
        filed(scene, by_phone())
        (later,) = filed(scene, by_phone(), now=MONDAY + timedelta(days=366))

        assert namesake.repeat_of_id is None
        assert later.repeat_of_id is None

    def test_children_of_one_report_do_not_mark_each_other(self, scene: Scene) -> None:
        reports = filed(scene, by_phone(children=(RANI, RANI)))

        assert [report.repeat_of_id for report in reports] == [None, None]


class TestConflictWall:
    def test_whoever_resembles_the_alleged_person_is_shut_out(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(alleged=AllegedFacts(name="Rina Marlina")))

        assert report.barred_user_ids == [scene.id("Rina")]
        assert report.team_id == scene.teams["intake"].pk

    def test_a_phone_is_enough(self, scene: Scene) -> None:
        sari = scene.users["Sari"]
        sari.phone = "0811-222-3333"
        sari.save()
        (report,) = filed(scene, by_phone(alleged=AllegedFacts(phone="+62 811 222 3333")))

        assert report.barred_user_ids == [sari.pk]

    def test_a_name_inside_what_the_public_wrote_is_enough(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(alleged=AllegedFacts(description="pendamping yang namanya Boedi")), "publik")

        assert report.barred_user_ids == [scene.id("Budi")]

    def test_a_report_that_names_intakes_own_people_goes_to_the_division(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(alleged=AllegedFacts(name="Lina"), channel="WEB"), "publik")

        assert report.team_id == scene.teams["division"].pk
        with acting_as(scene.actor("Lina")):
            assert Report.objects.count() == 0
        with acting_as(scene.actor("Hadi")):
            assert Story.objects.count() == 1

    def test_whoever_raises_it_keeps_sight_of_it(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(alleged=AllegedFacts(name="Lina")))

        assert report.team_id == scene.teams["division"].pk
        with acting_as(scene.actor("Lina")):
            assert Report.objects.get() == report

    def test_a_companion_sees_the_report_that_she_raised_and_no_other(self, scene: Scene) -> None:
        filed(scene, by_phone())
        (hers,) = filed(scene, by_phone(channel="JKL"), "Budi")

        with acting_as(scene.actor("Budi")):
            assert [report.pk for report in Report.objects.all()] == [hers.pk]
        with acting_as(scene.actor("Wati")):
            assert Report.objects.count() == 0


NIGHT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # one in the morning of the 24th in Balikpapan


@pytest.mark.parametrize("name", ["Lina", "publik"])
@pytest.mark.parametrize(
    "child",
    [
        FiledChild(age_estimate=9, age_estimated_date=date(2026, 11, 24)),
        FiledChild(age_estimate=9),
        FiledChild(birth_date=date(2026, 11, 24)),
    ],
    ids=["age", "age-without-day", "newborn"],
)
def test_at_night_the_day_is_the_citys_own(scene: Scene, name: str, child: FiledChild) -> None:
    (report,) = filed(scene, by_phone(children=(child,)), name, NIGHT)

    with acting_as(scene.actor("Lina", NIGHT)):
        held = ReportedChild.objects.get(report=report)
        assert (held.birth_date or held.age_estimated_date) == date(2026, 11, 24)


def test_of_somebody_unknown_nothing_is_kept(scene: Scene) -> None:
    told = Filing(happened="Anak menangis.", channel="TEL", secrecy="RAHASIA", children=(FiledChild(name="Dewi"),),
                  alleged=AllegedFacts(relation="TTH"))  # fmt: skip
    with acting_as(scene.actor("Lina")) as lina:
        (report,) = file_report(by=lina, filing=told, now=MONDAY)
        assert not AllegedPerson.objects.filter(report=report).exists()
