"""What is inside a file, given out so that it can never act as a page of Naung.

A file is data that a stranger may have made. It comes with its own type and nothing may guess another; opened by
itself it stands in a sandbox with an origin of its own, where no script runs and nothing else is loaded; it is kept by
no browser. See docs/adr/0018-files.md.
"""

import logging
import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from naung.core import formats, vault
from naung.core.errors import NotAllowedNow
from naung.core.text import Text
from naung.files import operations
from naung.files.models import Blob, StoredFile, table_of
from naung.files.rules import Family
from naung.files.views.asking import who

log = logging.getLogger(__name__)
UNREADABLE = Text(
    "Isi berkas ini tidak dapat dibaca. Beri tahu pengelola sistem; catatannya tetap ada.",
    "This file cannot be read. Tell whoever runs the system; its line stays.",
)
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
PART = 2_000_000  # bytes of a sound given at once to a player that asks for parts


@never_cache
@require_GET
def inside(request: HttpRequest, word: str, **ids: UUID) -> HttpResponse:
    """The bytes of one file, whole or a part; never longer than one file may be, so they pass through memory."""
    (parent_id, file_id), model = ids.values(), table_of(word)
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    begins = int(asked[1]) if asked else 0
    line = operations.open_file(
        by=who(request), model=model, parent_id=parent_id, file_id=file_id, now=timezone.now(), noted=begins == 0
    )
    blob = Blob.objects.get(pk=line.blob_id)
    stop = _stop(asked, blob) if asked else blob.size
    if begins >= stop:
        return _headed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{blob.size}"}), line, blob)
    answer = HttpResponse(_read(blob, begins, stop), status=206 if asked else 200)
    if asked:
        answer["Content-Range"] = f"bytes {begins}-{stop - 1}/{blob.size}"
    return _headed(answer, line, blob)


def _read(blob: Blob, begins: int, stop: int) -> bytes:
    try:
        return b"".join(vault.read(blob.place, begins, stop))
    except vault.UNREADABLE as damage:
        log.error("a file cannot be read: %s %s", blob.pk, type(damage).__name__)
        raise NotAllowedNow(UNREADABLE) from None


def _stop(asked: re.Match[str], blob: Blob) -> int:
    wanted = int(asked[2]) + 1 if asked[2] else blob.size
    return min(wanted, blob.size, int(asked[1]) + PART)


def _headed(answer: HttpResponse, line: StoredFile, blob: Blob) -> HttpResponse:
    kind = blob.sort
    named = f"berkas-{formats.local(line.added_at):%Y%m%d-%H%M}.{kind.endings[0]}"  # never the name that somebody gave
    answer["Content-Type"] = kind.mime
    answer["Content-Disposition"] = content_disposition_header(kind.family is Family.PAPER, named) or "inline"
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    if kind.family is Family.SOUND:
        answer["Accept-Ranges"] = "bytes"
    return answer
