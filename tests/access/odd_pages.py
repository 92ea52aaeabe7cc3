"""The real addresses, and some pages that try to show rows late, after a failure, or when nobody acts."""

from collections.abc import Iterator

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path

from naung.access.acting import acting_as, widened
from naung.cases.models import Case
from naung.config.urls import urlpatterns as real
from naung.teams.models import User
from naung.teams.queries import actor_of
from tests.scene import MONDAY


def now(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{Case.objects.count()} cases")


def late(request: HttpRequest) -> TemplateResponse:
    template = engines["jinja2"].from_string("{{ cases.count() }} cases")
    return TemplateResponse(request, template, {"cases": Case.objects.all()})  # type: ignore[arg-type]


def late_and_wrong(request: HttpRequest) -> TemplateResponse:
    template = engines["jinja2"].from_string("{{ cases.count() }} {{ nothing.at.all }}")
    return TemplateResponse(request, template, {"cases": Case.objects.all()})  # type: ignore[arg-type]


def streamed(_request: HttpRequest) -> HttpResponseBase:
    def lines() -> Iterator[str]:
        yield from (case.number for case in Case.objects.all())

    return StreamingHttpResponse(lines())


def missing(_request: HttpRequest) -> HttpResponse:
    raise ObjectDoesNotExist


def failing(_request: HttpRequest) -> HttpResponse:
    raise ValueError(str(Case.objects.count()))


def broken(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    return HttpResponse()


def broken_and_caught(_request: HttpRequest) -> HttpResponse:
    try:
        broken(_request)
    except Exception:  # noqa: BLE001
        return HttpResponse("never mind")
    return HttpResponse()


def left_in_the_middle(_request: HttpRequest) -> HttpResponse:
    """Acts as somebody else, widened, and fails there."""
    other = actor_of(User.objects.get(username="rina"), MONDAY)
    with acting_as(other), widened([other.id or MONDAY]):  # type: ignore[list-item]
        raise ValueError


ODD = [now, late, late_and_wrong, streamed, missing, failing, broken, broken_and_caught, left_in_the_middle]
urlpatterns = [*real, *(path(f"odd/{page.__name__}/", page, name=page.__name__) for page in ODD)]
for page in ODD:
    page.login_required = False  # type: ignore[attr-defined]
