"""A child changes schools: what the old school knows goes along only by a hand-over that both sign."""

from datetime import datetime, timedelta
from uuid import UUID

from naung.access import operations as grants
from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.models import Grant
from naung.access.policy import P, Role
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.duties.operations import notify
from naung.intake.models import Report
from naung.prevention.models import HandedChronology, SchoolHandover
from naung.prevention.queries.concerns import own_id, person_of, raised
from naung.prevention.queries.concerns_handover import handed_to, receiver_at
from naung.teams import queries as teams
from naung.teams.models import Organisation

HANDED = "HANDED"
IN_SIGHT = timedelta(days=365)
NO_TEXT = Text("Tulis apa yang perlu diketahui sekolah berikutnya.", "Write what the next school needs to know.")
NOT_SIGNED = Text("Centang bahwa Anda menandatangani serah terima ini.", "Tick that you sign this hand-over.")
OWN_SCHOOL = Text("Pilih sekolah lain, bukan sekolah Anda.", "Choose another school than yours.")
NOBODY_THERE = Text(
    "Di sekolah itu belum ada guru BK atau kepala sekolah yang dapat menerima. Mintalah dinas membantu.",
    "Nobody at that school can receive it yet: it needs a counsellor or head teacher with an account. Ask the office.",
)
SIGNED_ALREADY = Text("Serah terima ini sudah ditandatangani.", "This hand-over has been signed.")
SIGN_FIRST = Text("Tanda tangani dulu penerimaannya.", "Sign for it first.")


@atomic
def hand_over(
    *, by: Actor, report_id: UUID, school: Organisation, text: str, signed: bool, now: datetime
) -> SchoolHandover:  # fmt: skip
    """Whoever raised a concern writes down for the child's next school what it needs to know, and signs.

    The next school's counsellor, else its head, is asked to sign too; until then she reads nothing. Those who hold the
    report are told.
    """
    report, person = raised(by, now).get(pk=report_id), person_of(by, now)
    require(by, P.CONCERN_RAISE)
    if school == person.school:
        raise Refused(OWN_SCHOOL, field="school")
    if not text.strip():
        raise Refused(NO_TEXT, field="text")
    if not signed:
        raise Refused(NOT_SIGNED, field="signed")
    receiver = receiver_at(school, report, now)
    if receiver is None:
        raise Refused(NOBODY_THERE, field="school")
    _let_in(by, report, receiver.pk, now)
    handover = SchoolHandover.objects.create(
        report=report, from_school=person.school, to_school=school, giver_id=person.user.pk, given_at=now,
        receiver_id=receiver.pk,
    )  # fmt: skip
    HandedChronology.objects.create(
        handover_id=handover.pk, report_id=report.pk, text=text.strip(), office_id=report.office_id,
        barred_user_ids=report.barred_user_ids, barred_unit_ids=report.barred_unit_ids,
    )  # fmt: skip
    _tell(by, handover, report, [receiver.pk], "school.handover", now)
    audit.record(by=by, event="school.handed-over", about=report, at=now, handover=handover.pk, user=receiver.pk)
    return handover


@atomic
def sign_handover(*, by: Actor, handover_id: UUID, now: datetime) -> SchoolHandover:
    """The next school signs that it received; from then on she who signed reads what was written."""
    require(by, P.CONCERN_RAISE)
    handover = handed_to(by).select_for_update(of=("self",)).get(pk=handover_id)
    if handover.received_at is not None:
        raise NotAllowedNow(SIGNED_ALREADY)
    handover.received_at = now
    handover.store("received_at")
    with widened([handover.report_id]):
        held = HandedChronology.objects.select_for_update().get(handover_id=handover.pk)
        held.owner_id = own_id(by)
        held.store("owner_id")
    _tell(by, handover, handover.report, [handover.giver_id], "school.handover-signed", now)
    audit.record(by=by, event="school.handover-signed", about=handover.report, at=now, handover=handover.pk)
    return handover


@atomic
def read_handover(*, by: Actor, handover_id: UUID, now: datetime) -> str:
    """Whoever signed reads what the other school wrote; each reading is written down."""
    require(by, P.READ_HANDED)
    handover = handed_to(by).get(pk=handover_id)
    if handover.received_at is None:
        raise NotAllowedNow(SIGN_FIRST)
    held = visible(by, P.READ_HANDED, HandedChronology).get(handover_id=handover.pk)
    audit.record(by=by, event="school.handover-read", about=handover.report, at=now, handover=handover.pk)
    words: str = held.text
    return words


def _let_in(by: Actor, report: Report, user_id: UUID, now: datetime) -> None:
    """The receiver learns that there is something to sign for: its number, nothing more."""
    held = Grant.objects.filter(user_id=user_id, record_id=report.pk, role=Role.SCHOOL, revoked_at=None)
    if not held.filter(until_at__gt=now).exists():
        grants.grant(
            by=by, user_id=user_id, role=Role.SCHOOL, record=report, reason_code=HANDED, now=now, until=now + IN_SIGHT
        )


def _tell(by: Actor, handover: SchoolHandover, report: Report, to: list[UUID], kind: str, now: datetime) -> None:
    """The other school, and those who hold the report."""
    office = [report.owner_id] if report.owner_id else teams.directory(now).members(report.team_id)
    for people, name in ((to, kind), (office, f"{kind}-office")):
        notify(by=by, to=people, kind=name, about=report, now=now, once=f"{name}:{handover.pk}", number=report.number)
