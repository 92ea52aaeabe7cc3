"""Schools and partners: the office reads them, whoever manages teams keeps them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.core.errors import Refused
from naung.teams import forms, operations
from naung.teams.models import Organisation
from naung.teams.operations.organisations import KINDS
from naung.teams.queries import pages
from naung.teams.views.asking import who

PER_PAGE = 30
get_or_post = require_http_methods(["GET", "POST"])


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Schools and partners."""
    require(who(request), P.OFFICE_READ)
    form = forms.OrganisationSearch(request.GET)
    told: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "kind": ""}
    page = Paginator(pages.organisations(told["q"], told["kind"]), PER_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in told.items() if value})
    keeps = P.TEAM_MANAGE in who(request).may
    context = {"form": form, "page": page, "query": query, "keeps": keeps, "kept_kinds": KINDS, "may": who(request).may}
    return render(request, "teams/organisations.html", context)


@never_cache
@get_or_post
def new(request: HttpRequest) -> HttpResponse:
    """Write down a school or partner."""
    require(who(request), P.TEAM_MANAGE)
    form = forms.OrganisationForm(request.POST or None)

    def make() -> None:
        operations.make_organisation(by=who(request), facts=form.facts(), now=timezone.now())

    return _answer(request, form, make, None)


@never_cache
@get_or_post
def change(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Correct what is known of one."""
    require(who(request), P.TEAM_MANAGE)
    held = Organisation.objects.get(pk=organisation_id, kind__in=KINDS)
    known = {
        name: getattr(held, name) for name in ("kind", "name", "npsn", "form", "pupils", "address", "area", "version")
    }
    form = forms.OrganisationForm(request.POST or None, initial=known)

    def write() -> None:
        operations.change_organisation(
            by=who(request), organisation_id=held.pk, facts=form.facts(), version=form.cleaned_data["version"],
            now=timezone.now(),
        )  # fmt: skip

    return _answer(request, form, write, held)


def _answer(
    request: HttpRequest, form: forms.OrganisationForm, act: Callable[[], None], held: Organisation | None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                act()
            messages.success(request, _("Lembaga tersimpan."))
            return redirect("teams:organisations")
        except Refused as error:
            form.refuse(error)
    context = {"form": form, "held": held}
    return render(request, "teams/organisation.html", context, status=422 if form.errors else 200)
