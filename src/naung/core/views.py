"""Pages for what went wrong: what happened, what was kept, what to do."""

import errno
import logging
import sys

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from psycopg.errors import DiskFull, ReadOnlySqlTransaction

from naung.core.carrying import typed

log = logging.getLogger(__name__)
UNKNOWN = 500  # a fault of Naung itself, as far as one can tell
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
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
    """What came cannot be taken.

    Django also calls it so when the database went away while the session was kept: then that is what the page says.
    """
    if isinstance(exception, SessionInterrupted) and exception.__context__ is not None:
        beneath = exception.__context__.__context__
        if _page_of(beneath)[0] != UNKNOWN:
            return _fault(request, beneath)
    status = 413 if isinstance(exception, TOO_MUCH) else 400
    return render(request, f"core/{status}.html", status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "core/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "core/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed. When it is the database or the disk, the page says so: it needs neither itself."""
    return _fault(request, sys.exc_info()[1])


def _fault(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    status, page = _page_of(error)
    answer = render(request, f"core/{page}.html", {"typed": typed(request)}, status=status)
    add_never_cache_headers(answer)  # what somebody typed may stand on it
    return answer


def _page_of(error: BaseException | None) -> tuple[int, str]:
    """Status and page for a fault of what lies beneath; it is logged by its kind, never by its words."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    if isinstance(cause, DiskFull) or (isinstance(cause, OSError) and cause.errno in NO_ROOM):
        status, page, said = 507, "507", "no room is left on the disk"
    elif isinstance(cause, ReadOnlySqlTransaction):
        status, page, said = 503, "read_only", "database can only be read"
    elif isinstance(error, OperationalError | InterfaceError):
        status, page, said = 503, "503", "database does not answer"
    else:
        return UNKNOWN, "500"
    log.error("%s: %s", said, type(cause or error).__name__)
    return status, page
