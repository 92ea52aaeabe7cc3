"""Ending, resting, handing over and coming back: by whom, through which gates, and what stays."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from naung.access import operations as access
from naung.access.acting import acting_as
from naung.cases import operations
from naung.cases.models import Assignment, Case, CaseEvent, Closure
from naung.cases.operations import ClosingFacts, VisitFacts
from naung.cases.queries import staff
from naung.cases.queries.facts import facts_of
from naung.cases.rules.assigning import Candidate, recommend
from naung.core.errors import AccessDenied, NotAllowedNow, Refused, Stale
from naung.core.ids import new_id
from naung.duties.models import Deadline
from tests.cases.stories import a_case, doing, triaged
from tests.scene import MONDAY, Scene

LATER = MONDAY + timedelta(days=2)
UNPROVEN = ClosingFacts(way="TTK", reason="Tidak ada yang mendukung laporan.")


def missing(error: pytest.ExceptionInfo[NotAllowedNow]) -> list[str]:
    return [gate.code for gate in error.value.about["missing"]]


def open_rules(scene: Scene, case: Case, name: str = "Rina") -> dict[str, Deadline]:
    with acting_as(scene.actor(name)):
        return {d.rule: d for d in Deadline.objects.filter(case_id=case.pk, met_at=None, dropped_at=None)}


def put(scene: Scene, case: Case, **fields: object) -> None:
    with acting_as(scene.actor("Rina")):
        Case.objects.filter(pk=case.pk).update(**fields)


def close(scene: Scene, case: Case, closing: ClosingFacts = UNPROVEN, name: str = "Rina") -> Case:
    return doing(scene, name, operations.close_case, now=LATER, case_id=case.pk, closing=closing)


def test_a_supervisor_closes_and_the_companion_no_longer_sees_it(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    with pytest.raises(AccessDenied):
        close(scene, case, name="Sari")
    closed = close(scene, case)

    assert (closed.status, closed.closed_reason, closed.closed_at) == ("CLOSED", "TTK", LATER)
    assert open_rules(scene, case) == {}
    with acting_as(scene.actor("Budi", LATER)):
        assert Case.objects.count() == 0
    with acting_as(scene.actor("Sari")):
        assert Closure.objects.get().reason == UNPROVEN.reason


def test_reaching_the_goals_closes_only_from_monitoring_with_everything_standing(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    done = ClosingFacts(way="TJN", next_contact="Bu Sari, Puskesos")
    with pytest.raises(NotAllowedNow):
        close(scene, case, done)
    put(scene, case, status="MONITORING")
    with pytest.raises(NotAllowedNow) as shut:
        close(scene, case, replace(done, next_contact=""))
    assert missing(shut) == ["LAST_TWO_STABLE", "NEXT_CONTACT"]

    for hours, stable in ((1, True), (2, False), (3, True)):
        seen = VisitFacts(kind="RUMAH", at=MONDAY + timedelta(hours=hours), child_seen=True, stable=stable)
        doing(scene, "Budi", operations.record_visit, now=LATER, case_id=case.pk, visit=seen, visit_id=new_id())
    with pytest.raises(NotAllowedNow) as shut:
        close(scene, case, done)
    assert missing(shut) == ["LAST_TWO_STABLE"]
    steady = VisitFacts(kind="TELEPON", at=MONDAY + timedelta(hours=4), child_seen=False, stable=True)
    doing(scene, "Budi", operations.record_visit, now=LATER, case_id=case.pk, visit=steady)
    assert close(scene, case, done).closed_reason == "TJN"


@pytest.mark.parametrize("order", [(False, True, True), (True, True, False), (True, False, True)])
def test_of_contacts_told_with_the_same_minute_the_last_written_count(scene: Scene, order: tuple[bool, ...]) -> None:
    case = a_case(scene, companions=("Budi",))
    for minute, stable in enumerate(order):
        seen = VisitFacts(kind="RUMAH", at=MONDAY + timedelta(hours=1), child_seen=True, stable=stable)
        at = LATER + timedelta(minutes=minute)
        doing(scene, "Budi", operations.record_visit, now=at, case_id=case.pk, visit=seen, visit_id=new_id())

    with acting_as(scene.actor("Sari")), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")  # whichever way the database takes
        assert facts_of(case).last_contacts_stable == (order[2], order[1])


@pytest.mark.parametrize(
    ("way", "field", "code"),
    [
        ("UMR", "transition_plan", "TRANSITION_PLAN"),
        ("PGN", "guardianship_order", "GUARDIANSHIP_ORDER"),
        ("MGL", "death_review", "DEATH_REVIEW"),
    ],
)
def test_each_way_asks_for_its_own_paper(scene: Scene, way: str, field: str, code: str) -> None:
    case = a_case(scene)
    with pytest.raises(NotAllowedNow) as shut:
        close(scene, case, ClosingFacts(way=way))
    assert missing(shut) == ["REASON_KEPT", code]
    assert close(scene, case, ClosingFacts(way=way, reason="Sudah.", **{field: "Nomor 12"})).closed_reason == way


def test_withdrawing_closes_at_low_risk_only(scene: Scene) -> None:
    with pytest.raises(NotAllowedNow) as shut:
        close(scene, a_case(scene), ClosingFacts(way="MNR", reason="Keluarga menarik diri."))
    assert missing(shut) == ["LOW_RISK"]
    low = a_case(scene, level="LOW", name="Dimas")
    assert close(scene, low, ClosingFacts(way="MNR", reason="Keluarga menarik diri.")).closed_reason == "MNR"


def test_a_child_not_found_was_looked_for(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    lost = ClosingFacts(way="HLG", reason="Pindah tanpa alamat.")
    with pytest.raises(NotAllowedNow) as shut:
        close(scene, case, lost)
    assert missing(shut) == ["SEARCH_DOCUMENTED"]
    sought = VisitFacts(kind="GAGAL", at=MONDAY + timedelta(hours=1), child_seen=False, observed="Rumah kosong.")
    doing(scene, "Budi", operations.record_visit, now=LATER, case_id=case.pk, visit=sought)
    assert close(scene, case, lost).closed_reason == "HLG"


def test_a_duplicate_names_the_case_that_stands_for_it(scene: Scene) -> None:
    case, other = a_case(scene), a_case(scene, name="Rani P.")
    with pytest.raises(Refused):
        close(scene, case, ClosingFacts(way="DUP", reason="Sama.", duplicate_of="TIDAKADA"))
    close(scene, case, ClosingFacts(way="DUP", reason="Sama.", duplicate_of=other.number.lower()))
    with acting_as(scene.actor("Rina")):
        assert Closure.objects.get(case=case).duplicate_of_id == other.pk


def test_an_open_danger_and_an_unmet_law_keep_a_case_open(scene: Scene) -> None:
    case = a_case(scene, forms=("SEK",), companions=("Budi",))
    flag = doing(scene, "Budi", operations.raise_danger_flag, case_id=case.pk, code="B04")
    with pytest.raises(NotAllowedNow) as shut:
        close(scene, case)
    assert missing(shut) == ["NO_OPEN_DANGER", "LEGAL_MET_OR_EXPLAINED"]
    doing(scene, "Rina", operations.end_danger_flag, flag_id=flag.pk, reason="Ditahan")
    doing(
        scene,
        "Sari",
        operations.explain_legal_duty,
        case_id=case.pk,
        kind="POLICE_REPORT",
        reason="Sudah dilaporkan keluarga",
    )
    assert close(scene, case).status == "CLOSED"


def test_a_closing_is_proposed_sent_back_and_decided_by_another(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    doing(scene, "Sari", operations.propose_closure, case_id=case.pk, closing=UNPROVEN)
    with pytest.raises(AccessDenied):
        doing(scene, "Budi", operations.propose_closure, case_id=case.pk, closing=UNPROVEN)
    with pytest.raises(Refused):
        doing(scene, "Rina", operations.return_closure, case_id=case.pk, reason=" ")
    doing(scene, "Rina", operations.return_closure, case_id=case.pk, reason="Temui anak sekali lagi.")
    doing(scene, "Sari", operations.propose_closure, case_id=case.pk, closing=UNPROVEN)
    close(scene, case)
    with acting_as(scene.actor("Sari")):
        assert Closure.objects.count() == 2
        assert CaseEvent.objects.filter(case=case, kind__startswith="CLOSING").count() == 3


def test_two_people_proposing_at_once_the_second_sees_both_texts(scene: Scene) -> None:
    case = a_case(scene)
    first = doing(scene, "Sari", operations.propose_closure, case_id=case.pk, closing=UNPROVEN, version=0)

    other = ClosingFacts(way="TTK", reason="Pelapor menarik laporannya.")
    for version in (0, first.version - 1):
        with pytest.raises(Stale) as late:
            doing(scene, "Rina", operations.close_case, case_id=case.pk, closing=other, version=version)
        assert late.value.about["mine"] == {"Penjelasan": "Pelapor menarik laporannya."}
        assert late.value.about["theirs"] == {"Penjelasan": UNPROVEN.reason}
        assert late.value.about["by"] == "Sari"
    closed = doing(scene, "Rina", operations.close_case, case_id=case.pk, closing=other, version=first.version)
    assert closed.status == "CLOSED"


def test_a_case_rests_until_a_review_and_goes_on_where_it_was(scene: Scene) -> None:
    case = a_case(scene, forms=("SEK",), companions=("Budi",))
    review = (MONDAY + timedelta(days=14)).date()
    given = {"case_id": case.pk, "reason_code": "RAWAT", "reason": "", "review_date": review}
    with pytest.raises(AccessDenied):
        doing(scene, "Sari", operations.suspend, **given)
    with pytest.raises(Refused):
        doing(scene, "Rina", operations.suspend, **given | {"review_date": (MONDAY + timedelta(days=31)).date()})
    doing(scene, "Rina", operations.suspend, **given)

    running = {rule for rule, duty in open_rules(scene, case).items() if duty.paused_at is None}
    assert running == {"POLICE_REPORT", "SUSPENSION_REVIEW"}
    assert open_rules(scene, case)["SUSPENSION_REVIEW"].due_at.date() == review
    for name in ("Sari", "Rina"):
        with pytest.raises(NotAllowedNow):
            doing(scene, name, operations.advance, case_id=case.pk, target="ASSESSMENT")
    longer = (MONDAY + timedelta(days=20)).date()
    doing(
        scene, "Rina", operations.keep_suspended, now=LATER, case_id=case.pk, reason="Masih dirawat", review_date=longer
    )
    assert open_rules(scene, case)["SUSPENSION_REVIEW"].due_at.date() == longer
    back = doing(scene, "Rina", operations.resume, now=LATER, case_id=case.pk)
    assert (back.status, back.suspended_from) == ("REGISTERED", "")
    assert all(duty.paused_at is None for duty in open_rules(scene, case).values())
    assert "SUSPENSION_REVIEW" not in open_rules(scene, case)


def test_a_danger_wakes_a_resting_case(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    put(scene, case, status="MONITORING", stage="REHABILITATION")
    doing(scene, "Rina", operations.suspend, case_id=case.pk, reason_code="RAWAT",
          review_date=(MONDAY + timedelta(days=9)).date())  # fmt: skip
    doing(scene, "Budi", operations.raise_danger_flag, now=LATER, case_id=case.pk, code="B05")
    with acting_as(scene.actor("Budi")):
        case.refresh_from_db()
    assert (case.status, case.stage, case.suspended_from) == ("IMPLEMENTATION", "INTERVENTION", "")
    assert all(duty.paused_at is None for duty in open_rules(scene, case).values())


def test_a_closed_case_opens_again_with_the_same_people_and_new_duties(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    close(scene, case)
    week = LATER + timedelta(days=7)
    with pytest.raises(AccessDenied):
        doing(scene, "Sari", operations.reopen, now=week, case_id=case.pk, reason="Terlihat memar")
    report = triaged(scene, received_at=week, level="EMERGENCY")
    opened = doing(
        scene, "Rina", operations.reopen, now=week, case_id=case.pk, reason="Laporan baru", report_id=report.pk
    )

    assert (opened.status, opened.closed_at) == ("ASSESSMENT", None)
    assert {"CHILD_SEEN", "ASSESSMENT", "PLAN", "CONTACT", "REVIEW"} <= open_rules(scene, case).keys()
    with acting_as(scene.actor("Budi", week)):
        again = Case.objects.get()
        assert (again.level, CaseEvent.objects.filter(case=again, kind="REOPENED").count()) == ("EMERGENCY", 1)


def test_a_case_is_not_opened_beside_another_open_one_of_the_child(scene: Scene) -> None:
    from tests.cases.stories import register

    case = a_case(scene)
    close(scene, case)
    register(scene, triaged(scene), child=case.child_id, now=LATER)
    with pytest.raises(NotAllowedNow):
        doing(scene, "Rina", operations.reopen, now=LATER, case_id=case.pk, reason="Terlihat memar")


def a_colleague(scene: Scene, name: str, role: str) -> None:
    from naung.teams.models import Membership, User

    user = User.objects.create(username=name.lower(), name=name, created_at=MONDAY)
    scene.users[name] = user
    Membership.objects.create(
        user=user, role=role, office=scene.office, team=scene.teams["barat"], from_at=MONDAY - timedelta(days=9)
    )


def test_handing_over_keeps_every_duty(scene: Scene) -> None:
    a_colleague(scene, "Maya", "SOCIAL_WORKER")
    cases = [a_case(scene, name=name, companions=("Budi",)) for name in ("Rani", "Dimas")]
    before = {rule: duty.due_at for rule, duty in open_rules(scene, cases[0]).items()}
    given = {"from_id": scene.id("Sari"), "to_id": scene.id("Maya"), "case_ids": [case.pk for case in cases]}
    with pytest.raises(AccessDenied):
        doing(scene, "Sari", operations.hand_over_cases, **given, reason="Cuti")
    with pytest.raises(Refused):
        doing(scene, "Rina", operations.hand_over_cases, **given, reason="")
    doing(scene, "Rina", operations.hand_over_cases, now=LATER, **given, reason="Cuti melahirkan")

    assert {rule: duty.due_at for rule, duty in open_rules(scene, cases[0], "Maya").items()} == before
    with acting_as(scene.actor("Sari", LATER)):
        assert Case.objects.count() == 0
    with acting_as(scene.actor("Rina", LATER)):
        assert access.drift("cases.Case") == 0


def test_a_companions_cases_go_to_another_companion(scene: Scene) -> None:
    a_colleague(scene, "Joko", "COMPANION")
    case = a_case(scene, companions=("Budi",))
    doing(scene, "Rina", operations.hand_over_cases, now=LATER, from_id=scene.id("Budi"), to_id=scene.id("Joko"),
          case_ids=[case.pk], reason="Pindah tugas")  # fmt: skip
    for name, sees in (("Budi", 0), ("Joko", 1)):
        with acting_as(scene.actor(name, LATER)):
            assert Case.objects.count() == sees
    with acting_as(scene.actor("Joko", LATER)):
        assert Assignment.objects.filter(until_at=None).count() == 1


def test_giving_a_case_to_another_team_moves_everything_with_it(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    doing(scene, "Rina", operations.assign, now=LATER, case_id=case.pk, holder_id=scene.id("Toni"),
          companion_ids=[scene.id("Wati")], team_id=scene.teams["timur"].pk, reason="Anak pindah")  # fmt: skip
    for name, sees in (("Rina", 0), ("Sari", 0), ("Budi", 0), ("Dewi", 1), ("Toni", 1), ("Wati", 1)):
        with acting_as(scene.actor(name, LATER)):
            assert (Case.objects.count(), Deadline.objects.exists()) == (sees, bool(sees))


def test_load_and_area_speak_for_somebody_and_say_why(scene: Scene) -> None:
    a_colleague(scene, "Maya", "SOCIAL_WORKER")
    a_case(scene)
    with acting_as(scene.actor("Rina")):
        people = staff.candidates([scene.teams["barat"].pk], None, None, MONDAY)
    load = {person.name: person.load for person in people}
    assert load == {"Sari": 1, "Maya": 0, "Budi": 0}
    best = recommend([p for p in people if p.role == "SOCIAL_WORKER"], limit=25)
    assert best is not None
    assert best.id == scene.id("Maya")
    assert "0 kasus" in best.why.id


def test_nobody_full_away_or_shut_out_is_recommended_when_another_can(scene: Scene) -> None:
    def person(name: str, **given: object) -> Candidate:
        fixed = {"id": new_id(), "sex": "P", "role": "COMPANION", "team_id": new_id(), "team": "Barat"}
        return Candidate(**{**fixed, "name": name, "load": 1, **given})

    far, near = person("Far", load=0), person("Near", load=9, serves_area=True, near=3)
    full, away = person("Full", load=25, serves_area=True), person("Away", load=0, away=True, serves_area=True)
    out = person("Out", load=0, shut_out=True, serves_area=True)
    best = recommend([far, near, full, away, out], limit=25)
    assert best is not None
    assert best.id == near.id
    assert "3 kasus" in best.why.id
    assert recommend([away, out], limit=25) is None
    only = recommend([full], limit=25)
    assert only is not None
    assert "di atas 25" in only.why.id
