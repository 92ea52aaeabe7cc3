"""What an administrator sees first: accounts that need a hand, messages that did not arrive. Never a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from naung.core.text import Text
from naung.duties.models import OutboxMessage
from naung.duties.operations.outbox import NO_ADDRESS, STALE
from naung.duties.rules.notices import URGENT
from naung.teams.models import Invitation, Membership, User
from naung.teams.queries import limits
from naung.teams.queries.people import current

ENDING_SOON = timedelta(days=30)
NEVER_FOR = timedelta(days=7)
SHOWN = 5
URGENT_NEWS = Text("Pemberitahuan mendesak", "Urgent notice")
NEWS = Text("Pemberitahuan", "Notice")
REASONS = {
    NO_ADDRESS: Text("Tidak ada alamat surel, atau akunnya berakhir", "No e-mail address, or the account has ended"),
    STALE: Text("Terlalu lama menunggu", "Waited too long"),
}
SERVER = Text("Peladen surel menolak ({failure})", "The mail server refused ({failure})")


@dataclass(frozen=True)
class Failed:
    """One message that did not arrive: for whom, to which hidden address, why."""

    message: OutboxMessage
    user: User | None
    address: str
    about: Text
    why: Text


@dataclass(frozen=True)
class Attention:
    """One account that needs a hand, and why."""

    user: User
    why: Text
    at: datetime | None = None


ENDS = Text("Peran berakhir sebentar lagi", "A role ends soon")
LAPSED = Text("Undangan berakhir tanpa dipakai", "The invitation ended unused")
OVER = Text("Akun berakhir sebentar lagi", "The account ends soon")
LIMITED = Text(
    "Sering dicoba orang asing: dari perangkat baru tidak dapat masuk", "Tried by strangers: cannot sign in elsewhere"
)
NEVER = Text("Belum pernah masuk", "Has never signed in")
ROLELESS = Text("Tanpa peran: dapat masuk, tidak melihat apa pun", "No role: can sign in and sees nothing")


def failed_lines(messages: Iterable[OutboxMessage]) -> list[Failed]:
    """Failed messages with the people they were for. One query besides."""
    found = list(messages)
    users = User.objects.in_bulk({message.user_id for message in found})
    return [_failed(message, users.get(message.user_id)) for message in found]


def _failed(message: OutboxMessage, user: User | None) -> Failed:
    why = REASONS.get(message.failure) or SERVER.format(failure=message.failure or "?")
    about = URGENT_NEWS if message.kind in URGENT else NEWS
    return Failed(message, user, masked(user.email if user else ""), about, why)


def masked(address: str) -> str:
    """An address that can be recognised and not copied: `s…@naung.test`."""
    name, at, place = address.partition("@")
    return f"{name[:1]}…{at}{place}" if name else "–"


def needing_attention(now: datetime) -> list[Attention]:
    """Accounts that strangers tried, that end soon, without a role, or that nobody has used. Eight queries."""
    active = User.objects.filter(is_active=True).order_by("name")
    soon = Membership.objects.filter(user__is_active=True, until_at__gt=now, until_at__lte=now + ENDING_SOON)
    held = current(Membership.objects.filter(user=OuterRef("pk")), now)
    lapsed = Invitation.objects.filter(user__is_active=True, used_at=None, cancelled_at=None, ends_at__lte=now)
    unused = active.filter(last_login=None, created_at__lt=now - NEVER_FOR).exclude(pk__in=lapsed.values("user"))
    tried = limits.tried(active.values_list("username", flat=True))
    limited = active.filter(username__in=[name for name, one in tried.items() if one.until])
    over = active.filter(ends_at__gt=now, ends_at__lte=now + ENDING_SOON).order_by("ends_at")
    return [
        *(Attention(user, LIMITED, tried[user.username].until) for user in limited[:SHOWN]),
        *(Attention(user, OVER, user.ends_at) for user in over[:SHOWN]),
        *(Attention(m.user, ENDS, m.until_at) for m in soon.select_related("user").order_by("until_at")[:SHOWN]),
        *(Attention(i.user, LAPSED, i.ends_at) for i in lapsed.select_related("user").order_by("ends_at")[:SHOWN]),
        *(Attention(user, ROLELESS) for user in active.exclude(Exists(held))[:SHOWN]),
        *(Attention(user, NEVER, user.created_at) for user in unused.filter(Exists(held))[:SHOWN]),
    ]
