"""Whose name strangers have tried so often that it signs in only where it is known."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.core.internal import ratelimit
from django.core.cache import cache

APP, STRANGERS = "allauth.account", "login_failed_strangers"


@dataclass(frozen=True)
class Tried:
    """How often a name was tried from strange places lately, and until when it is limited there, if it is."""

    count: int
    until: datetime | None


def tried(names: Iterable[str]) -> dict[str, Tried]:
    """Of these user names, those that strangers tried in vain lately. One query."""
    found: dict[str, Tried] = {}
    known = {limit_key(name): name for name in names}
    for key, history in cache.get_many(known).items():
        lately = [at for at in history if at > time.time() - _rate().duration]
        if lately:
            full = len(lately) >= _rate().amount
            until = datetime.fromtimestamp(min(lately) + _rate().duration, UTC) if full else None
            found[known[key]] = Tried(len(lately), until)
    return found


def limit_key(name: str) -> str:
    """Under which key the tries at a name are counted."""
    key: str = ratelimit.get_cache_key(None, app=APP, action=STRANGERS, rate=_rate(), key=name)
    return key


def _rate() -> ratelimit.Rate:
    (rate,) = ratelimit.get_rates(app=APP, action=STRANGERS)
    return rate
