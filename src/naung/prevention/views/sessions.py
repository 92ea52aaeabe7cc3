"""Awareness sessions: the list, the month, planning, putting off, cancelling."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.files.queries import hanging
from naung.prevention.forms import sessions as forms
from naung.prevention.models import AwarenessSession, SessionFile, SessionStatus
from naung.prevention.operations import sessions as operations
from naung.prevention.queries import sessions as queries
from naung.prevention.queries.sessions_feed import place_of
from naung.prevention.rules.sessions import AUDIENCES, KEPT, SEXES
from naung.prevention.rules.sessions_files import RULE
from naung.prevention.views.asking import attempt, get_or_post, status_of, who
from naung.teams.models import User
from naung.teams.queries.schools import school_labels

PER_PAGE = 30
ONE_DAY = timedelta(days=1)
LISTS = {"nanti": SessionStatus.PLANNED, "selesai": SessionStatus.HELD, "batal": SessionStatus.CANCELLED}


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The sessions to come, those held, those cancelled."""
    require(who(request), P.OFFICE_READ)
    chosen = request.GET.get("daftar", "")
    status = LISTS.get(chosen, SessionStatus.PLANNED)
    form = forms.Filter(request.GET)
    told = form.cleaned_data if form.is_valid() else {}
    found = queries.listed(
        who(request), status=status, search=told.get("q", ""), district=told.get("district", ""),
        month=told.get("month"), mine=told.get("mine", False),
    )  # fmt: skip
    names = ("q", "district", "month", "mine")
    narrowed = {name: request.GET[name] for name in names if request.GET.get(name)}
    kept = narrowed | ({"daftar": chosen} if chosen in LISTS else {})
    context = {
        "form": form, "status": status, "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "query": urlencode(kept), "narrowed": bool(narrowed), "now": timezone.now(),
        "plans": P.SESSION_PLAN in who(request).may, "may": who(request).may, "place_of": place_of,
    }  # fmt: skip
    return render(request, "prevention/session_list.html", context)


@never_cache
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """One month by weeks."""
    require(who(request), P.OFFICE_READ)
    today = timezone.localdate()
    shown = forms.month_in(request.GET.get("bulan", "")) or today.replace(day=1)
    mine = bool(request.GET.get("mine"))
    since, until = queries.month_bounds(shown)
    weeks = queries.month_of(who(request), shown, mine=mine)
    context = {
        "weeks": weeks, "shown": shown, "today": today, "mine": mine, "place_of": place_of,
        "before": (since - ONE_DAY).date().replace(day=1), "after": until.date(),
        "days": [day for week in weeks for day in week if day.sessions],
        "plans": P.SESSION_PLAN in who(request).may,
        "may": who(request).may,
    }  # fmt: skip
    return render(request, "prevention/session_month.html", context)


