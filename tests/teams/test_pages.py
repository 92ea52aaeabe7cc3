"""The pages of accounts, teams, leave, the roster, and one's own account."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.policy import Role
from naung.teams import operations
from naung.teams.models import Absence, Membership, Organisation, Shift, Team, User
from naung.teams.queries.accounts import invitation_of
from naung.teams.rules.rota import week_of
from tests.scene import MONDAY, Scene
from tests.signing import signed_in


def text(response) -> str:  # type: ignore[no-untyped-def]
    return response.content.decode()


PAGES = {
    "Ayu": ["/tim/akun/", "/tim/akun/baru/", "/tim/akun/saya/", "/tim/piket/", "/tim/lembaga/", "/tim/peran/"],
    "Ratna": ["/tim/peran/"],
    "Rina": ["/tim/", "/tim/baru/", "/tim/piket/", "/tim/akun/saya/", "/tim/lembaga/"],
    "Sari": ["/tim/piket/", "/tim/akun/saya/"],
}


@pytest.mark.parametrize(("name", "address"), [(name, page) for name, pages in PAGES.items() for page in pages])
@pytest.mark.parametrize("language", ["id", "en"])
def test_each_person_opens_her_pages_in_both_languages(scene: Scene, name: str, address: str, language: str) -> None:
    response = signed_in(scene, name).get(address, headers={"Accept-Language": language})

    assert response.status_code == 200
    assert f'<html lang="{language}">' in text(response)


def test_pages_of_others_are_refused(scene: Scene) -> None:
    assert signed_in(scene, "Sari").get("/tim/akun/").status_code == 403
    assert signed_in(scene, "Rina").get("/tim/akun/").status_code == 403
    assert signed_in(scene, "Budi").get("/tim/").status_code == 403
    assert Client().get("/tim/piket/").status_code == 302


def test_the_administrator_opens_an_account_on_the_page_and_gets_its_link_once(scene: Scene) -> None:
    ayu = signed_in(scene, "Ayu")
    told = {
        "name": "Mira Lestari", "username": "mira", "role": "COMPANION", "team": scene.teams["barat"].pk, "email": "",
        "phone": "", "sex": "P",
    }  # fmt: skip

    page = text(ayu.post("/tim/akun/baru/", told))

    user = User.objects.get(username="mira")
    code = page.split("/tim/undangan/#")[1].split("<", maxsplit=1)[0]
    assert invitation_of(code, timezone.now()).user == user
    assert code not in text(ayu.get(f"/tim/akun/{user.pk}/"))
    again = ayu.post("/tim/akun/baru/", told)
    assert again.status_code == 422
    assert "sudah dipakai" in text(again)


def test_accounts_are_found_by_name_and_ended_ones_on_request(scene: Scene) -> None:
    ayu = signed_in(scene, "Ayu")

    assert "Toni" in text(ayu.get("/tim/akun/?q=ton"))
    assert "Tidak ada akun yang cocok" in text(ayu.get("/tim/akun/?q=xyz"))
    response = ayu.post(f"/tim/akun/{scene.id('Toni')}/akhiri/", follow=True)
    assert "Akun Toni berakhir" in text(response)
    assert "toni</td>" not in text(ayu.get("/tim/akun/?q=ton"))
    assert "toni</td>" in text(ayu.get("/tim/akun/?q=ton&ended=on"))
    assert "sudah berakhir" in text(ayu.get(f"/tim/akun/{scene.id('Toni')}/"))


def test_roles_are_given_and_taken_back_on_the_account_page(scene: Scene) -> None:
    ayu, address = signed_in(scene, "Ayu"), f"/tim/akun/{scene.id('Rina')}/"

    ayu.post(f"{address}peran/", {"role": "COMPANION", "team": scene.teams["timur"].pk, "until": "2999-12-31"})
    held = Membership.objects.get(user=scene.id("Rina"), team=scene.teams["timur"])
    assert "Tim Timur" in text(ayu.get(address))
    assert timezone.localtime(held.until_at).strftime("%Y-%m-%d %H:%M") == "3000-01-01 00:00"
    wrong = ayu.post(f"{address}peran/", {"role": "ADMIN", "team": scene.teams["intake"].pk})
    assert wrong.status_code == 422
    ayu.post(f"/tim/peran/{held.pk}/cabut/")
    held.refresh_from_db()
    assert held.until_at <= timezone.now()


def test_an_ended_person_is_signed_out(scene: Scene) -> None:
    toni = signed_in(scene, "Toni")
    assert toni.get("/tim/piket/").status_code == 200

    signed_in(scene, "Ayu").post(f"/tim/akun/{scene.id('Toni')}/akhiri/")

    assert toni.get("/tim/piket/").status_code == 302


def test_a_supervisor_records_leave_and_its_end_on_the_team_page(scene: Scene) -> None:
    rina, team = signed_in(scene, "Rina"), scene.teams["barat"]
    address, today = f"/tim/{team.pk}/", timezone.localdate()
    told = {"user": scene.id("Sari"), "substitute": scene.id("Toni"), "from_date": today, "until_date": today}

    page = text(rina.post(f"{address}cuti/", told, follow=True))
    assert "digantikan Toni" in page
    assert "tidak masuk" in page
    assert rina.post(f"{address}cuti/", told).status_code == 422

    absence = Absence.objects.get()
    assert "Semua masuk" in text(rina.post(f"{address}cuti/{absence.pk}/selesai/", follow=True))


def test_a_team_is_made_changed_and_its_skills_kept(scene: Scene) -> None:
    rina = signed_in(scene, "Rina")
    rina.post("/tim/baru/", {"name": "Tim Selatan"})
    team = Team.objects.get(name="Tim Selatan")
    area = scene.teams["barat"].areas.get()

    saved = rina.post(f"/tim/{team.pk}/ubah/", {"name": "Tim Kota", "areas": [area.pk], "version": 1}, follow=True)
    assert "Balikpapan Barat" in text(saved)
    stale = rina.post(f"/tim/{team.pk}/ubah/", {"name": "Tim Lain", "version": 1})
    assert stale.status_code == 409
    assert rina.post("/tim/baru/", {"name": "tim kota"}).status_code == 422

    held = Membership.objects.get(user=scene.id("Sari"))
    rina.post(f"/tim/anggota/{held.pk}/keahlian/", {"skills": "balita, bahasa isyarat, balita"})
    held.refresh_from_db()
    assert held.skills == ["balita", "bahasa isyarat"]


def test_the_week_shows_its_gaps_and_is_filled_copied_and_changed(scene: Scene) -> None:
    rina, monday = signed_in(scene, "Rina"), week_of(timezone.localdate())
    week = f"/tim/piket/?pekan={monday}"
    assert text(rina.get(week)).count("Kosong 00.00–24.00") == 7

    rina.post("/tim/piket/isi/", {"pekan": monday})
    assert text(rina.get(week)).count("Kosong") == 1
    copied = text(rina.post("/tim/piket/salin/", {"pekan": monday + timedelta(days=7)}, follow=True))
    assert "14 giliran ditambahkan" in copied

    shift = Shift.objects.order_by("from_at")[0]
    told = {"day": monday, "since": "08:00", "until": "16:00", "first": scene.id("Budi"), "second": "", "version": 1}
    rina.post(f"/tim/piket/{shift.pk}/", told)
    shift.refresh_from_db()
    assert (shift.first_id, shift.second_id) == (scene.id("Budi"), None)
    overlapping = rina.post(week, {**told, "since": "09:00"})
    assert overlapping.status_code == 422
    assert "bertumpuk" in text(overlapping)
    rina.post(f"/tim/piket/{shift.pk}/hapus/")
    rina.post(week, {**told, "since": "22:00", "until": "06:00", "day": monday - timedelta(days=1)})
    night = Shift.objects.order_by("from_at")[0]
    assert night.until_at - night.from_at == timedelta(hours=8)


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31", "2026-W99-1", "x"])
def test_a_week_that_nobody_plans_is_this_week(scene: Scene, week: str) -> None:
    client = signed_in(scene, "Rina")
    usual = client.get(reverse("teams:roster")).content.decode()
    odd = client.get(reverse("teams:roster"), {"pekan": week})
    assert odd.status_code == 200
    ways = re.compile(r"href=\"[^\"]*pekan=[\d-]+")
    assert ways.findall(odd.content.decode()) == ways.findall(usual)


def test_the_roster_marks_who_could_not_open_a_report(scene: Scene) -> None:
    for first, hours in (("Lina", 0), ("Budi", 4)):
        Shift.objects.create(
            office=scene.office, first=scene.users[first], from_at=MONDAY + timedelta(hours=hours),
            until_at=MONDAY + timedelta(hours=hours + 4),
        )  # fmt: skip

    week = text(signed_in(scene, "Rina").get(f"/tim/piket/?pekan={MONDAY.date()}"))
    assert "Ada petugas piket yang tidak dapat membuka laporan" in week
    assert week.count("tidak dapat membuka laporan</span>") == 1


def test_a_companion_reads_the_roster_but_does_not_write_it(scene: Scene) -> None:
    budi = signed_in(scene, "Budi")

    assert "Tambah giliran" not in text(budi.get("/tim/piket/"))
    assert budi.post("/tim/piket/isi/").status_code == 403
    assert not Shift.objects.exists()


def test_everybody_chooses_her_language(scene: Scene) -> None:
    sari = signed_in(scene, "Sari")

    page = text(sari.post("/tim/akun/saya/", {"name": "Sari P", "phone": "", "language": "en"}, follow=True))

    assert '<html lang="en">' in page
    assert "Your account is saved." in page
    assert User.objects.get(username="sari").language == "en"


def test_organisations_are_found_by_name_number_and_kind(scene: Scene) -> None:
    Organisation.objects.create(kind="SCHOOL", name="SDN 001 Balikpapan", npsn="30401234")
    rina = signed_in(scene, "Rina")

    assert "SDN 001" in text(rina.get("/tim/lembaga/?q=30401234"))
    assert "SDN 001" not in text(rina.get("/tim/lembaga/?kind=PARTNER"))


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len([q for q in captured if "set_config" not in q["sql"] and "SAVEPOINT" not in q["sql"]])


def test_lists_take_as_many_queries_for_many_as_for_few(scene: Scene) -> None:
    ayu, rina = signed_in(scene, "Ayu"), signed_in(scene, "Rina")
    address = f"/tim/{scene.teams['barat'].pk}/"
    pages = [(ayu, "/tim/akun/"), (rina, "/tim/"), (rina, "/tim/piket/"), (rina, address)]
    before = [queries_of(client, page) for client, page in pages]

    with acting_as(scene.actor("Ayu")) as actor:
        for number in range(8):
            operations.open_account(
                by=actor, username=f"orang{number}", name=f"Orang {number}", role=Role.COMPANION,
                team_id=scene.teams["barat"].pk, now=timezone.now() - timedelta(minutes=1),
            )  # fmt: skip
    with acting_as(scene.actor("Rina")) as actor:
        operations.make_team(by=actor, name="Tim Baru", area_ids=[], now=timezone.now())
        operations.fill_week(by=actor, monday=week_of(timezone.localdate()), now=timezone.now())

    after = [queries_of(client, page) for client, page in pages]
    assert all(more <= few + 1 for few, more in zip(before, after, strict=True))
    assert max(after) <= 12


def test_a_supervisor_writes_down_and_corrects_schools_and_partners(scene: Scene) -> None:
    rina, school = signed_in(scene, "Rina"), {"kind": "SCHOOL", "name": "SDN 900 Latihan", "npsn": "12345678"}
    assert "Tambah lembaga" in text(rina.get("/tim/lembaga/"))
    made = text(rina.post("/tim/lembaga/baru/", school, follow=True))
    assert "SDN 900 Latihan" in made
    held = Organisation.objects.get(npsn="12345678")

    for wrong in ({"npsn": "12"}, {"kind": "PARTNER"}, {"npsn": "12345678", "name": "Lain"}, {"kind": "OFFICE"}):
        assert rina.post("/tim/lembaga/baru/", school | wrong).status_code == 422, wrong
    told = school | {"address": "Jl. Contoh 1", "version": held.version}
    assert "Jl. Contoh 1" in text(rina.post(f"/tim/lembaga/{held.pk}/", told, follow=True))
    assert rina.post(f"/tim/lembaga/{held.pk}/", told).status_code == 409
    assert rina.get(f"/tim/lembaga/{scene.office.pk}/").status_code == 404

    sari = signed_in(scene, "Sari")
    assert "Tambah lembaga" not in text(sari.get("/tim/lembaga/"))
    assert sari.post("/tim/lembaga/baru/", school).status_code == 403
    assert sari.get(f"/tim/lembaga/{held.pk}/").status_code == 403


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("address", "name", "words"),
    [
        ("/akun/password/change/", "Sari", {"id": "Ganti kata sandi", "en": "Change"}),
        ("/akun/password/reset/", "", {"id": "kata sandi", "en": "assword"}),
        ("/akun/email/", "Sari", {"id": "mail", "en": "mail"}),
    ],
)
def test_password_and_e_mail_pages_have_our_look_in_both_languages(
    scene: Scene, address: str, name: str, words: dict[str, str], language: str
) -> None:
    client = signed_in(scene, name) if name else Client()
    response = client.get(address, headers={"Accept-Language": language})

    page = text(response)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in page
    assert words[language] in page
    assert 'class="brand"' in page or 'class="frame"' in page
    assert "btn btn-" in page
    assert "style=" not in page


STAFF = ("Lina", "Rina", "Sari", "Budi", "Hadi", "Ratna", "Ayu", "Dodi", "Analis")


@pytest.mark.parametrize("address", ["/tim/piket/", "/tim/lembaga/"])
def test_who_is_on_duty_and_where_help_is_known_only_within_the_office(scene: Scene, address: str) -> None:
    for name, role in (("Guru", Role.SCHOOL), ("Mitra", Role.PARTNER), ("Analis", Role.ANALYST), ("Tamu", None)):
        scene.users[name] = User.objects.create_user(name.lower(), name=name, created_at=MONDAY)
        if role is not None:
            Membership.objects.create(user=scene.users[name], role=role, office=scene.office, from_at=MONDAY)

    seen = {name for name in scene.users if signed_in(scene, name).get(address).status_code == 200}

    assert seen == {*STAFF, "Dewi", "Toni", "Wati"}
    for name in ("Guru", "Mitra", "Tamu"):
        assert signed_in(scene, name).get(address).status_code == 403
