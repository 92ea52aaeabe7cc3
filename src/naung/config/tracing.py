"""What the command line does with the sealed trace, as the operator."""

from collections.abc import Callable, Iterable

from django.core.mail import send_mail
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.access.jobs import seal_next
from naung.audit import queries, verifying
from naung.audit.rules import KnownHead
from naung.audit.verifying import Verdict


def sealed_head() -> str | None:
    """Seal what may be sealed, and tell the newest head; none where there is no entry yet."""
    while seal_next():
        pass
    with acting_as(operator([])):
        last = queries.last_batch()
        return queries.head_in(last).signed_text(bytes(last.key), bytes(last.signature)) if last else None


def mail_head(text: str, addresses: Iterable[str]) -> None:
    """Send a head by mail: it holds numbers and hashes, nothing of a child."""
    send_mail(f"Naung audit head, {timezone.localdate():%Y-%m-%d}", text, None, list(addresses))


def sealed_count() -> int:
    """How many entries are sealed."""
    with acting_as(operator([])):
        last = queries.last_batch()
        return last.total if last else 0


def verified(known: KnownHead | None, former: Iterable[bytes], step: Callable[[int], object]) -> Verdict:
    """Verify the whole trace."""
    with acting_as(operator([])):
        return verifying.verify(known=known, former=former, step=step)
