"""Roles: given and taken on the account's page; those that take two people wait on a page of their own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.core.errors import Refused
from naung.core.forms import Answering
from naung.teams import forms, operations
from naung.teams.models import Membership, RoleProposal, User
from naung.teams.queries import accounts, limits, pages
from naung.teams.queries.schools import school_labels
from naung.teams.reauth import fresh
from naung.teams.rules.accounts import ROLE_TEXTS
from naung.teams.signin import factors
from naung.teams.views.asking import who


@require_POST
@fresh
def give(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Give one more role, or propose it where that takes two."""
    require(who(request), P.ACCOUNTS_MANAGE)
    user, form = User.objects.get(pk=user_id), forms.RoleFields(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                given = operations.give_role(by=who(request), user_id=user_id, now=timezone.now(), **form.chosen_role())
            waits = isinstance(given, RoleProposal)
            messages.success(
                request, _("Peran diusulkan. Orang kedua yang memastikannya.") if waits else _("Peran diberikan.")
            )
            return redirect("teams:account", user_id)
        except Refused as error:
            form.refuse(error)
    return account_page(request, user, role_form=form)


@require_POST
@fresh
def end(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Take one role back."""
    held = operations.end_role(by=who(request), membership_id=membership_id, now=timezone.now())
    messages.success(request, _("Peran dicabut."))
    return redirect("teams:account", held.user_id)


@require_POST
@fresh
def end_on(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Let a role end with a day."""
    require(who(request), P.ACCOUNTS_MANAGE)
    form, held = (
        forms.LastDay(request.POST, auto_id=f"%s-{membership_id}"),
        Membership.objects.select_related("user").get(pk=membership_id),
    )
    if form.is_valid():
        at = forms.end_of(form.cleaned_data["until"])
        try:
            with transaction.atomic():
                operations.end_role(by=who(request), membership_id=membership_id, at=at, now=timezone.now())
            messages.success(request, _("Hari terakhir peran tersimpan."))
            return redirect("teams:account", held.user_id)
        except Refused as error:
            form.refuse(error)
    return account_page(request, held.user, ending=form)


@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The roles that wait for a second person."""
    require(who(request), P.ROLE_CONFIRM)
    now = timezone.now()
    context = {"waiting": accounts.waiting_roles(now), "roles": ROLE_TEXTS, "now": now}
    return render(request, "teams/roles_waiting.html", context)


@never_cache
@require_safe
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """One proposed role: for whom, why, by whom, and what became of it."""
    require(who(request), P.ROLE_CONFIRM)
    return _proposal(request, proposal_id, forms.Refusal())


@require_POST
@fresh
def confirm(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The second person's yes."""
    operations.confirm_role(by=who(request), proposal_id=proposal_id, now=timezone.now())
    messages.success(request, _("Peran dipastikan dan berlaku sekarang."))
    return redirect("teams:roles-waiting")


@require_POST
@fresh
def refuse(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The second person's no, with its reason."""
    require(who(request), P.ROLE_CONFIRM)
    form = forms.Refusal(request.POST)
    if not form.is_valid():
        return _proposal(request, proposal_id, form)
    operations.refuse_role(by=who(request), proposal_id=proposal_id, why=form.cleaned_data["why"], now=timezone.now())
    messages.success(request, _("Usulan ditolak. Alasannya dapat dibaca pengelola akun."))
    return redirect("teams:roles-waiting")


@require_POST
def withdraw(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Take a proposal back."""
    taken = operations.withdraw_role(by=who(request), proposal_id=proposal_id, now=timezone.now())
    messages.success(request, _("Usulan ditarik."))
    return redirect("teams:account", taken.user_id)


def _proposal(request: HttpRequest, proposal_id: UUID, form: forms.Refusal) -> HttpResponse:
    found = RoleProposal.objects.select_related("user", "team", "proposed_by", "decided_by").get(pk=proposal_id)
    now, actor = timezone.now(), who(request)
    open_now = found.decided_at is None and found.expires_at > now
    context: dict[str, Any] = {
        "proposal": found, "form": form, "roles": ROLE_TEXTS, "open_now": open_now,
        "second": actor.id not in {found.user_id, found.proposed_by_id},
        "may_withdraw": P.ACCOUNTS_MANAGE in actor.may,
    }  # fmt: skip
    return render(request, "teams/role_proposal.html", context, status=422 if form.errors else 200)


def account_page(
    request: HttpRequest,
    user: User,
    form: forms.Account | None = None,
    role_form: forms.RoleFields | None = None,
    ending: Answering | None = None,
) -> HttpResponse:
    """One account, with a form of it that may have come back."""
    now = timezone.now()
    known = {"name": user.name, "email": user.email, "phone": user.phone, "sex": user.sex}
    wrong = any(one.errors for one in (form, role_form, ending) if one is not None)
    context: dict[str, Any] = {
        "account": user, "form": form or forms.Account(initial=known), "role_form": role_form or forms.RoleFields(),
        "ending": ending,
        "account_end": forms.LastDayOfAccount(initial={"until": forms.last_day(user.ends_at)}, auto_id="end_%s"),
        "roles": ROLE_TEXTS, "held": pages.roles_held(user, now), "proposals": pages.proposals_of(user, now),
        "factors": factors.held(user).count(), "invitation": accounts.last_invitation(user.pk),
        "tried": limits.tried([user.username]).get(user.username), "now": now, "schools": school_labels(),
    }  # fmt: skip
    return render(request, "teams/account.html", context, status=422 if wrong else 200)
