"""Who asks for a page, and how a form answers when somebody else saved first."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.http import HttpRequest

from naung.access.actors import Actor
from naung.core import clashes
from naung.core.clashes import status_of
from naung.core.forms import Answering
from naung.teams.queries.writers import last_writer

__all__ = ["attempt", "status_of", "who"]

WRITING = ("team.made", "team.changed", "roster.shift-added", "roster.shift-changed", "roster.week-filled")


def who(request: HttpRequest) -> Actor:
    """The actor that the middleware found for this request."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def attempt(form: Answering, act: Callable[[], object], shows: Callable[[Any], Mapping[str, Any]]) -> bool:
    """Do it; what was refused stands at its field, what somebody else saved meanwhile beside what was typed."""
    return clashes.attempt(form, act, shows, lambda record: last_writer([record.pk], WRITING))
