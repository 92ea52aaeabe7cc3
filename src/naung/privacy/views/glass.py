"""The page on which a social worker on duty opens the file of a child in danger."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.cases.models import Case
from naung.core.errors import Refused
from naung.privacy import forms, operations
from naung.privacy.queries.glass import may_break
from naung.privacy.rules.glass import NOT_FOUND
from naung.teams.reauth import fresh


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def emergency(request: HttpRequest) -> HttpResponse:
    """Say which child and why, and the file is open for a day. Whoever is not on duty finds no such page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, P.BREAK_GLASS)
    if not may_break(actor, timezone.now()):
        raise Http404
    form = forms.Glass(request.POST or None)
    if request.method == "POST" and form.is_valid() and (case := _opened(actor, form)):
        messages.success(request, gettext("Berkas terbuka untuk 24 jam. Supervisor sudah diberi tahu."))
        return redirect("cases:file", case.pk)
    return render(request, "privacy/emergency.html", {"form": form}, status=422 if form.is_bound else 200)


def _opened(actor: Actor, form: forms.Glass) -> Case | None:
    try:
        case = operations.break_glass(by=actor, now=timezone.now(), **form.cleaned_data)
    except Refused as problem:
        form.add_error("reason", problem.message.say(get_language()))  # type: ignore[attr-defined]
        return None
    if case is None:
        form.add_error("asked_for", NOT_FOUND.say(get_language()))
    return case
