"""Special access: on one case for its supervisor, in the whole office for the data protection officer."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.cases.operations import open_file
from naung.cases.queries import cases
from naung.privacy import forms, operations
from naung.privacy.queries import access
from naung.privacy.views.paging import unpaged

LINES = 30


@never_cache
@require_safe
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who was given this case one by one, why, until when, ended how."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    case = cases.seen(actor, case_id)
    require(actor, P.CASE_ASSIGN, case)
    open_file(by=actor, case=case, page="access", now=now)
    lines = access.of_case(actor, case, now)
    context = {"case": case, "lines": lines, "now": now, "forms": {line.grant.pk: _form(line) for line in lines}}
    return render(request, "privacy/case_access.html", context)


def _form(line: access.Line) -> forms.Ending:
    return forms.Ending(auto_id=f"{line.grant.pk}-%s")


@require_POST
def end(request: HttpRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    """End one of them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, P.CASE_ASSIGN, cases.seen(actor, case_id))
    form = forms.Ending(request.POST)
    if form.is_valid():
        operations.end_access(
            by=actor, case_id=case_id, grant_id=grant_id, now=timezone.now(), reason=form.cleaned_data["reason"]
        )
        messages.success(request, gettext("Akses diakhiri. Orangnya diberi tahu."))
    else:
        messages.error(request, gettext("Tulis mengapa akses ini diakhiri."))
    return redirect("privacy:case_access", case_id)


@never_cache
@require_safe
def everywhere(request: HttpRequest) -> HttpResponse:
    """Special access in the whole office, for the data protection officer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = forms.Access(unpaged(request) or None)
    wanted = form.cleaned_data if form.is_valid() else {"ended": False, "assigned": False}
    now = timezone.now()
    page = Paginator(access.everywhere(actor, now, **wanted), LINES).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": access.lines(page.object_list, now), "now": now}
    return render(request, "privacy/access.html", context)
