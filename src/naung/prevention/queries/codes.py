"""The short codes on posters, slips and screens."""

import secrets

from naung.core.ids import READABLE
from naung.prevention.models import AwarenessSession, Outreach

LENGTH = 6


def new_code() -> str:
    """Six characters that nobody mistakes, and that no session and no place has."""
    while True:
        code = "".join(secrets.choice(READABLE) for _ in range(LENGTH))
        if not any(model.objects.filter(code=code).exists() for model in (AwarenessSession, Outreach)):
            return code
