"""The list of cases."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from naung.cases.forms.listing import Filters
from naung.cases.queries import listing
from naung.cases.views.page import who


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The cases that this person sees, filtered and ordered, 50 a page."""
    now = timezone.now()
    teams, holders = listing.choices_of(who(request), now)
    form = Filters(request.GET, teams=teams, holders=holders)
    wanted = form.wanted(after=request.GET.get("after", ""))
    found = listing.listed(who(request), wanted, now, dict([*teams, *holders]))
    context: dict[str, Any] = {
        "form": form,
        "wanted": wanted,
        "found": found,
        "now": now,
        "today": timezone.localdate(),
        "filtered": bool(wanted.query()),
    }
    return render(request, "cases/list.html", context)
