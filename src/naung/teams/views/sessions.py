"""Where one is signed in, and signing out there."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from naung.teams import operations
from naung.teams.models import User
from naung.teams.queries.sessions import devices
from naung.teams.views.asking import who


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """One's own devices."""
    now = timezone.now()
    found = devices(cast("User", request.user), request.session.session_key, now)
    return render(request, "teams/devices.html", {"devices": found, "now": now})


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out on one other device."""
    operations.end_session(by=who(request), session_id=pk, now=timezone.now())
    messages.success(request, _("Perangkat itu sudah dikeluarkan."))
    return redirect("teams:sessions")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    here = request.session.session_key or ""
    operations.end_other_sessions(by=who(request), keep=here, now=timezone.now())
    messages.success(request, _("Semua perangkat lain sudah dikeluarkan."))
    return redirect("teams:sessions")
