"""Second factors: allauth's own pages in our look, each change with its entry."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from naung.teams import operations
from naung.teams.signin import factors
from naung.teams.views.asking import who


@method_decorator(never_cache, name="dispatch")
class ActivateApp(ActivateTOTPView):  # type: ignore[misc]
    """Set up an application that shows codes."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        operations.factor_added(by=who(self.request), kind=factors.APP, now=timezone.now())
        factors.show(self.request, factors.APP)
        return response


class DeactivateApp(DeactivateTOTPView):  # type: ignore[misc]
    """Take the application off again."""

    def form_valid(self, form: Any) -> HttpResponse:
        operations.factor_removed(by=who(self.request), kind=factors.APP, now=timezone.now())
        response: HttpResponse = super().form_valid(form)
        return response


@method_decorator(never_cache, name="dispatch")
class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """Set up a passkey: the telephone's or the computer's own lock, or a key to plug in."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "passwordless": True}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        operations.factor_added(by=who(self.request), kind=factors.PASSKEY, now=timezone.now())
        factors.show(self.request, factors.PASSKEY)
        return response


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Take a passkey off, unless it is the last factor of somebody who needs one."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.object):
            messages.error(self.request, _("Ini pengaman yang terakhir. Pasang yang lain dahulu, baru lepas yang ini."))
            return redirect("mfa_index")
        operations.factor_removed(by=who(self.request), kind=factors.PASSKEY, now=timezone.now())
        response: HttpResponse = super().form_valid(form)
        return response


@method_decorator(never_cache, name="dispatch")
class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]
    """Show the codes for the day on which the telephone is gone."""


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """Make new ones; the old ones no longer count."""

    def form_valid(self, form: Any) -> HttpResponse:
        operations.recovery_codes_renewed(by=who(self.request), now=timezone.now())
        response: HttpResponse = super().form_valid(form)
        return response
