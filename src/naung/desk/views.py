"""A worker's signed-in home: today, search, notices."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role, Scope
from naung.access.queries import require
from naung.core.backups import is_old, last_backup
from naung.core.text import Text
from naung.desk import forms, queries
from naung.desk.queries import administering
from naung.desk.queries import found as finding
from naung.desk.rules import FIRST_PAGES
from naung.duties.models import Notice
from naung.duties.operations import mark_all_read, outbox
from naung.duties.queries import failed_messages, notices_for
from naung.duties.rules.notices import PAGES, PAGES_OF_KIND, notice_text
from naung.intake.queries import lists
from naung.intake.queries.alike import groups
from naung.people.operations import note_search
from naung.privacy.queries.breaches import unfinished
from naung.privacy.queries.glass import may_break
from naung.privacy.queries.looking import reviews_waiting
from naung.privacy.queries.requests import waiting as requests_waiting
from naung.privacy.queries.retention import erasable
from naung.privacy.rules.requests import KINDS
from naung.teams import queries as teams
from naung.teams.queries.accounts import waiting_roles
from naung.teams.rules.accounts import ROLE_TEXTS
from naung.teams.rules.rota import Span

SOON = timedelta(days=2)
SHOWN = 40
LATE = 8
QUEUE = 10
WORKERS = {Role.SOCIAL_WORKER, Role.COMPANION}
SORTERS = {Role.INTAKE, Role.DIVISION_HEAD}
ROSTER = {*SORTERS, Role.SUPERVISOR}
GAPS_AHEAD = timedelta(days=3)
LEADERS = {Role.SUPERVISOR, Role.DIVISION_HEAD, Role.OFFICE_HEAD}


@never_cache
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Hari ini: what this person has to do, in order; for a supervisor what is late and what waits.

    Somebody who works only in a school has a first page of her own.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.roles == {Role.SCHOOL}:
        return redirect("prevention:concerns")
    return render(request, "desk/today.html", _day_of(actor))


def _day_of(actor: Actor) -> dict[str, Any]:
    now = timezone.now()
    context: dict[str, Any] = {"now": now, "actor": actor, "told": _told(actor)}
    context["sessions"] = queries.session_lines(actor, _end_of_day(now))
    if actor.roles & WORKERS:
        context |= _own_day(actor, now)
    if actor.roles & LEADERS:
        context |= _team_day(actor, now)
    if actor.roles & SORTERS:
        shown = groups(actor)
        waiting = list(lists.queue(actor, {}, shown)[:QUEUE])
        context |= {"queue": lists.lines(actor, waiting, now, shown)}
    if actor.roles & ROSTER:
        context |= {"gaps": _gaps(actor, now), "fills_roster": P.TEAM_MANAGE in actor.may}
    if P.ROLE_CONFIRM in actor.may:
        context |= {"second_person": list(waiting_roles(now)[:SHOWN]), "role_texts": ROLE_TEXTS}
    if P.ACCOUNTS_MANAGE in actor.may:
        context |= _office_day(now)
    return context | _protection_day(actor)


def _protection_day(actor: Actor) -> dict[str, Any]:
    """What waits in data protection; the head of the office sees requests and breaches with their clocks."""
    context: dict[str, Any] = {}
    if P.AUDIT_READ in actor.may:
        context["to_review"] = reviews_waiting(actor)
    if P.ERASE in actor.may:
        context["erasable"] = erasable(actor, timezone.localdate()).count()
    if P.READ_REQUESTS in actor.may:
        context |= {"requests": list(requests_waiting(actor)[:SHOWN]), "request_texts": KINDS}
    if P.BREACH_TELL in actor.may:
        context["breaches"] = list(unfinished(actor)[:SHOWN])
    return context


def _told(actor: Actor) -> list[Text]:
    """What is said to those whose pages are still to come."""
    return [text for role, text in FIRST_PAGES.items() if role in actor.roles]


def _gaps(actor: Actor, now: datetime) -> list[Span]:
    """The hours of the next three days in which nobody is on duty who is there."""
    offices = sorted(actor.ids(P.REPORT_FILE, Scope.OFFICE))
    return [gap for office in offices for gap in teams.gaps(office, now, now + GAPS_AHEAD)]


def _own_day(actor: Actor, now: datetime) -> dict[str, Any]:
    day, end = now.astimezone(settings.CITY.zone), _end_of_day(now)
    duties = list(queries.my_duties(actor, end + SOON)[: SHOWN + 1])
    tasks = queries.task_lines(actor, (day + SOON).date(), day.date(), SHOWN + 1)
    known = queries.lines_of(actor, duties[:SHOWN], day.date())
    words = queries.consent_lines(actor, day.date())
    lines = sorted([*known, *tasks[:SHOWN], *words], key=lambda line: line.due)
    return {
        "own": [line for line in lines if line.due <= end],
        "soon": [line for line in lines if line.due > end],
        "late_count": sum(line.due < now and not line.paused for line in lines),
        "more_own": len(duties) > SHOWN or len(tasks) > SHOWN,
    }


def _end_of_day(now: datetime) -> datetime:
    day = now.astimezone(settings.CITY.zone)
    return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _team_day(actor: Actor, now: datetime) -> dict[str, Any]:
    names = Role.SUPERVISOR in actor.roles
    late = list(queries.team_late(actor, now)[: LATE + 1])
    context: dict[str, Any] = {
        "team_late": queries.lines_of(actor, late[:LATE], timezone.localdate(now), names=names),
        "more_late": len(late) > LATE,
        "months": queries.measures(actor, now),
    }
    if names:
        context |= {
            "waiting": queries.waiting(actor, now, SHOWN),
            "loads": queries.loads(actor, now),
        }
    return context


def _office_day(now: datetime) -> dict[str, Any]:
    """An administrator's first page."""
    last = last_backup(settings.BACKUPS_DIR)
    return {
        "attention": administering.needing_attention(now), "failed": failed_messages().count(),
        "backup": last, "backup_old": is_old(last, now),
    }  # fmt: skip


