"""How often somebody may try. Counted for a name together with a place, so that nobody locks a colleague out.

On a device from which she has signed in before, only what is tried on that device counts. Everywhere else the
network address counts, and all strange places together for one name.
"""

import secrets
from collections.abc import Iterator
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from naung.teams.queries.limits import STRANGERS

COOKIE = "naung_device"
KEPT_FOR = 180 * 24 * 3600
MOST = 20  # people of one shared device

# Actions in ACCOUNT_RATE_LIMITS: a name on one device or from one address (and the codes of one account); all names
# from one address, behind which a whole office may stand; a name from all strange places together.
HERE, ADDRESS = "login_failed", "login_failed_address"


class TooMany(Exception):
    """One of the limits is reached."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


class Attempt:
    """One try at a password, counted until it turns out to be right."""

    def __init__(self, request: HttpRequest, name: str) -> None:
        self.counted: list[Any] = []
        for limit, key in _limits(request, name.lower()):
            usage = ratelimit.consume(request, app="allauth.account", action=limit, key=key)
            if not usage:
                raise TooMany(limit)
            self.counted.append(usage)

    def was_right(self) -> None:
        """What was right is no failed attempt."""
        for usage in self.counted:
            usage.rollback()


def _limits(request: HttpRequest, name: str) -> Iterator[tuple[str, str]]:
    known = _read(request)
    if known and _sign(name) in known["names"]:
        yield HERE, f"{name}|{known['device']}"
        return
    yield ADDRESS, ""
    yield HERE, f"{name}|{ratelimit.get_ip(request)}"
    yield STRANGERS, name


def remember_device(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """From now on this device is known to be hers; the cookie opens nothing."""
    known = _read(request) or {"device": secrets.token_hex(8), "names": []}
    names = [other for other in known["names"] if other != _sign(name.lower())]
    known["names"] = [*names, _sign(name.lower())][-MOST:]
    response.set_cookie(
        COOKIE, signing.dumps(known, salt=COOKIE), max_age=KEPT_FOR, httponly=True, samesite="Lax",
        secure=settings.SECURE_COOKIES,
    )  # fmt: skip


def _read(request: HttpRequest) -> dict[str, Any] | None:
    try:
        known: dict[str, Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return known


def _sign(name: str) -> str:
    """Whose device it is must not be read from the cookie."""
    return salted_hmac(COOKIE, name).hexdigest()[:16]