@never_cache
@require_safe
def page(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One session: its code, its plan, who came, what was promised."""
    require(who(request), P.OFFICE_READ)
    return session_page(request, queries.sessions(who(request)).get(pk=session_id))


def session_page(request: HttpRequest, session: AwarenessSession, promise: Any = None) -> HttpResponse:
    """The page, also with a promise that was not taken."""
    now, counts = timezone.now(), queries.counts_of(session)
    promise = promise or forms.Promise()
    changes = list(session.changes.order_by("at"))
    people = {session.planned_by_id} | {change.by_id for change in changes}
    context = {
        "session": session, "now": now, "place": place_of(session), "audiences": AUDIENCES, "sexes": SEXES,
        "counts": counts, "total": sum(counts.values()), "commitments": queries.commitments_of(session),
        "changes": changes, "names": dict(User.objects.filter(pk__in=people).values_list("pk", "name")),
        "follow_up": getattr(session, "follow_up", None), "kept": KEPT, "promise": promise,
        "plans": P.SESSION_PLAN in who(request).may,
        "sees_files": P.READ_SESSION_FILES in who(request).may,
        "files": hanging.shown(who(request), SessionFile, session), "photo_rule": RULE,
        "today": timezone.localdate(now) >= timezone.localdate(session.from_at),
    }  # fmt: skip
    return render(request, "prevention/session_page.html", context, status=422 if promise.errors else 200)


@never_cache
@get_or_post
def new(request: HttpRequest) -> HttpResponse:
    """Plan a session."""
    return _new(request, earlier=False)


@never_cache
@get_or_post
def record(request: HttpRequest) -> HttpResponse:
    """Write down a session that was held already; its numbers follow on the next page."""
    return _new(request, earlier=True)


def _new(request: HttpRequest, *, earlier: bool) -> HttpResponse:
    require(who(request), P.SESSION_PLAN)
    now, made = timezone.now(), []
    form = forms.Plan(request.POST or None, now=now, initial={"speakers": [who(request).id]} | _asked_place(request))

    def act() -> None:
        known = form.cleaned_data["leave_known"]
        plan = {"facts": form.facts(), "leave_known": known, "earlier": earlier}
        made.append(operations.plan_session(by=who(request), now=now, **plan))

    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, _("Kegiatan tersimpan. Kodenya %(code)s.") % {"code": made[0].code})
        return redirect("prevention:session-day" if earlier else "prevention:session", made[0].pk)
    return _form_page(request, form, None, earlier=earlier)


@never_cache
@get_or_post
def change(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Correct the plan."""
    require(who(request), P.SESSION_PLAN)
    now, session = timezone.now(), queries.sessions(who(request)).get(pk=session_id)
    fixed = session if session.until_at > now else None
    form = forms.Plan(request.POST or None, now=now, fixed=fixed, initial=forms.plan_of(session))

    def act() -> None:
        told = form.cleaned_data
        operations.change_session(
            by=who(request), session_id=session_id, facts=form.facts(), version=told["version"], now=now,
            leave_known=told["leave_known"],
        )  # fmt: skip

    if request.method == "POST" and form.is_valid() and attempt(form, act, forms.plan_of):
        messages.success(request, _("Perubahan tersimpan."))
        return redirect("prevention:session", session_id)
    return _form_page(request, form, session, earlier=False)


def _asked_place(request: HttpRequest) -> dict[str, str]:
    """The school or the kelurahan that the page before has chosen."""
    return {"school": request.GET.get("sekolah", ""), "ward": request.GET.get("kelurahan", "")}


def _form_page(
    request: HttpRequest, form: forms.Plan, session: AwarenessSession | None, *, earlier: bool
) -> HttpResponse:
    context = {
        "form": form, "session": session, "earlier": earlier, "schools": school_labels(), "now": timezone.now()
    }  # fmt: skip
    return render(request, "prevention/session_form.html", context, status=status_of(form))


@never_cache
@get_or_post
def postpone(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Put it off to another time."""
    require(who(request), P.SESSION_PLAN)
    now, session = timezone.now(), queries.sessions(who(request)).get(pk=session_id)
    form = forms.Postponing(request.POST or None, initial=forms.hours_of(session))

    def act() -> None:
        told = form.cleaned_data
        operations.postpone_session(
            by=who(request), session_id=session_id, reason=told["reason"], version=told["version"], now=now,
            leave_known=told["leave_known"], **form.hours(),
        )  # fmt: skip

    if request.method == "POST" and form.is_valid() and attempt(form, act, forms.hours_of):
        messages.success(request, _("Kegiatan ditunda. Pembicara diberi tahu."))
        return redirect("prevention:session", session_id)
    context = {"form": form, "session": session}
    return render(request, "prevention/session_postpone.html", context, status=status_of(form))


@never_cache
@get_or_post
def cancel(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Cancel it."""
    require(who(request), P.SESSION_PLAN)
    session = queries.sessions(who(request)).get(pk=session_id)
    form = forms.Cancelling(request.POST or None, initial={"version": session.version})

    def act() -> None:
        told = form.cleaned_data
        operations.cancel_session(
            by=who(request), session_id=session_id, reason=told["reason"], version=told["version"], now=timezone.now()
        )

    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, _("Kegiatan dibatalkan. Pembicara diberi tahu."))
        return redirect("prevention:session", session_id)
    context = {"form": form, "session": session}
    return render(request, "prevention/session_cancel.html", context, status=status_of(form))
