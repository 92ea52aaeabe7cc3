"""Resumable uploads: tus 1.0.0, core with creation, expiration and termination (https://tus.io/protocols/resumable-upload).

Every request is a person's own, with the page's token as any form's. Pieces stay below what one request may carry.
"""

from datetime import UTC
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.core.errors import NotAllowedNow, Refused
from naung.files import operations
from naung.files.forms import limits
from naung.files.models import Upload
from naung.files.queries.received import own_upload
from naung.files.views.asking import who

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
TOLD = {"Tus-Resumable": VERSION, "Cache-Control": "no-store, private"}


@never_cache
@require_http_methods(["OPTIONS", "POST"])
def uploads(request: HttpRequest) -> HttpResponse:
    """What this server can do, or the beginning of an upload."""
    require(who(request), P.FILE_SEND)
    if request.method == "OPTIONS":
        can = {"Tus-Version": VERSION, "Tus-Extension": "creation,expiration,termination"}
        return _answer(204, **can, **{"Tus-Max-Size": str(limits()["most"] * 1_000_000)})
    length = _number(request, "Upload-Length")
    if refused := _wrong_version(request):
        return refused
    if length is None:
        return _answer(400)
    try:
        made = operations.begin_upload(by=who(request), length=length, now=timezone.now())
    except Refused:
        return _answer(413)
    except NotAllowedNow:
        return _answer(429)
    return _answer(201, Location=reverse("files:upload", args=[made.pk]), **_expires(made))


@never_cache
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """How far an upload is, its next piece, or its end."""
    require(who(request), P.FILE_SEND)
    if refused := _wrong_version(request):
        return refused
    if request.method == "HEAD":
        held = own_upload(who(request), upload_id, timezone.now())
        return _answer(200, **_offset(held), **{"Upload-Length": str(held.length)})
    if request.method == "DELETE":
        operations.drop_upload(by=who(request), upload_id=upload_id, now=timezone.now())
        return _answer(204)
    return _piece(request, upload_id)


def _piece(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    offset = _number(request, "Upload-Offset")
    if request.content_type != PIECE:
        return _answer(415)
    if offset is None or len(request.body) != _number(request, "Content-Length"):
        return _answer(400)
    try:
        held = operations.take_piece(
            by=who(request), upload_id=upload_id, offset=offset, piece=request.body, now=timezone.now()
        )
    except NotAllowedNow:
        return _answer(409)
    return _answer(204, **_offset(held))


def _answer(status: int, **headers: str) -> HttpResponse:
    return HttpResponse(status=status, headers=TOLD | headers)


def _wrong_version(request: HttpRequest) -> HttpResponse | None:
    fits = request.headers.get("Tus-Resumable") == VERSION
    return None if fits else _answer(412, **{"Tus-Version": VERSION})


def _offset(held: Upload) -> dict[str, Any]:
    return {"Upload-Offset": str(held.received), **_expires(held)}


def _expires(held: Upload) -> dict[str, Any]:
    return {"Upload-Expires": http_date(held.ends_at.astimezone(UTC).timestamp())}


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.headers.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 13 else None
