"""When the database is gone, people are told so in a page that needs no database."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from naung.core import views

Handler = Callable[[HttpRequest], HttpResponse]


class DatabaseGone:
    """Answers 503 with what was kept and what to do, instead of an error page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError) as error:
            return views.database_gone(request, error)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError | InterfaceError):
            return views.database_gone(request, exception)
        return None
