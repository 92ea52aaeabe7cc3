"""Whose password and whose session count."""

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from naung.teams.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, but an account whose last moment has passed has no sign-in, and its sessions stop with the next page.

    Whether the clock has closed it already does not matter.
    """

    def user_can_authenticate(self, user: User) -> bool:
        over = user.ends_at is not None and user.ends_at <= timezone.now()
        return bool(super().user_can_authenticate(user)) and not over
