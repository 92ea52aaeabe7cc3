"""How often something came from one network address, without keeping the address; and what is asked when it is often.

An address is counted under a hash whose key is new each day. The key is random and lies only where the counts lie: in
the unlogged table, which no backup and no write-ahead log holds. Once its day is over and the row gone, nobody can
tell any more which address a count stood for, not even with the office's secrets. A count is forgotten after an hour.

Nobody is refused. Whoever comes often gets a signed pass, good once its holder waited or worked a little.
"""

import hashlib
import hmac
import secrets
import time
from datetime import datetime, timedelta

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest

from naung.core import clock

HOUR = 3_600
COUNTED = HOUR - 300  # what ran out is swept away every five minutes, so no count lies there longer than an hour
WAIT = 20  # seconds without scripts
BITS = 13  # some 8,000 hashes: under a second on most phones, a few on the slowest
SALT = "naung.wait"
DAY_KEY = "limits-key"


def came(kind: str, request: HttpRequest, now: datetime) -> int:
    """Count this coming; says how many there were from the same address since the first of this hour."""
    key = bytes.fromhex(_key_of_the_day(now))
    told = f"{kind} {ratelimit.get_ip(request)}".encode()
    name = f"came:{hmac.new(key, told, hashlib.sha256).hexdigest()}"
    if cache.add(name, 1, COUNTED):
        return 1
    try:
        return cache.incr(name)
    except ValueError:  # its hour ended between the two
        cache.set(name, 1, COUNTED)
        return 1


def _key_of_the_day(now: datetime) -> str:
    here = now.astimezone(settings.CITY.zone)
    name, midnight = f"{DAY_KEY}:{here.date()}", here.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    key: str | None = cache.get(name)
    if key is None:
        cache.add(name, secrets.token_hex(32), max(1, int((midnight - here).total_seconds())))
        key = cache.get(name)
    return key or secrets.token_hex(32)  # it ran out in this very moment


def new_pass(about: str) -> str:
    """A pass that begins to count now, for one thing only."""
    return signing.dumps([about, secrets.token_urlsafe(9), time.time()], salt=SALT)


def seconds_left(given: str, about: str) -> int | None:
    """How long the pass still asks to wait; none when it is no pass for this, or older than an hour.

    Nor is one that is yet to come: the clock went back, and nobody waits as long as it did.
    """
    try:
        kind, _, made_at = signing.loads(given, salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        return None
    if clock.lies_ahead(made_at):
        return None
    return max(0, int(made_at + WAIT - time.time() + 0.999)) if kind == about else None


def worked(given: str, proof: str) -> bool:
    """Whether the number beside the pass makes a hash that begins with enough zeros."""
    digest = hashlib.sha256(f"{given}:{proof[:20]}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0


def spend(given: str) -> bool:
    """Use a pass up; says whether this was the first time."""
    return cache.add(f"spent:{hashlib.sha256(given.encode()).hexdigest()}", 1, HOUR)
