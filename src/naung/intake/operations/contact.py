"""Keeping touch with whoever reported: receipt, messages, and the safe phrase on the status page."""

from datetime import datetime, timedelta
from uuid import UUID

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.policy import P, Role
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.core.text import Text
from naung.duties.operations import meet, notify
from naung.intake.models import Message, Receipt, Report
from naung.intake.operations.junk import heard_again
from naung.intake.queries.contact import bundle_of, left_contact, receipt_secret, reports_of_bundle, school_raisers
from naung.intake.rules import receipts
from naung.teams import queries as teams

LONGEST_MESSAGE = 4_000
READ_AGAIN = timedelta(days=7)
EMPTY_MESSAGE = Text("Tulis dulu pesannya.", "Write the message first.")
LONG_MESSAGE = Text(
    "Pesan terlalu panjang: paling banyak 4.000 huruf.", "The message is too long: 4,000 letters at most."
)
NO_SUCH_PHRASE = Text("Frasa {code} tidak ada dalam daftar frasa aman.", "Phrase {code} is not a safe phrase.")


@atomic
def make_receipt(*, by: Actor, report: Report, token: str, now: datetime) -> str:
    """Give the reporter the 16 digits for a report just sent; the same form sent again gets the same digits."""
    require(by, P.REPORT_FILE)
    secret = receipt_secret()
    digits = receipts.digits_for(token, secret)
    receipt, made = Receipt.objects.get_or_create(
        bundle_id=report.bundle_id, defaults={"digest": receipts.digest_of(digits, secret), "made_at": now}
    )
    if made:
        audit.record(by=by, event="receipt.made", about=receipt, at=now)
    return digits


@atomic
def open_to_desk(*, by: Actor, report_id: UUID, now: datetime) -> None:
    """Let the desk read an ended report again for a week: the child was reported anew, or the reporter wrote."""
    require(by, P.REPORT_FILE)
    until = now + READ_AGAIN
    with widened([report_id]):
        ended = Report.objects.select_for_update().filter(pk=report_id, desk_until__lt=until).first()
        if ended is not None:
            ended.desk_until = until
            ended.store("desk_until")
            audit.record(by=by, event="report.open-to-desk", about=ended, at=now, until=until)


@atomic
def say(*, by: Actor, report_id: UUID, text: str, now: datetime) -> Message:
    """Write to the other side: the reporter to the office, or the office to the reporter. Sealed.

    Whoever holds the report, else everybody on its desk, is told that the reporter wrote.
    """
    report = visible(by, P.READ_MESSAGES, Report).get(pk=report_id)
    require(by, P.REPORT_ANSWER, report)
    text = text.strip()
    if not text:
        raise Refused(EMPTY_MESSAGE)
    if len(text) > LONGEST_MESSAGE:
        raise Refused(LONG_MESSAGE)
    from_office = Role.PUBLIC not in by.roles
    message = Message.objects.create(report=report, from_office=from_office, author_id=by.id, text=text, sent_at=now)
    if from_office:
        meet(by=by, rule="ACKNOWLEDGE", subject=report, now=now)
        _tell_school(by, report, message, now)
    else:
        to = [report.owner_id] if report.owner_id else teams.directory(now).members(report.team_id)
        heard_again(by=by, report=report, now=now)
        open_to_desk(by=by, report_id=report.pk, now=now)
        notify(
            by=by, to=to, kind="report.message", about=report, now=now, once=f"message:{message.pk}",
            number=report.number,
        )  # fmt: skip
    audit.record(by=by, event="report.message-sent", about=report, at=now, message=message.pk, from_office=from_office)
    return message


@atomic
def set_phrase(*, by: Actor, report_id: UUID, code: str, now: datetime) -> Report:
    """Show the reporter one of the safe phrases; it tells nothing about the child."""
    report = visible(by, P.READ_MESSAGES, Report).select_for_update().get(pk=report_id)
    require(by, P.REPORT_ANSWER, report)
    if code not in reference.codes("frasa_aman"):
        raise Refused(NO_SUCH_PHRASE.format(code=code))
    report.phrase = code
    with widened([report.pk]):
        report.store("phrase")
    message = Message.objects.create(report=report, from_office=True, author_id=by.id, phrase=code, sent_at=now)
    _tell_school(by, report, message, now)
    meet(by=by, rule="ACKNOWLEDGE", subject=report, now=now)
    audit.record(by=by, event="report.phrase-set", about=report, at=now, phrase=code)
    return report


def _tell_school(by: Actor, report: Report, message: Message, now: datetime) -> None:
    """Whoever raised it from a school is told that there is an answer, never which."""
    to = school_raisers(report.pk)
    notify(by=by, to=to, kind="school.answer", about=report, now=now, once=f"answer:{message.pk}", number=report.number)


@atomic
def read_messages(*, by: Actor, report_id: UUID, now: datetime) -> int:
    """Mark what the other side wrote as read; returns how many were new."""
    report = visible(by, P.READ_MESSAGES, Report).get(pk=report_id)
    require(by, P.REPORT_ANSWER, report)
    from_office = Role.PUBLIC in by.roles
    count = Message.objects.filter(report=report, from_office=from_office, read_at=None).update(read_at=now)
    if count:
        audit.record(by=by, event="report.messages-read", about=report, at=now, count=count)
    return count


@atomic
def use_receipt(*, by: Actor, typed: str, now: datetime) -> UUID | None:
    """Open with a receipt what was sent with it; a receipt that opens nothing is written down as well."""
    bundle_id = bundle_of(typed)
    audit.record(by=by, event="receipt.used" if bundle_id else "receipt.refused", about_id=bundle_id, at=now)
    return bundle_id


@atomic
def withdraw_contact(*, by: Actor, bundle_id: UUID, now: datetime) -> int:
    """The reporter takes name and number back; the story and the messages stay. Returns from how many reports."""
    reports = list(reports_of_bundle(by, bundle_id).select_for_update())
    for report in reports:
        require(by, P.REPORT_ANSWER, report)
    with widened([bundle_id]):
        held = list(left_contact(bundle_id).select_related("report").select_for_update(of=("self",)))
        for reporter in held:
            reporter.details, reporter.phone_token, reporter.withdrawn_at = {}, "", now
            reporter.store("details", "phone_token", "withdrawn_at")
            reporter.report.secrecy = "ANON"
            reporter.report.store("secrecy")
            audit.record(by=by, event="report.contact-withdrawn", about=reporter.report, at=now)
    return len(held)
