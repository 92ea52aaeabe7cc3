"""A form that changes its language itself, so that nothing typed is lost and no other page is asked."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def asked_language(request: HttpRequest) -> str:
    """The language that a button of the form asks for, used from now on; empty when none was pressed."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return ""
    translation.activate(language)
    return language


def keep_language(request: HttpRequest, answer: HttpResponse, language: str) -> HttpResponse:
    """A language that was asked for goes on to the next pages."""
    if language:
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=request.is_secure())
    return answer
