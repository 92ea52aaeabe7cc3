"""Somebody leaves: her cases are laid before the supervisor, her mail before the administrator."""

from datetime import timedelta

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.access.models import Grant
from naung.access.policy import Role
from naung.cases.models import Case
from naung.duties.models import Notice, OutboxMessage
from naung.duties.operations import watch_leavers
from naung.teams import operations as teams
from naung.teams.models import Membership, RoleProposal
from tests.cases.stories import a_case, doing
from tests.desk.pages import NOW, SignIn, page
from tests.scene import MONDAY, Scene

DAY = timedelta(days=1)


def take_role(scene: Scene, name: str) -> None:
    held = Membership.objects.get(user=scene.users[name], until_at=None)
    doing(scene, "Ayu", teams.end_role, membership_id=held.pk)


def watch(scene: Scene) -> int:
    by = clock([scene.office.pk])
    with acting_as(by):
        return watch_leavers(by=by, now=NOW)


def told(scene: Scene, name: str) -> list[tuple[str, str]]:
    with acting_as(scene.actor(name)):
        return [(n.kind, n.text.id) for n in Notice.objects.filter(owner_id=scene.id(name), kind__contains="without")]


def test_the_cases_of_who_left_wait_for_the_supervisor_and_are_handed_on_from_there(
    scene: Scene, sign_in: SignIn
) -> None:
    a_case(scene, companions=("Budi",))
    rina = sign_in("Rina")
    assert "Setiap kasus ada penanggung jawabnya" in page(rina, "/kerja/tanpa-penanggung-jawab/")
    doing(scene, "Ayu", teams.end_account, user_id=scene.id("Sari"))

    listed = page(rina, "/kerja/tanpa-penanggung-jawab/")
    assert "Sari" in listed
    assert "akunnya berakhir" in listed
    assert "Budi" not in listed
    way = f"/kasus/serah-terima/{scene.id('Sari')}/"
    assert f'href="{way}"' in listed
    assert "Rani" in page(rina, way)
    assert "Sari" not in page(sign_in("Dewi"), "/kerja/tanpa-penanggung-jawab/")
    assert sign_in("Budi").get("/kerja/tanpa-penanggung-jawab/").status_code in (403, 404)


def test_a_role_taken_back_leaves_holder_and_companion_without_the_case(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene, companions=("Budi",))
    take_role(scene, "Sari")
    take_role(scene, "Budi")

    listed = page(sign_in("Rina"), "/kerja/tanpa-penanggung-jawab/")
    assert listed.count("perannya berakhir") == 2
    with acting_as(scene.actor("Budi", NOW)):
        assert not Case.objects.filter(pk=case.pk).exists()
    assert watch(scene) == 2
    watch(scene)
    assert sorted(kind for kind, _ in told(scene, "Rina")) == ["case.without-companion", "duty.without-person"]
    assert "Budi tidak lagi mendampingi 1 kasus" in str(told(scene, "Rina"))
    assert "/kerja/tanpa-penanggung-jawab/" in page(sign_in("Rina"), "/kerja/pemberitahuan/")


def test_who_moves_to_another_team_is_named_and_keeps_what_a_second_role_gives(scene: Scene, sign_in: SignIn) -> None:
    a_case(scene, companions=("Budi",))
    for name, role in (("Sari", Role.SOCIAL_WORKER), ("Budi", Role.COMPANION)):
        old = Membership.objects.get(user=scene.users[name], until_at=None)
        team = scene.teams["timur"].pk
        given = doing(scene, "Ayu", teams.give_role, user_id=scene.id(name), role=role, team_id=team, reason="Pindah")
        if isinstance(given, RoleProposal):
            doing(scene, "Ratna", teams.confirm_role, proposal_id=given.pk)
        doing(scene, "Ayu", teams.end_role, now=NOW, membership_id=old.pk)

    listed = page(sign_in("Rina"), "/kerja/tanpa-penanggung-jawab/")
    assert "bekerja di tim lain" in listed
    assert "Budi" not in listed
    assert Grant.objects.filter(user_id=scene.id("Budi"), revoked_at=None).count() == 1


def test_load_bars_and_team_page_lead_to_the_handing_over(scene: Scene, sign_in: SignIn) -> None:
    a_case(scene)
    rina, way = sign_in("Rina"), f'href="/kasus/serah-terima/{scene.id("Sari")}/"'

    assert way in page(rina)
    assert way in page(rina, f"/tim/{scene.teams['barat'].pk}/")
    assert "serah-terima" not in page(rina, f"/tim/{scene.teams['timur'].pk}/")


def failed_message(scene: Scene) -> OutboxMessage:
    return OutboxMessage.objects.create(
        channel="EMAIL", user_id=scene.id("Sari"), kind="case.assigned", once="x", created_at=MONDAY - 9 * DAY,
        next_at=MONDAY, attempts=6, failed_at=MONDAY, failure="SMTPServerDisconnected",
    )  # fmt: skip


def test_the_administrator_sees_what_did_not_arrive_and_sends_it_again(scene: Scene, sign_in: SignIn) -> None:
    message, ayu = failed_message(scene), sign_in("Ayu")

    listed = page(ayu, "/kerja/pesan-gagal/")
    assert "s…@naung.test" in listed
    assert "sari@naung.test" not in listed
    assert "SMTPServerDisconnected" in listed
    assert "1 pesan tidak sampai" in page(ayu)
    ayu.post(f"/kerja/pesan-gagal/{message.pk}/kirim-ulang/")
    message.refresh_from_db()
    assert (message.failed_at, message.attempts, message.next_at, message.created_at) == (None, 0, NOW, NOW)
    assert "Semua pesan terkirim" in page(ayu, "/kerja/pesan-gagal/")
    for name in ("Rina", "Ratna"):
        assert sign_in(name).get("/kerja/pesan-gagal/").status_code in (403, 404)
        assert sign_in(name).post(f"/kerja/pesan-gagal/{message.pk}/kirim-ulang/").status_code in (403, 404)


def test_an_administrators_first_page_names_accounts_that_need_a_hand_and_never_a_case(
    scene: Scene, sign_in: SignIn
) -> None:
    a_case(scene, name="Dimas")
    take_role(scene, "Wati")
    scene.users["Toni"].created_at = MONDAY - timedelta(days=30)
    scene.users["Toni"].save()
    Membership.objects.filter(user=scene.users["Dewi"]).update(until_at=NOW + timedelta(days=5))

    first = page(sign_in("Ayu"))
    for name, why in (("Wati", "Tanpa peran"), ("Toni", "Belum pernah masuk"), ("Dewi", "berakhir sebentar lagi")):
        assert name in first
        assert why in first
    assert "Zona waktu" in first
    assert "Dimas" not in first
    assert "Tidak ada tugas untuk peran Anda" not in first
