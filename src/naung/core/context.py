"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from naung.core import clock


def shared(request: HttpRequest) -> dict[str, Any]:
    """The city, who is signed in, and whether these are training data."""
    return {
        "city": settings.CITY,
        "actor": getattr(request, "actor", None),
        "user": getattr(request, "user", None),
        "training_data": settings.TRAINING_DATA,
        "office_account": office_account(),
        "clock_went_back": clock.went_back(timezone.now()),
        "locks_after": settings.IDLE_MINUTES * 60,
        "factor_optional": settings.SECOND_FACTOR_OPTIONAL,
    }


def office_account() -> dict[str, str] | None:
    """The office's own sign-in provider: its name here and how its button says it."""
    providers: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    apps = providers.get("openid_connect", {}).get("APPS", ())
    return {"id": apps[0]["provider_id"], "name": apps[0]["name"]} if apps else None
