"""To the office's own provider and back."""

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from naung.teams import operations
from naung.teams.reauth import fresh
from naung.teams.signin.office import Provider
from naung.teams.views.asking import who


@login_not_required
@require_POST
def leave_for(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go there, to sign in or (process=connect) to bind one's account."""
    try:
        answer: HttpResponse = OAuth2LoginView.adapter_view(Provider(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer


@login_not_required
@require_safe
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from there."""
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(Provider(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer


@require_POST
@fresh
def unlink(request: HttpRequest) -> HttpResponse:
    """Let go of the provider again."""
    operations.unbind_office_account(by=who(request), now=timezone.now())
    messages.success(request, _("Akun kantor tidak terhubung lagi."))
    return redirect("teams:own")
