"""How allauth is bent to our office: no open sign-up, people are shown by name."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from naung.teams.models import User


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the administrator, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False


def display(user: User) -> str:
    """How a signed-in person is greeted."""
    return user.name
