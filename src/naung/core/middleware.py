"""What every answer tells the browser: a page, an error, a redirect or a style sheet."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

# Naung asks for none of these; a script that got in would not get them either.
NEVER_ASKED = (
    "accelerometer", "autoplay", "bluetooth", "camera", "display-capture", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NEVER_ASKED),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


class CautiousMiddleware:
    """Nothing of a page stays on the device, and the device's senses stay shut. Stands first: also for files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        if not response.has_header("Cache-Control"):  # styles and scripts say themselves how long they hold
            add_never_cache_headers(response)
        return response
