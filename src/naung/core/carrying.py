"""What a form sent, kept so that nobody types it twice: on the page itself, or sealed in the session."""

import base64
import json
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.middleware.csrf import CsrfViewMiddleware

from naung.core import keys

Told = list[tuple[str, str]]
PLACE = "carried"


@dataclass(frozen=True)
class Carried:
    """One form that was not taken yet: where it goes, and what stands in it."""

    path: str
    told: Told


def typed(request: HttpRequest) -> Told:
    """What a form sent, to be sent again as it is. Nothing of a form with a password, a file, or from elsewhere."""
    try:
        if request.method != "POST" or request.FILES or any("password" in name for name in request.POST):
            return []
    except (RawPostDataException, UnreadablePostError, SuspiciousOperation):
        return []
    if CsrfViewMiddleware(_refused).process_view(request, _refused, (), {}) is not None:
        return []
    told = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, str(value)) for name, value in told if name != "csrfmiddlewaretoken"]


def _refused(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=403)


def keep(request: HttpRequest) -> None:
    """Keep in the session what this form sent, until she has shown once more who she is. A later form replaces it."""
    plain = json.dumps([request.get_full_path(), typed(request)]).encode()
    sealed = keys.encrypt(_key(), plain, _owner(request))
    request.session[PLACE] = base64.b64encode(sealed).decode()


def kept(request: HttpRequest) -> Carried | None:
    """What `keep` kept for this person in this session."""
    sealed = base64.b64decode(request.session.get(PLACE, ""))
    try:
        path, told = json.loads(keys.decrypt(_key(), sealed, _owner(request)))
    except (InvalidTag, ValueError):
        return None
    return Carried(path, [(name, value) for name, value in told])


def forget(request: HttpRequest) -> None:
    """Drop what was kept."""
    request.session.pop(PLACE, None)


def _key() -> bytes:
    return keys.derived_secret("carried forms")


def _owner(request: HttpRequest) -> bytes:
    return str(request.user.pk).encode()
