"""Invitations: made by the administrator, used by whoever was invited. A code never stands in an address."""

import base64
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from naung.core.errors import Refused
from naung.core.qr import svg
from naung.teams import forms, operations
from naung.teams.models import RoleProposal
from naung.teams.operations.invitations import NOT_FOUND
from naung.teams.queries import accounts
from naung.teams.reauth import fresh
from naung.teams.views.asking import who


@never_cache
@require_POST
@fresh
def invite(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Make a new link; the page shows it once."""
    return invitation_made(request, operations.invite(by=who(request), user_id=user_id, now=timezone.now()))


@require_POST
def cancel(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Make the link worthless."""
    operations.cancel_invitation(by=who(request), user_id=user_id, now=timezone.now())
    messages.success(request, _("Undangan dibatalkan. Tautannya tidak berlaku lagi."))
    return redirect("teams:account", user_id)


@login_not_required
@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """Whom to ask for a new password. None comes by mail: whoever sets an address would hold the account."""
    return render(request, "teams/forgotten.html")


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def use(request: HttpRequest) -> HttpResponse:
    """Set one's own password: first the code, from the link or from paper, then the password.

    The link carries its code behind a #, which browsers keep to themselves: neither logs nor other sites see it.
    """
    if request.user.is_authenticated:
        return render(request, "teams/invitation.html", {"form": None})
    code = forms.InvitationCode(request.POST or None)
    if request.method != "POST" or not code.is_valid():
        return _ask(request, code)
    found = accounts.invitation_of(code.cleaned_data["code"], timezone.now())
    if found is None:
        code.refuse(Refused(NOT_FOUND, field="code"))
        return _ask(request, code)
    told = request.POST if "password" in request.POST else None
    known = {"code": code.cleaned_data["code"], "username": found.user.username}
    form = forms.OwnPassword(told, initial=known)
    if form.is_valid() and _set(request, form):
        return render(request, "teams/invitation_used.html", {"account": found.user})
    context = {"form": form, "account": found.user}
    return render(request, "teams/invitation_password.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, form: forms.InvitationCode) -> HttpResponse:
    return render(request, "teams/invitation.html", {"form": form}, status=422 if form.errors else 200)


def _set(request: HttpRequest, form: forms.OwnPassword) -> bool:
    told = {name: form.cleaned_data[name] for name in ("code", "password")}
    try:
        with transaction.atomic():
            operations.use_invitation(by=who(request), now=timezone.now(), **told)
    except Refused as error:
        form.refuse(error)
        return False
    return True


def invitation_made(
    request: HttpRequest, invited: operations.Invited, waiting: RoleProposal | None = None
) -> HttpResponse:
    """The link of a new invitation: as text, as a picture for paper, and its code for typing."""
    link = f"{request.build_absolute_uri(reverse('teams:invitation'))}#{invited.code}"
    picture = base64.b64encode(svg(link).encode()).decode()
    context = {
        "account": invited.invitation.user, "link": link, "code": invited.code, "picture": picture,
        "ends_at": invited.invitation.ends_at, "waiting": waiting,
    }  # fmt: skip
    return render(request, "teams/invitation_made.html", context)
