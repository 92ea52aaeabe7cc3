"""The data protection officer's pages: what waits for review, unusual looking, the trace."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit.models import Entry
from naung.privacy import forms, operations
from naung.privacy.models import Verdict
from naung.privacy.queries import looking
from naung.privacy.queries import trace as reading
from naung.privacy.rules.looking import HOW, TEXTS, Hit, Rule
from naung.privacy.views.paging import unpaged

LINES = 30
HITS = 15
ALWAYS = (Rule.EMERGENCY, Rule.REVEAL)


def _who(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, P.AUDIT_READ)
    return actor


@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Emergency openings and reveals that nobody has reviewed yet."""
    actor, now = _who(request), timezone.now()
    operations.read_trace(by=actor, page="review", now=now)
    lists = []
    for rule in ALWAYS:
        found = looking.waiting(actor, rule)
        lines = reading.lines(found[:HITS], reasons=True)
        lists.append((rule, TEXTS[rule], lines, found.count()))
    return render(request, "privacy/review.html", {"lists": lists, "now": now, "actor": actor})


@require_POST
def judge(request: HttpRequest, entry_id: UUID, rule: str) -> HttpResponse:
    """Say what a look was found to be."""
    actor = _who(request)
    if rule not in set(Rule):
        raise Http404
    form = forms.Review(request.POST)
    if form.is_valid():
        verdict = Verdict(form.cleaned_data["verdict"])
        operations.review(
            by=actor, entry_id=entry_id, rule=Rule(rule), verdict=verdict, note=form.cleaned_data["note"],
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, gettext("Tinjauan tersimpan."))
    else:
        messages.error(request, gettext("Belum tersimpan: tulis apa yang Anda periksa dan temukan."))
    if Rule(rule) in ALWAYS:
        return redirect("privacy:review")
    return redirect(f"{reverse('privacy:unusual')}?{request.POST.get('back', '')}")


@never_cache
@require_safe
def unusual(request: HttpRequest) -> HttpResponse:
    """What the rules of unusual looking ask about in a period, and how often each was wrong so far."""
    actor, now = _who(request), timezone.now()
    form = forms.Period(unpaged(request))
    since, until = form.bounds
    operations.read_trace(by=actor, page="unusual", now=now, since=since, until=until)
    hits = looking.unusual(actor, since, until)
    done = looking.reviewed([hit.look.id for hit in hits])
    left = [hit for hit in hits if (hit.look.id, hit.rule.value) not in done]
    page = Paginator(left, HITS).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "hits": _in_words(page.object_list), "rates": looking.rates(), "now": now,
        "reviewed": len(hits) - len(left), "query": unpaged(request).urlencode(), "actor": actor,
    }  # fmt: skip
    return render(request, "privacy/unusual.html", context)


def _in_words(hits: Any) -> list[tuple[Hit, reading.Line, object, object]]:
    """Hits with their entries in words. Three queries."""
    found = Entry.objects.in_bulk([hit.look.id for hit in hits])
    lines = {line.entry.pk: line for line in reading.lines(found.values())}
    return [(hit, lines[hit.look.id], TEXTS[hit.rule], HOW[hit.rule]) for hit in hits]


@never_cache
@require_safe
def trace(request: HttpRequest) -> HttpResponse:
    """Who did what, by person, record, kind and days."""
    actor, now = _who(request), timezone.now()
    form = forms.Trace(unpaged(request), people=reading.people())
    wanted = _wanted(form)
    operations.read_trace(
        by=actor, page="trace", now=now, since=wanted.since, until=wanted.until, person=wanted.person,
        number=wanted.number, kind=wanted.kind,
    )  # fmt: skip
    found = reading.entries(actor, wanted) if form.is_valid() else Entry.objects.none()
    page = Paginator(found, LINES).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "lines": reading.lines(page.object_list), "now": now,
        "query": unpaged(request).urlencode(), "filtered": bool(unpaged(request)),
    }  # fmt: skip
    return render(request, "privacy/trace.html", context)


def _wanted(form: forms.Trace) -> reading.Wanted:
    since, until = form.bounds
    asked = form.cleaned_data if form.is_valid() else {}
    person = UUID(asked["person"]) if asked.get("person") else None
    return reading.Wanted(since, until, person, asked.get("number", ""), asked.get("kind", ""))
