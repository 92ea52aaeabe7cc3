"""Where to go next, and the plan that spreads sessions over teams and months."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.prevention.forms import rollout as forms
from naung.prevention.forms.planning import Plan
from naung.prevention.models import RolloutPlan
from naung.prevention.operations import planning as operations
from naung.prevention.queries import planning as queries
from naung.prevention.queries.rollout import open_visits
from naung.prevention.queries.rollout_next import next_places
from naung.prevention.rules.planning import months_from
from naung.prevention.views.asking import attempt, get_or_post, status_of, who
from naung.prevention.views.rollout import PER_PAGE, planning_address


@never_cache
@require_safe
def next_up(request: HttpRequest) -> HttpResponse:
    """The places that wait, in the order in which they should come, each with its reasons."""
    require(who(request), P.ROLLOUT_MANAGE)
    form = forms.Board(request.GET)
    asked = form.asked()
    page = Paginator(next_places(asked, timezone.now()), PER_PAGE).get_page(request.GET.get("page"))
    told = {name: request.GET[name] for name in ("jenis", "district", "form") if request.GET.get(name)}
    context: dict[str, Any] = {
        "form": form, "asked": asked, "page": page, "query": urlencode(told), "weights": weights(),
        "may": who(request).may, "visits": open_visits(one.place.id for one in page.object_list),
    }  # fmt: skip
    return render(request, "prevention/rollout_next.html", context)


def weights() -> list[tuple[str, str]]:
    """What counts, and how much, in words."""
    told = settings.CITY.rollout.weights
    names = {
        "never": _("belum pernah dijangkau"), "size": _("banyak murid"), "waiting": _("lama sejak sesi terakhir"),
        "reports": _("laporan per murid tinggi"), "need": _("kebutuhan kecamatan"),
    }  # fmt: skip
    return [(names[name], str(told[name])) for name in names]


@never_cache
@get_or_post
def plans(request: HttpRequest) -> HttpResponse:
    """The plans, and a new one for whoever manages the roll-out."""
    manages = P.ROLLOUT_MANAGE in who(request).may
    require(who(request), P.ROLLOUT_MANAGE if request.method == "POST" else P.SESSION_PLAN)
    form = Plan(request.POST or None, timezone.localdate())
    made: list[RolloutPlan] = []

    def make() -> None:
        made.append(operations.make_plan(by=who(request), terms=form.terms(), now=timezone.now()))

    if request.method == "POST" and form.is_valid() and attempt(form, make):
        return redirect("prevention:plan", made[0].pk)
    context = {"form": form, "plans": queries.plans(), "manages": manages, "may": who(request).may}
    return render(request, "prevention/rollout_plans.html", context, status=status_of(form))


@never_cache
@require_safe
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One plan: what it reaches, beside the order of the list, and who goes where in which month."""
    require(who(request), P.SESSION_PLAN)
    made = queries.plan(plan_id)
    months = queries.by_month(made)
    kept = months_from(made.from_month, made.months, settings.CITY.rollout.breaks)
    visits = [visit for month in months for _team, rows in month.teams for visit in rows]
    context = {
        "made": made, "months": months, "schools": len(visits), "sessions": sum(visit.sessions for visit in visits),
        "left_out": [month for month in months_from(made.from_month, made.months, ()) if month not in kept],
        "last_month": months_from(made.from_month, made.months, ())[-1], "may": who(request).may,
        "planning_address": planning_address,
    }  # fmt: skip
    return render(request, "prevention/rollout_plan.html", context)


@require_POST
def accept(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Put a plan in force."""
    operations.accept_plan(by=who(request), plan_id=plan_id, now=timezone.now())
    messages.success(request, _("Rencana berlaku. Sekolahnya tampil di papan dengan bulan dan timnya."))
    return redirect("prevention:plan", plan_id)


@require_POST
def drop(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Put a plan aside."""
    operations.drop_plan(by=who(request), plan_id=plan_id, now=timezone.now())
    messages.success(request, _("Rencana dikesampingkan."))
    return redirect("prevention:plans")
