"""Everybody's first page: what is hers to do, in order, and nothing of anybody else's."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from naung.access.acting import acting_as
from naung.cases import operations
from naung.cases.models import Case
from naung.cases.operations import danger, plan
from naung.core.levels import Level
from naung.duties.operations import notify, start
from naung.intake.operations import file_report
from naung.intake.rules import FiledChild, Filing
from naung.teams import operations as teams
from naung.teams.models import Absence, Shift
from tests.cases.stories import a_case, doing, register, triaged
from tests.cases.test_reintegration_work import returned, save
from tests.cases.work_stories import add_action, assessed, in_rehabilitation, planned, ready, submitted, told
from tests.desk.pages import NOW, SignIn, page
from tests.scene import MONDAY, Scene

SKIPPED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config")


def queries_of(client: Client, path: str = "/kerja/") -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len([q["sql"] for q in caught.captured_queries if not q["sql"].startswith(SKIPPED)])


def test_a_companion_sees_the_visit_to_a_child_given_to_her_and_no_assessment(scene: Scene, sign_in: SignIn) -> None:
    a_case(scene, companions=("Budi",), name="Rani Kusuma")

    today = page(sign_in("Budi"))
    assert "Rani, 9 th" in today
    assert "Anak ditemui" in today
    assert "Catat kunjungan" in today
    assert "Asesmen selesai" not in today


def test_a_visit_after_the_return_leads_to_its_own_form(
    scene: Scene, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = returned(scene)

    client = sign_in("Sari")
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=2))  # the first is due on the third day
    client.force_login(scene.users["Sari"])
    today = page(client)
    assert "Pemantauan setelah anak kembali" in today
    assert f"/kasus/{case.pk}/reintegrasi/kunjungan/1/" in today
    assert "in_school" in page(client, f"/kasus/{case.pk}/reintegrasi/kunjungan/1/")


def test_a_task_of_the_plan_stands_on_the_day_of_whoever_has_to_do_it(scene: Scene, sign_in: SignIn) -> None:
    case = ready(scene, companions=("Budi",))
    assessed(scene, case)
    draft = planned(scene, case, "3A")
    with acting_as(scene.actor("Sari")):
        goal_id = draft.goals.get().pk
    today_, later = NOW.date(), NOW.date() + timedelta(days=2)
    phone = add_action(scene, draft, goal_id, "Budi", text="Telepon wali kelas.", due_date=today_)
    add_action(scene, draft, goal_id, "Budi", text="Antar ke puskesmas.", due_date=later)
    add_action(scene, draft, goal_id, "Budi", text="Belum waktunya.", due_date=later + timedelta(days=1))
    told(scene, draft)
    doing(scene, "Sari", plan.submit_plan, plan_id=draft.pk, version=None)
    assert "Telepon wali kelas" not in page(sign_in("Budi"))
    doing(scene, "Rina", plan.approve_plan, plan_id=draft.pk, version=None)

    budi = sign_in("Budi")
    today = page(budi)
    own, soon = today.split("Dua hari ke depan")
    assert "Telepon wali kelas." in own
    assert "Antar ke puskesmas." in soon
    assert "Belum waktunya" not in today
    way = f"/kasus/{case.pk}/tugas/{phone.pk}/"
    assert f'href="{way}"' in own
    assert budi.get(way).status_code == 200
    assert "Telepon wali kelas" not in page(sign_in("Sari"))
    assert "Telepon wali kelas" not in page(sign_in("Wati"))


def test_a_companion_of_another_team_sees_an_empty_day_that_says_what_to_do(scene: Scene, sign_in: SignIn) -> None:
    a_case(scene, companions=("Budi",))

    today = page(sign_in("Wati"))
    assert "Rani" not in today
    assert "Tidak ada tugas yang jatuh tempo hari ini" in today


def test_a_supervisor_sees_what_is_late_what_waits_and_who_carries_how_much(scene: Scene, sign_in: SignIn) -> None:
    a_case(scene, received_at=MONDAY - timedelta(days=2), name="Dimas")
    triaged(scene, name="Sinta")

    today = page(sign_in("Rina"))
    assert "Dimas" in today
    assert "Sudah ditriase, menunggu keputusan" in today
    assert "Sari" in today
    assert "Laporan sampai triase" in today


def test_everything_that_only_a_supervisor_decides_waits_on_her_page(scene: Scene, sign_in: SignIn) -> None:
    ready_for_plan = ready(scene, name="Dimas")
    assessed(scene, ready_for_plan)
    sent = submitted(scene, ready_for_plan)
    doing(scene, "Rina", plan.return_plan, plan_id=sent.pk, version=None, reason="Tambah sekolah.")
    doing(scene, "Sari", plan.submit_plan, plan_id=sent.pk, version=None)
    lower = ready(scene, name="Sinta")
    assessed(scene, lower, Level.MEDIUM, reason="Aman.")
    endangered = a_case(scene, name="Bayu")
    flag = doing(scene, "Sari", danger.raise_danger_flag, case_id=endangered.pk, code="B01", note="Ayah datang.")
    going_home = in_rehabilitation(scene)
    save(scene, going_home)
    paused = a_case(scene, name="Tono")
    review = NOW.date() + timedelta(days=2)
    doing(scene, "Rina", operations.suspend, case_id=paused.pk, reason_code="CARI", review_date=review)
    closing = a_case(scene, name="Wulan")
    unproven = operations.ClosingFacts(way="TTK", reason="Tidak ada yang mendukung laporan.")
    doing(scene, "Sari", operations.propose_closure, case_id=closing.pk, closing=unproven)

    client = sign_in("Rina")
    today = page(client)
    for words, way in (
        ("Rencana menunggu persetujuan", f"/kasus/{ready_for_plan.pk}/rencana/"),
        ("tingkat yang lebih rendah", f"/kasus/{lower.pk}/tingkat/"),
        ("Tanda bahaya masih terbuka", f"/kasus/{endangered.pk}/bahaya/{flag.pk}/akhiri/"),
        ("Rencana kepulangan lengkap", f"/kasus/{going_home.pk}/reintegrasi/"),
        ("Penangguhan perlu ditinjau", f"/kasus/{paused.pk}/"),
        ("Penutupan kasus diajukan", f"/kasus/{closing.pk}/tutup/"),
    ):
        assert words in today, words
        assert f'href="{way}"' in today, words
        assert client.get(way).status_code == 200, words
    assert "Rencana menunggu persetujuan" not in page(sign_in("Dewi"))


def away(scene: Scene, who: str, substitute: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Somebody is away today and tomorrow; gives back the way to the day after."""
    day = NOW.date()
    doing(
        scene, "Rina", teams.record_absence, user_id=scene.id(who), substitute_id=scene.id(substitute),
        from_date=day, until_date=day + timedelta(days=1),
    )  # fmt: skip
    return lambda: monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=2))


