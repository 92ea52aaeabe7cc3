"""The board of all schools and kelurahan, and the page of one of them."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.prevention.forms import rollout as forms
from naung.prevention.operations import rollout as operations
from naung.prevention.queries import rollout as queries
from naung.prevention.queries.rollout_map import drawing
from naung.prevention.rules.rollout import SHAPES, STATE_MEANS, STATE_TEXTS
from naung.prevention.views.asking import attempt, get_or_post, status_of, who
from naung.teams.models import Organisation
from naung.teams.queries.schools import label_of

PER_PAGE = 50


def states() -> list[dict[str, Any]]:
    """Every state with its shape, its words and what it means, in order."""
    return [
        {"code": code, "shape": SHAPES[code], "text": text, "means": STATE_MEANS[code]}
        for code, text in STATE_TEXTS.items()
    ]


@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All schools or all kelurahan: how many are how far, on a map or as a list."""
    require(who(request), P.OFFICE_READ)
    form = forms.Board(request.GET)
    asked = form.asked()
    told = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context: dict[str, Any] = {
        "form": form, "asked": asked, "counts": queries.counts(asked), "states": states(), "as_map": form.as_map,
        "query": urlencode(told), "filtered": told.keys() - {"jenis", "tampil", "order"}, "told": told,
        "address": _address(told), "may": who(request).may,
    }  # fmt: skip
    context |= _map(asked) if form.as_map else _list(request, asked, sum(context["counts"].values()))
    return render(request, "prevention/board.html", context)


def _address(told: Mapping[str, str]) -> Callable[..., str]:
    """The board's address with something of what is asked changed; the page begins anew."""

    def made(**changed: str) -> str:
        kept = {name: value for name, value in {**told, **changed}.items() if value}
        return reverse("prevention:board") + (f"?{urlencode(kept)}" if kept else "")

    return made


def _map(asked: queries.Asked) -> dict[str, Any]:
    return {"drawing": drawing(asked), "districts": queries.by_district(asked)}


def _list(request: HttpRequest, asked: queries.Asked, known: int) -> dict[str, Any]:
    pages = Paginator(queries.listed(asked), PER_PAGE)
    if not asked.state:
        pages.count = known  # counted already
    page = pages.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    return {"page": page, "rows": rows, "visits": queries.open_visits(row.pk for row in rows)}


@never_cache
@get_or_post
def place(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """One school or kelurahan: how far it is, its sessions and its history; who manages the roll-out changes it."""
    require(who(request), P.ROLLOUT_MANAGE if request.method == "POST" else P.OFFICE_READ)
    found = queries.one_place(place_id)
    form = forms.State(request.POST or None, initial=_shown(found.outreach))

    def write() -> None:
        told = form.cleaned_data
        operations.set_state(
            by=who(request), place_id=place_id, state=told["state"], reason=told["reason"],
            version=told["version"], now=timezone.now(),
        )  # fmt: skip

    if request.method == "POST" and form.is_valid() and attempt(form, write, _shown):
        messages.success(request, _("Tahap tersimpan."))
        return redirect("prevention:place", place_id)
    context = {
        "found": found, "form": form, "states": states(), "may": who(request).may, "visit": _visit(found),
        "plan_address": planning_address(found.place),
    }  # fmt: skip
    return render(request, "prevention/rollout_place.html", context, status=status_of(form))


def _shown(outreach: Any) -> dict[str, Any]:
    return {"state": outreach.state, "version": outreach.version} if outreach else {}


def _visit(found: queries.OnePlace) -> Any:
    return queries.open_visits([found.place.pk]).get(found.place.pk)


def planning_address(place: queries.SchoolOrWard) -> str:
    """Where a session at this place is planned, with the place filled in."""
    asked = {"sekolah": label_of(place)} if isinstance(place, Organisation) else {"kelurahan": str(place.pk)}
    return f"{reverse('prevention:session-new')}?{urlencode(asked)}"
