from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from naung.access.rows import Open
from naung.core.ids import new_id
from naung.core.models import Record


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the operation `teams.operations.open_account` is the only caller outside tests."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser):
    """A person with an account. What she may do lies in her memberships, not here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=60)
    sex = models.CharField(max_length=1, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="id")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    factors_reset_at = models.DateTimeField(null=True)
    factors_reset_by_id = models.UUIDField(null=True)
    factors_told_at = models.DateTimeField(null=True)  # when she was told that somebody took them off

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    ACCESS = Open("staff accounts; sign-in reads them before there is an actor")

    objects = UserManager()

    class Privacy:
        D0: ClassVar = {
            "id", "username", "email", "name", "sex", "phone", "language", "is_active", "created_at",
            "ends_at", "password", "last_login", "factors_reset_at", "factors_reset_by_id", "factors_told_at",
        }  # fmt: skip

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class Invitation(Record):
    """A link with which a colleague sets her own password, once and for a few days. Its code is kept nowhere."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="invited")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    ACCESS = Open("read before there is an actor, by whoever holds the link; says nothing of a child")

    class Privacy:
        D0: ClassVar = {
            "id", "version", "user", "code_hash", "made_by", "made_at", "ends_at", "used_at", "cancelled_at",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at__isnull=True, cancelled_at__isnull=True),
                name="teams_one_open_invitation",
            ),
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(cancelled_at__isnull=True),
                name="teams_invitation_used_or_cancelled",
            ),
        ]