def test_who_stands_in_has_the_absent_ones_day_until_the_leave_ends(
    scene: Scene, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_case(scene, name="Rani")
    case = with_a_task(scene, "Wahyu")
    assert "Rani" not in page(sign_in("Toni"))
    later = away(scene, "Sari", "Toni", monkeypatch)

    toni = sign_in("Toni")
    today = page(toni)
    assert "Rani, 9 th" in today
    assert "Tugas rencana" in today
    assert toni.get(f"/kasus/{case.pk}/").status_code == 200
    later()
    assert "Rani" not in page(sign_in("Toni"))
    assert sign_in("Toni").get(f"/kasus/{case.pk}/").status_code == 404


def test_a_supervisor_of_another_team_decides_while_she_stands_in(
    scene: Scene, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = ready(scene, name="Dimas")
    assessed(scene, case)
    sent = submitted(scene, case)
    assert "Dimas" not in page(sign_in("Dewi"))
    later = away(scene, "Rina", "Dewi", monkeypatch)

    assert "Rencana menunggu persetujuan" in page(sign_in("Dewi"))
    doing(scene, "Dewi", plan.approve_plan, plan_id=sent.pk, version=None)
    later()
    assert "Dimas" not in page(sign_in("Dewi"))
    assert sign_in("Dewi").get(f"/kasus/{case.pk}/").status_code == 404


def test_the_office_head_sees_months_and_never_a_name(scene: Scene, sign_in: SignIn) -> None:
    a_case(scene, received_at=MONDAY - timedelta(days=30), name="Dimas")

    today = page(sign_in("Ratna"))
    assert "Tugas tepat waktu" in today
    assert "Dimas" not in today
    assert "satu setengah kali" in today


def test_every_action_leads_to_a_page_and_a_head_who_may_not_act_is_offered_none(scene: Scene, sign_in: SignIn) -> None:
    report, told_at = triaged(scene, name="Dimas"), MONDAY - timedelta(days=30)
    doing(scene, "Rina", start, rule="ACKNOWLEDGE", subject=report, cause_at=told_at, level="HIGH")
    register(scene, report)

    for name in ("Sari", "Rina"):
        client = sign_in(name)
        ways = set(re.findall(r'class="btn[^"]*" href="(/(?:kasus|laporan)/[0-9a-f-]{36}/[^"]*)"', page(client)))
        assert any(way.startswith("/laporan/") for way in ways), name
        assert [way for way in ways if client.get(way).status_code != 200] == [], name
    head = page(sign_in("Ratna"))
    assert "Pelapor diberi kabar" in head
    assert "Buka laporan" not in head


def test_who_fills_the_roster_and_who_lives_by_it_are_warned_when_nobody_is_on_duty(
    scene: Scene, sign_in: SignIn
) -> None:
    assert "Lengkapi daftar piket" in page(sign_in("Rina"))
    for name in ("Lina", "Hadi"):
        today = page(sign_in(name))
        assert "Piket kosong" in today, name
        assert 'href="/tim/piket/"' in today, name
    assert "Piket kosong" not in page(sign_in("Sari"))


def test_a_turn_of_somebody_on_leave_is_a_gap(scene: Scene, sign_in: SignIn) -> None:
    Shift.objects.create(
        office=scene.office, from_at=NOW, until_at=NOW + timedelta(days=4), first=scene.users["Lina"]
    )  # fmt: skip
    assert "Piket kosong" not in page(sign_in("Rina"))
    Absence.objects.create(user=scene.users["Lina"], from_date=NOW.date(), until_date=NOW.date() + timedelta(days=4))
    assert "Piket kosong" in page(sign_in("Rina"))


@pytest.mark.parametrize(("name", "reads"), [("Lina", 1), ("Budi", 1), ("Sari", 1), ("Rina", 0), ("Ayu", 0)])
def test_the_menu_leads_everybody_who_works_with_reports_and_cases_to_the_roster(
    sign_in: SignIn, name: str, reads: int
) -> None:
    menu = page(sign_in(name), "/kerja/pemberitahuan/").split("</nav>")[0]
    assert menu.count('href="/tim/piket/"') == reads


def test_heads_see_the_months_before_what_is_late(scene: Scene, sign_in: SignIn) -> None:
    today = page(sign_in("Ratna"))
    assert today.index("Bulan ini dan bulan lalu") < today.index("Lewat satu setengah kali")


def test_heads_see_the_most_urgent_of_what_is_late_first(scene: Scene, sign_in: SignIn) -> None:
    long_ago = MONDAY - timedelta(days=60)
    slow = a_case(scene, received_at=long_ago, name="Dimas", level="LOW")
    urgent = a_case(scene, received_at=long_ago + timedelta(days=30), name="Sinta", level="EMERGENCY")

    head = page(sign_in("Ratna"))
    assert head.index(urgent.number) < head.index(slow.number)


def test_who_works_elsewhere_is_told_where(sign_in: SignIn) -> None:
    first = page(sign_in("Dodi"))
    assert "ada di Tinjauan; masa simpan dan penghapusan ada di Hapus data." in first
    assert "Tidak ada tugas untuk peran Anda" not in first


def with_a_task(scene: Scene, child: str) -> Case:
    case = ready(scene, companions=("Budi",), name=child)
    assessed(scene, case)
    draft = planned(scene, case, "3A")
    with acting_as(scene.actor("Sari")):
        goal_id = draft.goals.get().pk
    for who in ("Sari", "Budi"):
        add_action(scene, draft, goal_id, who, due_date=NOW.date())
    told(scene, draft)
    doing(scene, "Sari", plan.submit_plan, plan_id=draft.pk, version=None)
    doing(scene, "Rina", plan.approve_plan, plan_id=draft.pk, version=None)
    return case


@pytest.mark.parametrize(("name", "most"), [("Sari", 12), ("Budi", 12), ("Rina", 15), ("Ratna", 13), ("Lina", 12)])
def test_the_number_of_queries_does_not_grow_with_the_cases(
    scene: Scene, sign_in: SignIn, name: str, most: int
) -> None:
    a_case(scene, companions=("Budi",))
    with_a_task(scene, "Wahyu")
    few = queries_of(sign_in(name))
    for child in ("Dimas", "Sinta", "Bayu"):
        a_case(scene, companions=("Budi",), name=child)
    with_a_task(scene, "Intan")

    assert queries_of(sign_in(name)) == few <= most


def test_search_finds_a_child_written_in_old_spelling_and_only_ones_own(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene, name="Sukarno Putra")

    found = page(sign_in("Sari"), "/kerja/cari/?q=Soekarno")
    assert "Sukarno Putra" in found
    assert "Tugas berikutnya" in found
    assert "Rencana keselamatan" in found or "Anak ditemui" in found
    assert "Sukarno Putra" not in page(sign_in("Toni"), "/kerja/cari/?q=Soekarno")
    assert "Sukarno Putra" in page(sign_in("Sari"), f"/kerja/cari/?q={case.number.lower()}")
    assert "Tidak ada yang cocok" in page(sign_in("Toni"), f"/kerja/cari/?q={case.number}")


def test_a_number_of_letters_only_is_found_too(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene, name="Sukarno Putra")
    with acting_as(scene.actor("Rina")):
        Case.objects.filter(pk=case.pk).update(number="RNGZ-WRV")

    assert "Sukarno Putra" in page(sign_in("Sari"), "/kerja/cari/?q=rngz-wrv")


def test_a_search_too_short_is_explained(sign_in: SignIn) -> None:
    assert "errors" in page(sign_in("Sari"), "/kerja/cari/?q=a")


def test_a_notice_leads_to_its_case_and_can_be_marked_as_read(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene)
    rina = scene.actor("Rina")
    with acting_as(rina):
        notify(by=rina, to=[scene.id("Sari")], kind="case.danger", about=case, now=NOW, once="t", number=case.number)

    client = sign_in("Sari")
    listed = page(client, "/kerja/pemberitahuan/")
    assert f"Tanda bahaya pada kasus {case.number}" in listed
    assert f"/kasus/{case.pk}/" in listed
    client.post("/kerja/pemberitahuan/dibaca/")
    assert "Tandai semua" in page(client, "/kerja/pemberitahuan/")
    assert ">baru<" not in page(client, "/kerja/pemberitahuan/")


def test_the_desk_finds_a_report_by_the_childs_name_and_nobody_elses(scene: Scene, sign_in: SignIn) -> None:
    lina = scene.actor("Lina")
    with acting_as(lina):
        filing = Filing(happened="Dipukul.", channel="WA", children=(FiledChild(name="Melati Ayuningtyas"),))
        (report,) = file_report(by=lina, filing=filing, now=MONDAY)
    a_case(scene, name="Melati Kusuma")

    desk = page(sign_in("Lina"), "/kerja/cari/?q=melati")
    assert f"/laporan/{report.pk}/" in desk
    assert "Melati Ayuningtyas" in desk
    assert "Melati Kusuma" not in desk
    other = page(sign_in("Sari"), "/kerja/cari/?q=melati")
    assert "Melati Ayuningtyas" not in other
    assert "Melati Kusuma" in other
