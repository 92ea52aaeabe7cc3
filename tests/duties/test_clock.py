"""The clock tells the right people once, and looks after the duty roster."""

from datetime import datetime, timedelta

from django.core import mail
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.cases.models import Case
from naung.duties import operations, queries
from naung.duties.models import Deadline, Notice, OutboxMessage
from naung.teams.models import Absence, Membership, Shift
from tests.access.test_walls import make_case
from tests.duties.test_deadlines import HOUR, make_report, read, start
from tests.scene import MONDAY, Scene

MINUTE = timedelta(minutes=1)


def tick(scene: Scene, now: datetime) -> int:
    by = clock([scene.office.pk])
    with acting_as(by):
        return operations.tick(by=by, now=now)


def told(scene: Scene, name: str) -> list[str]:
    """What one person reads, the oldest first."""
    with acting_as(scene.actor(name)) as actor:
        return [notice.text.id for notice in queries.notices_for(actor).order_by("created_at", "kind")]


def make_shift(scene: Scene, first: str, second: str | None, since: datetime = MONDAY, hours: int = 8) -> Shift:
    return Shift.objects.create(
        office=scene.office, from_at=since, until_at=since + hours * HOUR, first=scene.users[first],
        second=scene.users[second] if second else None,
    )  # fmt: skip


