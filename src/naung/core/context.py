"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shared(request: HttpRequest) -> dict[str, Any]:
    """The city, who is signed in, and whether these are training data."""
    return {
        "city": settings.CITY,
        "actor": getattr(request, "actor", None),
        "user": getattr(request, "user", None),
        "training_data": settings.TRAINING_DATA,
        "factor_optional": settings.SECOND_FACTOR_OPTIONAL,
    }
