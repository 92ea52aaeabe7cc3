"""Pages for what went wrong: what happened, what was kept, what to do."""

import logging
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from naung.core.carrying import typed

log = logging.getLogger(__name__)
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def session_ended(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is no longer valid, mostly because the person was signed out meanwhile.

    Of a file beyond the limit nothing is read, not even the token: then it is the file of which the page speaks.
    """
    log.info("form token refused: %s", reason)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
        return bad_request(request, RequestDataTooBig())
    return render(request, "core/session_ended.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    status = 413 if isinstance(exception, TOO_MUCH) else 400
    return render(request, f"core/{status}.html", status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "core/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "core/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed. When it is the database that does not answer, the page says so: it needs none itself."""
    error = sys.exc_info()[1]
    gone = isinstance(error, OperationalError | InterfaceError)
    if gone:
        log.error("database does not answer: %s", type(error).__name__)
    status = 503 if gone else 500
    answer = render(request, f"core/{status}.html", {"typed": typed(request)}, status=status)
    add_never_cache_headers(answer)  # what somebody typed may stand on it
    return answer
