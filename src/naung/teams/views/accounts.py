"""Accounts: list, open, change, roles, end. For the administrator."""

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.core.errors import Refused
from naung.teams import forms, operations
from naung.teams.models import User
from naung.teams.queries import pages
from naung.teams.queries.schools import school_labels
from naung.teams.reauth import fresh
from naung.teams.rules.accounts import ROLE_TEXTS
from naung.teams.views.asking import who
from naung.teams.views.invitations import invitation_made
from naung.teams.views.roles import account_page

PER_PAGE = 30
get_or_post = require_http_methods(["GET", "POST"])


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody with an account; the ended ones on request."""
    require(who(request), P.ACCOUNTS_MANAGE)
    form = forms.AccountSearch(request.GET)
    told: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "ended": False}
    found = pages.accounts(told["q"], timezone.now(), ended=told["ended"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in told.items() if value})
    context = {"form": form, "page": page, "query": query, "roles": ROLE_TEXTS, "searching": bool(query)}
    return render(request, "teams/accounts.html", context)


@never_cache
@get_or_post
@fresh
def new(request: HttpRequest) -> HttpResponse:
    """Open an account; the page that follows shows the link of its invitation, once."""
    require(who(request), P.ACCOUNTS_MANAGE)
    form = forms.NewAccount(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("name", "username", "email", "phone", "sex")}
        try:
            with transaction.atomic():
                opened = operations.open_account(
                    by=who(request),
                    now=timezone.now(),
                    **told,
                    **form.chosen_role(),
                )
            return invitation_made(request, opened.invited, opened.waiting)
        except Refused as error:
            form.refuse(error)
    return render(
        request,
        "teams/account_new.html",
        {"form": form, "schools": school_labels()},
        status=422 if form.errors else 200,
    )


@never_cache
@get_or_post
def detail(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One account: who it is, what roles it holds, and how to end it."""
    require(who(request), P.ACCOUNTS_MANAGE)
    user = User.objects.get(pk=user_id)
    known = {"name": user.name, "email": user.email, "phone": user.phone, "sex": user.sex}
    form = forms.Account(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        operations.change_account(by=who(request), user_id=user_id, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Akun tersimpan."))
        return redirect("teams:account", user_id)
    return account_page(request, user, form)


@require_POST
@fresh
def end(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """End an account."""
    user = operations.end_account(by=who(request), user_id=user_id, now=timezone.now())
    text = _("Akun %(name)s berakhir. Tugasnya yang terbuka diteruskan kepada supervisornya.")
    messages.success(request, text % {"name": user.name})
    return redirect("teams:accounts")


@require_POST
@fresh
def end_on(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Set the last day of an account, or take it away."""
    form = forms.LastDayOfAccount(request.POST, auto_id="end_%s")
    require(who(request), P.ACCOUNTS_MANAGE)
    if form.is_valid():
        at = forms.end_of(form.cleaned_data["until"])
        try:
            with transaction.atomic():
                operations.end_account_on(by=who(request), user_id=user_id, at=at, now=timezone.now())
            messages.success(request, _("Hari terakhir akun tersimpan.") if at else _("Akun tidak lagi berakhir."))
            return redirect("teams:account", user_id)
        except Refused as error:
            form.refuse(error)
    user = User.objects.get(pk=user_id)
    return account_page(request, user, ending=form)


@require_POST
@fresh
def lift(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Let somebody sign in from a new device although strangers tried her name."""
    operations.lift_limit(by=who(request), user_id=user_id, now=timezone.now())
    messages.success(request, _("Pembatasan dibuka. Orang ini dapat masuk lagi dari perangkat baru."))
    return redirect("teams:account", user_id)


@require_POST
@fresh
def reset_factors(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Take off the second factors of somebody who lost them."""
    user = operations.reset_factors(by=who(request), user_id=user_id, now=timezone.now())
    text = _("Pengaman kedua %(name)s dilepas dan sesinya diakhiri. Ia memasang yang baru saat masuk berikutnya.")
    messages.success(request, text % {"name": user.name})
    return redirect("teams:account", user_id)
