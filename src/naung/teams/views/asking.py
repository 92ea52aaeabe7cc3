"""Who asks for a page, and how a form answers when somebody else saved first."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest

from naung.access.actors import Actor
from naung.audit.queries import last_change
from naung.core.clashes import show_clash
from naung.core.errors import Refused, Stale
from naung.teams.forms import Answering
from naung.teams.models import User

WRITING = ("team.made", "team.changed", "roster.shift-added", "roster.shift-changed", "roster.week-filled")


def who(request: HttpRequest) -> Actor:
    """The actor that the middleware found for this request."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def attempt(form: Answering, act: Callable[[], object], shows: Callable[[Any], Mapping[str, Any]]) -> bool:
    """Do it; what was refused stands at its field, what somebody else saved meanwhile beside what was typed."""
    try:
        with transaction.atomic():
            act()
    except Refused as error:
        form.refuse(error)
        return False
    except Stale as error:
        record: Any = error.about["record"]
        show_clash(form, shows(record), record.version, _last_writer(record))
        return False
    return True


def _last_writer(record: Any) -> str:
    entry = last_change([record.pk], WRITING)
    found = User.objects.filter(pk=entry.actor_id) if entry and entry.actor_id else User.objects.none()
    return found.values_list("name", flat=True).first() or ""


def status_of(form: Answering) -> int:
    """409 when somebody else was faster, 422 for a form that comes back, else 200."""
    if hasattr(form, "clash"):
        return 409
    return 422 if form.errors else 200