def test_a_duty_warns_its_holder_then_goes_to_the_supervisor_then_to_the_head_of_division(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")
    start(scene, case)
    line = f"Anak ditemui ({case.number})"

    assert tick(scene, MONDAY + 17 * HOUR) == 0
    assert tick(scene, MONDAY + 18 * HOUR) == 1
    assert [told(scene, name) for name in ("Sari", "Rina", "Hadi")] == [[f"Hampir lewat waktu: {line}"], [], []]

    tick(scene, MONDAY + 24 * HOUR)
    assert [told(scene, name)[-1:] for name in ("Sari", "Rina", "Dewi", "Hadi")] == [
        [f"Lewat waktu: {line}"], [f"Lewat waktu: {line}"], [], [],
    ]  # fmt: skip

    tick(scene, MONDAY + 36 * HOUR)
    assert told(scene, "Hadi") == [f"Lewat 150 % dari waktunya: {line}"]


def test_each_step_is_told_once_however_often_the_clock_looks(scene: Scene) -> None:
    duty = start(scene, make_case(scene, "Sari", "barat"))

    for _ in range(3):
        tick(scene, MONDAY + 18 * HOUR)
    with acting_as(scene.actor("Rina")):
        Deadline.objects.update(warned_at=None, next_at=MONDAY)
    tick(scene, MONDAY + 18 * HOUR)

    assert len(told(scene, "Sari")) == 1
    assert OutboxMessage.objects.count() == 1
    assert read(scene, duty).next_at == MONDAY + 24 * HOUR


def test_a_clock_that_was_down_tells_the_last_step_and_no_stale_warning(scene: Scene) -> None:
    duty = start(scene, make_case(scene, "Sari", "barat"))

    tick(scene, MONDAY + 40 * HOUR)

    assert [len(told(scene, name)) for name in ("Sari", "Rina", "Hadi")] == [1, 1, 1]
    assert read(scene, duty).next_at is None


def test_paused_and_met_duties_are_left_alone(scene: Scene) -> None:
    case, rina = make_case(scene, "Sari", "barat"), scene.actor("Rina")
    start(scene, case)
    start(scene, case, "PLAN")
    with acting_as(rina):
        operations.pause(by=rina, rule="CHILD_SEEN", subject=case, now=MONDAY, reason="RAWAT")
        operations.meet(by=rina, rule="PLAN", subject=case, now=MONDAY)

    assert tick(scene, MONDAY + timedelta(days=90)) == 0


def test_whoever_stands_in_for_somebody_away_is_told_too(scene: Scene) -> None:
    start(scene, make_case(scene, "Sari", "barat"))
    Absence.objects.create(
        user=scene.users["Sari"], substitute=scene.users["Budi"], from_date=MONDAY, until_date=MONDAY + 48 * HOUR
    )

    tick(scene, MONDAY + 18 * HOUR)

    assert len(told(scene, "Budi")) == 1


def test_what_is_late_reaches_whoever_stands_in_for_the_supervisor(scene: Scene) -> None:
    start(scene, make_case(scene, "Sari", "barat"))
    Absence.objects.create(
        user=scene.users["Rina"], substitute=scene.users["Dewi"], from_date=MONDAY, until_date=MONDAY + 48 * HOUR
    )

    tick(scene, MONDAY + 24 * HOUR)

    assert [text[:11] for text in told(scene, "Dewi")] == ["Lewat waktu"]


def test_whoever_is_shut_out_of_the_case_is_not_told(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")
    start(scene, case)
    with acting_as(scene.actor("Rina")):
        Deadline.objects.update(barred_user_ids=[scene.id("Hadi")], barred_unit_ids=[scene.teams["timur"].pk])

    tick(scene, MONDAY + 40 * HOUR)

    assert told(scene, "Hadi") == []
    assert len(told(scene, "Rina")) == 1


def test_a_danger_report_goes_to_the_first_then_the_second_on_duty_then_the_supervisor(scene: Scene) -> None:
    intake = scene.teams["intake"]
    for name, role in (("Rina", "SUPERVISOR"), ("Budi", "INTAKE")):
        Membership.objects.create(
            user=scene.users[name], role=role, office=scene.office, team=intake, from_at=MONDAY - HOUR
        )
    make_shift(scene, "Lina", "Budi")
    report, lina = make_report(scene, danger=True), scene.actor("Lina")

    with acting_as(lina):
        operations.start(by=lina, rule="DANGER_OPENED", subject=report, cause_at=MONDAY, now=MONDAY, level=None)
    new = f"Laporan bahaya baru: buka sekarang ({report.number})"
    assert [told(scene, name) for name in ("Lina", "Budi", "Rina")] == [[new], [], []]

    waits = f"Laporan bahaya belum dibuka siapa pun: buka sekarang ({report.number})"
    tick(scene, MONDAY + 15 * MINUTE)
    assert [told(scene, name) for name in ("Budi", "Rina")] == [[waits], []]
    tick(scene, MONDAY + 23 * MINUTE)
    assert told(scene, "Rina") == [waits]


def test_the_clock_takes_as_many_queries_for_many_duties_as_for_few(
    scene: Scene,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for number in range(12):
        start(scene, make_case(scene, "Sari", "barat", f"Anak {number}"))

    by = clock([scene.office.pk])
    with acting_as(by), django_assert_max_num_queries(16):
        assert operations.tick(by=by, now=MONDAY + 40 * HOUR) == 12


def test_hours_without_anybody_on_duty_are_found_and_told_once_a_day(scene: Scene) -> None:
    make_shift(scene, "Lina", None, MONDAY, hours=8)
    make_shift(scene, "Lina", None, MONDAY + 16 * HOUR, hours=8)
    by = clock([scene.office.pk])

    with acting_as(by):
        found = [operations.watch_roster(by=by, now=MONDAY + minutes * MINUTE) for minutes in (0, 10)]

    assert found[0] == 1
    assert [text[:18] for text in told(scene, "Rina")] == ["Ada jam piket yang"]
    assert told(scene, "Lina") == []


def test_the_duties_of_somebody_who_left_are_laid_before_the_supervisor(scene: Scene) -> None:
    start(scene, make_case(scene, "Sari", "barat"))
    sari = scene.users["Sari"]
    sari.is_active = False
    sari.save()
    by = clock([scene.office.pk])

    with acting_as(by):
        assert [operations.watch_leavers(by=by, now=MONDAY) for _ in range(2)] == [1, 1]

    assert told(scene, "Rina") == [
        "1 tugas terbuka milik Sari, yang akun atau perannya sudah berakhir: serahkan kepada orang lain"
    ]
    with acting_as(scene.actor("Rina")) as rina:
        assert queries.without_person(rina, MONDAY).count() == 1


def send_all(scene: Scene, now: datetime) -> int:
    by, count = clock([scene.office.pk]), 0
    with acting_as(by):
        while operations.send_next(by=by, now=now):
            count += 1
    return count


def test_an_e_mail_says_in_the_readers_language_only_that_something_waits(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")
    start(scene, case)
    for name, language in (("Sari", "en"), ("Rina", "id")):
        scene.users[name].language = language
        scene.users[name].save()
    tick(scene, MONDAY + 24 * HOUR)

    assert send_all(scene, MONDAY + 24 * HOUR) == 2
    assert send_all(scene, MONDAY + 24 * HOUR) == 0

    texts = {letter.to[0]: f"{letter.subject} {letter.body}" for letter in mail.outbox}
    assert "Something is waiting for you" in texts["sari@naung.test"]
    assert "Ada yang menunggu Anda" in texts["rina@naung.test"]
    assert all(case.number not in text and "Rani" not in text and "Anak ditemui" not in text for text in texts.values())
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 2


def test_a_message_that_fails_is_tried_again_later_and_then_given_up_visibly(scene: Scene, settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_BACKEND = "tests.duties.test_clock.BrokenBackend"
    start(scene, make_case(scene, "Sari", "barat"))
    now = MONDAY + 18 * HOUR
    tick(scene, now)

    tries = []
    while not queries.failed_messages().exists():
        send_all(scene, now)
        message = OutboxMessage.objects.get()
        tries.append(message.next_at - now)
        now = message.next_at

    assert [wait for wait in tries if wait] == [timedelta(minutes=m) for m in (1, 5, 15, 60, 240)]
    assert (message.attempts, message.failure) == (6, "ConnectionRefusedError")


def test_a_message_that_is_too_old_to_help_is_not_sent(scene: Scene) -> None:
    start(scene, make_case(scene, "Sari", "barat"))
    tick(scene, MONDAY + 18 * HOUR)

    send_all(scene, MONDAY + timedelta(days=30))

    assert mail.outbox == []
    assert OutboxMessage.objects.get().failure == "STALE"


def test_notices_are_ones_own_and_can_be_marked_as_read(scene: Scene) -> None:
    start(scene, make_case(scene, "Sari", "barat"))
    tick(scene, MONDAY + 24 * HOUR)

    with acting_as(scene.actor("Sari")) as sari:
        assert queries.unread_count(sari) == 1
        theirs = list(Notice.objects.values_list("pk", flat=True))
        assert operations.mark_read(by=sari, notice_ids=theirs, now=MONDAY) == 1
        assert queries.unread_count(sari) == 0
    with acting_as(scene.actor("Rina")) as rina:
        assert operations.mark_read(by=rina, notice_ids=theirs, now=MONDAY) == 0
        assert operations.mark_all_read(by=rina, now=timezone.now()) == 1


def test_a_notice_leads_to_the_page_of_what_it_is_about(scene: Scene) -> None:
    case: Case = make_case(scene, "Sari", "barat")
    start(scene, case)
    tick(scene, MONDAY + 18 * HOUR)

    with acting_as(scene.actor("Sari")):
        assert Notice.objects.get().href == f"/kasus/{case.pk}/"


class BrokenBackend:
    """A mail server that does not answer."""

    def __init__(self, **options: object) -> None: ...

    def send_messages(self, letters: object) -> int:
        raise ConnectionRefusedError
