"""The processing register, to read and print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.privacy.queries.processing import register


@never_cache
@require_safe
def processing(request: HttpRequest) -> HttpResponse:
    """What is processed for what, who reads it, how long it stays."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, P.PROCESSING_READ)
    return render(request, "privacy/processing.html", {"register": register(), "now": timezone.now()})
