"""A school's printed kit: poster, slips and paper form with the place's own code."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.prevention.operations import rollout as operations
from naung.prevention.queries import kit as papers
from naung.prevention.queries import rollout as queries
from naung.prevention.views.asking import who

SHORT = "/k/{code}"  # where a code on paper leads


@never_cache
@require_safe
def kit(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """What can be printed for a place, and its code."""
    require(who(request), P.SESSION_PLAN)
    found = queries.one_place(place_id)
    code = found.outreach.code if found.outreach else None
    context = {"found": found, "code": code, "link": link(request, code) if code else ""}
    return render(request, "prevention/rollout_kit.html", context)


@require_POST
def prepare(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Give the place its code."""
    operations.prepare_kit(by=who(request), place_id=place_id, now=timezone.now())
    return redirect("prevention:kit", place_id)


def link(request: HttpRequest, code: str) -> str:
    """Where the code leads, as it stands on paper."""
    return request.build_absolute_uri(SHORT.format(code=code))


def _sheet(request: HttpRequest, place_id: UUID, name: str) -> HttpResponse:
    require(who(request), P.SESSION_PLAN)
    place, code = queries.with_code(place_id)
    content = papers.sheet(name, place, code, link(request, code), timezone.now())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}-{slugify(place.name) or code}.pdf"'
    return answer


@never_cache
@require_safe
def poster(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """The poster for the wall."""
    return _sheet(request, place_id, "poster")


@never_cache
@require_safe
def slips(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Ten slips to cut."""
    return _sheet(request, place_id, "kartu")


@never_cache
@require_safe
def form(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """The concern form on paper."""
    return _sheet(request, place_id, "formulir")
