"""One's own account."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from naung.teams import forms, operations
from naung.teams.models import User
from naung.teams.queries import pages
from naung.teams.rules.accounts import ROLE_TEXTS
from naung.teams.signin.office import bound
from naung.teams.views.asking import who


@never_cache
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Name, telephone, language, roles, and the way to a new password."""
    user = cast("User", request.user)
    form = forms.OwnAccount(
        request.POST or None, initial={"name": user.name, "phone": user.phone, "language": user.language}
    )
    if request.method == "POST" and form.is_valid():
        operations.change_own_account(by=who(request), now=timezone.now(), **form.cleaned_data)
        response = redirect("teams:own")
        language = form.cleaned_data["language"]
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=settings.SECURE_COOKIES)
        with override(language):
            messages.success(request, _("Akun Anda tersimpan."))
        return response
    held = pages.roles_held(user, timezone.now())
    context = {"form": form, "account": user, "held": held, "roles": ROLE_TEXTS, "office_bound": bound(user)}
    return render(request, "teams/own.html", context, status=422 if form.errors else 200)
