"""The list of who looked, handed to a guardian on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.core.text import Text
from naung.privacy import forms, operations
from naung.privacy.rules.access import role_text
from naung.teams.reauth import fresh

# One answer, whatever the reason.
REFUSED = Text(
    "Daftar tidak dapat diberikan dengan keterangan ini. Periksa nomor dan nama, atau tanyakan kepada supervisor tim.",
    "The list cannot be given by this. Check number and name, or ask the team's supervisor.",
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def give(request: HttpRequest) -> HttpResponse:
    """Say which case and which guardian; the answer is the list to print."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, P.AUDIT_READ)
    form = forms.Guardian(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        given = operations.release_list(by=actor, number=told["number"], guardian_name=told["name"], now=timezone.now())
        if given is not None:
            lines = [(line.day, role_text(line.role), line.office) for line in given.lines]
            return render(request, "privacy/guardian_list.html", {"given": given, "lines": lines})
        form.add_error(None, REFUSED.say(get_language()))
    return render(request, "privacy/guardian.html", {"form": form}, status=422 if form.is_bound else 200)