@never_cache
@require_safe
def unheld(request: HttpRequest) -> HttpResponse:
    """Open cases whose holder or companion has left: for the supervisor, who hands them on."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, P.CASE_ASSIGN)
    now = timezone.now()
    return render(request, "desk/unheld.html", {"found": queries.unheld(actor, now), "now": now})


@never_cache
@require_safe
def failed(request: HttpRequest) -> HttpResponse:
    """Messages that could not be delivered: for the administrator."""
    require(request.actor, P.ACCOUNTS_MANAGE)  # type: ignore[attr-defined]
    page = Paginator(failed_messages(), 30).get_page(request.GET.get("page"))
    lines = administering.failed_lines(page.object_list)
    return render(request, "desk/failed.html", {"page": page, "lines": lines, "now": timezone.now()})


@require_POST
def resend(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Send a failed message once more."""
    outbox.resend(by=request.actor, message_id=message_id, now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, gettext("Pesan akan dikirim sebentar lagi."))
    return redirect("desk:failed")


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find a case or a report by the child's name or by its number."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = forms.Search(request.GET or None)
    hits = None
    if form.is_valid():
        hits = finding.find(actor, form.cleaned_data["q"])
        note_search(by=actor, kind="name-or-number", terms=form.cleaned_data, found=hits.count, now=timezone.now())
    context = {"form": form, "hits": hits, "now": timezone.now(), "on_duty": may_break(actor, timezone.now())}
    return render(request, "desk/search.html", context)


@never_cache
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What was told to this person, the newest first."""
    page = Paginator(notices_for(request.actor), 30).get_page(request.GET.get("page"))  # type: ignore[attr-defined]
    lines = [(item, notice_text(item.kind, item.params), _page_of(item)) for item in page.object_list]
    return render(request, "desk/notices.html", {"page": page, "lines": lines, "now": timezone.now()})


def _page_of(notice: Notice) -> str:
    """Where a notice leads: to its own page, or to the record it is about."""
    if notice.kind in PAGES_OF_KIND:
        return reverse(PAGES_OF_KIND[notice.kind])
    if notice.about in PAGES and notice.about_id:
        return reverse(PAGES[notice.about], args=[notice.about_id])
    return ""


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every notice as read."""
    mark_all_read(by=request.actor, now=timezone.now())  # type: ignore[attr-defined]
    return redirect("desk:notices")
