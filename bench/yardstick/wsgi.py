"""What granian serves as the yardstick; `/nothing` is answered before Django, to measure the client itself."""

import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.yardstick.settings"

from django.core.wsgi import get_wsgi_application

NOTHING = b"x" * 20_000
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as Django does, or with as many bytes as a page has."""
    if environ["PATH_INFO"] != "/nothing":
        return _django(environ, start_response)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(NOTHING)))])
    return [NOTHING]
