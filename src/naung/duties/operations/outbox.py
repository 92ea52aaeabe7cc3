"""Sending what waits in the outbox: by e-mail, in the reader's language, without a word about any child."""

import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.duties.models import OutboxMessage
from naung.duties.rules.notices import STALE_AFTER, URGENT, next_try
from naung.teams.models import User

log = logging.getLogger(__name__)
STALE, NO_ADDRESS = "STALE", "NO_ADDRESS"


@atomic
def send_next(*, by: Actor, now: datetime) -> bool:
    """Send the message that has waited longest; false when none waits. Only the clock may.

    A failure is kept with the message, which is tried again later and later, then given up visibly. The
    message's identifier travels along, so that a second sending after a crash can be told by the mail server.
    """
    require(by, P.DUTY_KEEP)
    waiting = OutboxMessage.objects.filter(sent_at=None, failed_at=None, next_at__lte=now).order_by("next_at")
    message = waiting.select_for_update(skip_locked=True).first()
    if message is None:
        return False
    message.attempts += 1
    if failure := _why_not(message, now) or _send(message):
        _postpone(message, failure, now)
    else:
        message.sent_at = now
    message.store("attempts", "sent_at", "next_at", "failed_at", "failure")
    if message.sent_at or message.failed_at:
        event = "message.sent" if message.sent_at else "message.failed"
        audit.record(by=by, event=event, about=message, at=now, why=message.failure)
    return True


@atomic
def resend(*, by: Actor, message_id: UUID, now: datetime) -> OutboxMessage:
    """Send a message that failed once more, as if it were new. Only the administrator may."""
    require(by, P.ACCOUNTS_MANAGE)
    message = OutboxMessage.objects.select_for_update().get(pk=message_id, sent_at=None)
    if message.failed_at is None:
        return message
    message.failed_at, message.failure, message.attempts = None, "", 0
    message.created_at = message.next_at = now
    message.store("failed_at", "failure", "attempts", "created_at", "next_at")
    audit.record(by=by, event="message.resent", about=message, at=now)
    return message


def _why_not(message: OutboxMessage, now: datetime) -> str:
    """Why a message is not sent at all: it is too old to help."""
    return STALE if message.created_at < now - STALE_AFTER else ""


def _send(message: OutboxMessage) -> str:
    """Send it; the kind of failure when that did not work."""
    user = User.objects.filter(pk=message.user_id, is_active=True).first()
    if user is None or not user.email:
        return NO_ADDRESS
    try:
        _letter(message, user).send()
    except Exception as error:  # noqa: BLE001 - whatever a mail server does, the message is kept
        log.warning("message %s was not sent: %s", message.pk, type(error).__name__)
        return type(error).__name__
    return ""


def _letter(message: OutboxMessage, user: User) -> EmailMessage:
    with override(user.language):
        subject = _("Ada yang mendesak menunggu Anda") if message.kind in URGENT else _("Ada yang menunggu Anda")
        lines = [
            _("Yth. %(name)s,") % {"name": user.name},
            _("Ada pemberitahuan baru untuk Anda di %(programme)s. Masuklah untuk membacanya.")
            % {"programme": settings.CITY.programme},
            *settings.CSRF_TRUSTED_ORIGINS[:1],
            _("Surel ini sengaja tidak memuat keterangan apa pun. Jangan membalasnya."),
        ]
    identifier = f"<{message.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"
    return EmailMessage(
        f"{settings.CITY.programme}: {subject}",
        "\n\n".join(lines),
        to=[user.email],
        headers={"Message-ID": identifier, "Auto-Submitted": "auto-generated"},
    )


def _postpone(message: OutboxMessage, failure: str, now: datetime) -> None:
    message.failure = failure
    wait = None if failure in {STALE, NO_ADDRESS} else next_try(message.attempts)
    if wait is None:
        message.failed_at = now
    else:
        message.next_at = now + wait
