"""Teams: list, one team with its people, skills and leave. For supervisors."""

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
from naung.access.policy import Scope
from naung.access.queries import require
from naung.core.errors import Refused
from naung.teams import forms, operations, queries
from naung.teams.models import Team, User
from naung.teams.queries import pages
from naung.teams.queries.accounts import not_ended
from naung.teams.rules.accounts import ROLE_TEXTS
from naung.teams.views.asking import attempt, status_of, who

PER_PAGE = 30
get_or_post = require_http_methods(["GET", "POST"])


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The teams and units of the office, one's own first."""
    require(who(request), P.TEAM_MANAGE)
    form = forms.Search(request.GET)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    found = pages.teams_of(queries.office().pk, search, timezone.now())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    own = who(request).unit_ids
    context = {"form": form, "page": page, "own": own, "query": urlencode({"q": search}) if search else ""}
    return render(request, "teams/teams.html", context)


@never_cache
@get_or_post
def new(request: HttpRequest) -> HttpResponse:
    """Make a team."""
    require(who(request), P.TEAM_MANAGE)
    form = forms.TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {"name": form.cleaned_data["name"], "area_ids": form.area_ids()}
        try:
            with transaction.atomic():
                team = operations.make_team(by=who(request), now=timezone.now(), **told)
            return redirect("teams:team-page", team.pk)
        except Refused as error:
            form.refuse(error)
    return render(request, "teams/team_form.html", {"form": form, "team": None}, status=422 if form.errors else 200)


@never_cache
@get_or_post
def change(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Rename a team, say where it works."""
    require(who(request), P.TEAM_MANAGE)
    team = Team.objects.get(pk=team_id)
    form = forms.TeamForm(request.POST or None, initial=_known(team))
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _change(request, team, form), _known):
        messages.success(request, _("Tim tersimpan."))
        return redirect("teams:team-page", team_id)
    return render(request, "teams/team_form.html", {"form": form, "team": team}, status=status_of(form))


def _known(team: Team) -> dict[str, Any]:
    return {"name": team.name, "areas": list(team.areas.all()), "version": team.version}


def _change(request: HttpRequest, team: Team, form: forms.TeamForm) -> None:
    told = {"name": form.cleaned_data["name"], "area_ids": form.area_ids(), "version": form.cleaned_data["version"]}
    operations.change_team(by=who(request), team_id=team.pk, now=timezone.now(), **told)


@never_cache
@require_safe
def page(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """One team: its people, what they can do, who is away and who stands in."""
    require(who(request), P.TEAM_MANAGE)
    return _page(request, Team.objects.get(pk=team_id), None)


@require_POST
def leave(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Record that somebody of this team is away."""
    now, team = timezone.now(), Team.objects.get(pk=team_id)
    form = forms.Leave(request.POST, people=_people(team), now=now)
    if form.is_valid():
        told: dict[str, Any] = form.cleaned_data
        substitute: User | None = told["substitute"]
        try:
            with transaction.atomic():
                operations.record_absence(
                    by=who(request), user_id=told["user"].pk, substitute_id=substitute.pk if substitute else None,
                    from_date=told["from_date"], until_date=told["until_date"], now=now,
                )  # fmt: skip
            messages.success(request, _("Cuti tercatat."))
            return redirect("teams:team-page", team_id)
        except Refused as error:
            form.refuse(error)
    return _page(request, team, form)


@require_POST
def back(request: HttpRequest, team_id: UUID, absence_id: UUID) -> HttpResponse:
    """Somebody is back."""
    operations.end_absence(by=who(request), absence_id=absence_id, now=timezone.now())
    messages.success(request, _("Cuti diakhiri."))
    return redirect("teams:team-page", team_id)


@never_cache
@get_or_post
def skills(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """What a colleague is good at."""
    require(who(request), P.TEAM_MANAGE)
    held = not_ended(timezone.now()).select_related("user", "team").get(pk=membership_id)
    form = forms.Skills(request.POST or None, initial={"skills": ", ".join(held.skills)})
    if request.method == "POST" and form.is_valid():
        named = form.cleaned_data["skills"].split(",")
        operations.set_skills(by=who(request), membership_id=membership_id, skills=named, now=timezone.now())
        return redirect("teams:team-page", held.team_id)
    return render(request, "teams/skills.html", {"form": form, "held": held})


def _people(team: Team) -> Any:
    held = not_ended(timezone.now()).filter(team=team)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")


def _page(request: HttpRequest, team: Team, form: forms.Leave | None) -> HttpResponse:
    now = timezone.now()
    form = form or forms.Leave(people=_people(team), now=now)
    members = pages.members(team, now)
    context = {
        "team": team,
        "areas": [area.name for area in team.areas.order_by("name")],
        "members": members,
        "absences": pages.absences_of({member.held.user_id for member in members}, now),
        "form": form,
        "roles": ROLE_TEXTS,
        "today": timezone.localdate(now),
        "assigns": team.pk in who(request).ids(P.CASE_ASSIGN, Scope.TEAM),
    }
    return render(request, "teams/team.html", context, status=422 if form.errors else 200)
