"""The calendar that a telephone subscribes to, and its secret address."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.prevention.models import CalendarKey
from naung.prevention.operations import sessions_feed as operations
from naung.prevention.queries.sessions_feed import calendar_of, owner_of
from naung.prevention.views.asking import get_or_post, who


@login_not_required
@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001
    """One person's sessions, for whoever knows her secret address: title, place, times and code."""
    now = timezone.now()
    owner = owner_of(token, now)
    if owner is None:
        raise Http404
    return HttpResponse(calendar_of(owner, now), content_type="text/calendar; charset=utf-8")


@never_cache
@get_or_post
def key(request: HttpRequest) -> HttpResponse:
    """One's own secret address: shown once, when it is made."""
    require(who(request), P.SESSION_PLAN)
    held = CalendarKey.objects.filter(user=who(request).id).first()
    context: dict[str, Any] = {"held": held, "address": "", "now": timezone.now()}
    if request.method == "POST":
        token = operations.new_calendar_key(by=who(request), now=timezone.now())
        context["address"] = request.build_absolute_uri(reverse("prevention:feed", args=[token]))
    return render(request, "prevention/session_feed.html", context)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Make the secret address worthless."""
    require(who(request), P.SESSION_PLAN)
    operations.end_calendar_key(by=who(request), now=timezone.now())
    return redirect("prevention:feed-key")
