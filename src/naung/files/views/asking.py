"""Who asks, and how a form answers."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest

from naung.access.actors import Actor
from naung.core.errors import NotAllowedNow, Refused
from naung.core.forms import Answering, said


def who(request: HttpRequest) -> Actor:
    """The actor that the middleware found for this request."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def attempt(form: Answering, act: Callable[[], object]) -> bool:
    """Do it; what was refused stands at its field."""
    try:
        act()
    except Refused as error:
        form.refuse(error)
    except NotAllowedNow as error:
        form.add_error(None, said(error.message))
    else:
        return True
    return False
