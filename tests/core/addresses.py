"""The few addresses that the shared layouts name, so that their tests need no other package."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


ACCOUNT = ("set_language", "account_login", "account_logout", "account_change_password", "account_reset_password")
urlpatterns = [
    *(path(f"{name}/", nothing, name=name) for name in ACCOUNT),
    path("", include(([path("keluar/", nothing, name="exit")], "publicsite"))),
]
