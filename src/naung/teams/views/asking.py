"""Who asks for a page."""

from typing import cast

from django.http import HttpRequest

from naung.access.actors import Actor


def who(request: HttpRequest) -> Actor:
    """The actor that the middleware found for this request."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]
