"""A form goes on where a password was asked for, and a session stays awake while somebody types."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from naung.core import carrying


@never_cache
@require_safe
def resume(request: HttpRequest) -> HttpResponse:
    """What was typed before the password was asked, to be sent from here."""
    carried = carrying.kept(request)
    if carried is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"typed": carried.told, "typed_at": carried.path}
    return render(request, "teams/resume.html", context)


@require_POST
def still_here(_request: HttpRequest) -> HttpResponse:
    """Somebody moves or types on a page that stays open: asking is all that keeps her session awake."""
    return HttpResponse(status=204)
