"""The duty roster (piket): a week at a glance, its gaps, and how it is written."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.core.errors import Refused
from naung.teams import forms, operations, queries
from naung.teams.models import Shift
from naung.teams.queries import pages
from naung.teams.rules.rota import week_of
from naung.teams.views.asking import attempt, status_of, who

ONE_WEEK = timedelta(days=7)
YEARS = 10  # before and after this one: nobody plans further
get_or_post = require_http_methods(["GET", "POST"])


@never_cache
@get_or_post
def week(request: HttpRequest) -> HttpResponse:
    """One week of the roster; whoever manages teams adds a turn here."""
    require(who(request), P.OFFICE_READ)
    now, monday = timezone.now(), _monday(request)
    form = forms.Turn(request.POST or None, now=now, initial={"day": max(monday, timezone.localdate(now))})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                operations.add_shift(by=who(request), now=now, **form.turn())
            return _to_week(form.cleaned_data["day"])
        except Refused as error:
            form.refuse(error)
    days = pages.roster_week(queries.office().pk, monday)
    context: dict[str, Any] = {
        "days": days,
        "in_vain": pages.cannot_open_reports(days, now),
        "monday": monday,
        "before": monday - ONE_WEEK,
        "after": monday + ONE_WEEK,
        "this_week": week_of(timezone.localdate(now)),
        "form": form,
        "may_write": P.TEAM_MANAGE in who(request).may,
        "now": now,
    }
    return render(request, "teams/roster.html", context, status=422 if form.errors else 200)


@never_cache
@get_or_post
def turn(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Change one turn."""
    require(who(request), P.TEAM_MANAGE)
    now, shift = timezone.now(), Shift.objects.get(pk=shift_id)
    form = forms.Turn(request.POST or None, now=now, initial=_known(shift))
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _change(request, shift, form), _known):
        return _to_week(form.cleaned_data["day"])
    context = {"form": form, "shift": shift, "monday": week_of(timezone.localdate(shift.from_at))}
    return render(request, "teams/turn.html", context, status=status_of(form))


def _change(request: HttpRequest, shift: Shift, form: forms.Turn) -> None:
    version = form.cleaned_data["version"]
    operations.change_shift(by=who(request), shift_id=shift.pk, version=version, now=timezone.now(), **form.turn())


@require_POST
def remove(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Take a turn out."""
    day = timezone.localdate(Shift.objects.get(pk=shift_id).from_at)
    operations.remove_shift(by=who(request), shift_id=shift_id, now=timezone.now())
    return _to_week(day)


@require_POST
def fill(request: HttpRequest) -> HttpResponse:
    """Fill the week's free hours by the city's rules."""
    monday = _monday(request)
    count = operations.fill_week(by=who(request), monday=monday, now=timezone.now())
    return _added(request, monday, count)


@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """Copy last week into the week's free hours."""
    monday = _monday(request)
    count = operations.copy_week(by=who(request), monday=monday, now=timezone.now())
    return _added(request, monday, count)


def _added(request: HttpRequest, monday: date, count: int) -> HttpResponse:
    text = ngettext("%(count)s giliran ditambahkan.", "%(count)s giliran ditambahkan.", count) % {"count": count}
    messages.success(request, text if count else _("Tidak ada jam kosong yang dapat diisi."))
    return _to_week(monday)


def _to_week(day: date) -> HttpResponseRedirect:
    response = redirect(f"{reverse('teams:roster')}?pekan={week_of(day)}")
    assert isinstance(response, HttpResponseRedirect)  # noqa: S101
    return response


def _monday(request: HttpRequest) -> date:
    """The week that is asked for; one that nobody plans is this week."""
    text = request.POST.get("pekan") or request.GET.get("pekan") or ""
    today = timezone.localdate()
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = today
    return week_of(asked if abs(asked.year - today.year) <= YEARS else today)


def _known(shift: Shift) -> dict[str, Any]:
    since, until = timezone.localtime(shift.from_at), timezone.localtime(shift.until_at)
    return {
        "day": since.date(), "since": since.time(), "until": until.time(), "first": shift.first_id,
        "second": shift.second_id, "version": shift.version,
    }  # fmt: skip
