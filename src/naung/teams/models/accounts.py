from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from naung.access.rows import Open
from naung.core.ids import new_id


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

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    ACCESS = Open("staff accounts; sign-in reads them before there is an actor")

    objects = UserManager()

    class Privacy:
        D0: ClassVar = {
            "id", "username", "email", "name", "sex", "phone", "language", "is_active", "created_at",
            "ends_at", "password", "last_login",
        }  # fmt: skip

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]
