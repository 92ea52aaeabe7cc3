"""Who asks for a page of sessions or of the board, and how a form answers when somebody else saved first."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

from naung.access.actors import Actor
from naung.core import clashes
from naung.core.clashes import status_of
from naung.core.forms import Answering
from naung.teams.queries.writers import last_writer

__all__ = ["attempt", "get_or_post", "saved_by", "status_of", "who"]

WRITING = (
    "session.planned", "session.changed", "session.postponed", "session.cancelled", "session.counted", "session.held",
    "outreach.moved",
)  # fmt: skip
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def who(request: HttpRequest) -> Actor:
    """The actor that the middleware found for this request."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def saved_by(record: Any) -> str:
    """Who saved it meanwhile, by name; a session's own parts are written down as the session."""
    return last_writer([record.pk, getattr(record, "session_id", record.pk)], WRITING)


def attempt(
    form: Answering, act: Callable[[], object], shows: Callable[[Any], Mapping[str, Any]] = lambda _record: {}
) -> bool:
    """Do it; what was refused stands at its field, what somebody else saved meanwhile beside what was typed."""
    return clashes.attempt(form, act, shows, saved_by)
