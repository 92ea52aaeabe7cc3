"""Every request runs as somebody, in one transaction around the whole answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import Actor, public
from naung.audit import operations as audit
from naung.core.errors import AccessDenied, NaungError, NotAllowedNow, Refused, Stale
from naung.places.queries import keep_codes_fresh
from naung.teams import queries
from naung.teams.signin import devices, factors

Handler = Callable[[HttpRequest], HttpResponse]

# What a page may leave uncaught, and how it is answered. Unseen is always "not found".
ANSWERS: dict[type[Exception], tuple[int, str]] = {
    AccessDenied: (403, "core/403.html"),
    NotAllowedNow: (409, "core/409.html"),
    Stale: (409, "core/stale.html"),
    Refused: (422, "core/refused.html"),
    ObjectDoesNotExist: (404, "core/404.html"),
}


class StreamedAnswerError(Exception):
    """A streamed answer is written after its transaction, when nobody acts any more: it would be silently empty."""


class ActingMiddleware:
    """Opens `acting_as` after sign-in; undoes everything when the page failed; then records denials."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = _actor(request)
        if factors.missing(request, actor):
            request.factor_missing = True  # type: ignore[attr-defined]
            actor = Actor(name=actor.name, id=actor.id)  # holds nothing, so the walls show her nothing either
        request.actor = actor  # type: ignore[attr-defined]
        with acting_as(actor):
            keep_codes_fresh()
            response = self.get_response(request)
            if response.streaming:
                raise StreamedAnswerError
            if response.status_code >= 500 or getattr(request, "failed", False):
                transaction.set_rollback(True)
        if denial := getattr(request, "denial", None):
            _record_denial(actor, **denial)
        return response

    def process_view(self, request: HttpRequest, view: Handler, *_: Any) -> HttpResponse | None:
        """Whoever still owes a second factor is led to it from every page that asks for a person."""
        if getattr(request, "factor_missing", False) and getattr(view, "login_required", True):
            return factors.lead(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        request.failed = True  # type: ignore[attr-defined]
        request.denial = _denial(request, exception)  # type: ignore[attr-defined]
        for kind, (status, template) in ANSWERS.items():
            if isinstance(exception, kind):
                about = exception if isinstance(exception, NaungError) else None
                return render(request, template, {"error": about}, status=status)
        return None


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    if user.is_authenticated:
        now = timezone.now()
        devices.note_use(request, now)
        return queries.actor_of(user, now)
    return public(office_ids=queries.office_ids())


def _denial(request: HttpRequest, exception: Exception) -> dict[str, Any] | None:
    """What to write down of somebody who was refused, or who asked for a record that is not there for her."""
    if isinstance(exception, AccessDenied):
        told = exception.about
        return {"event": "access.denied", "about_id": told.get("id"), "label": told.get("label", ""),
                "permission": told.get("permission", "")}  # fmt: skip
    match = request.resolver_match
    asked = [value for value in match.kwargs.values() if isinstance(value, UUID)] if match else []
    if isinstance(exception, ObjectDoesNotExist) and asked and request.user.is_authenticated:
        return {"event": "access.not-found", "about_id": asked[-1], "page": match.view_name if match else ""}
    return None


def _record_denial(actor: Actor, event: str, **told: Any) -> None:
    with acting_as(actor):
        audit.record(by=actor, event=event, at=timezone.now(), **told)
