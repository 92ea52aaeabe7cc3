from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "naung.access"
    label = "access"

    def ready(self) -> None:
        post_migrate.connect(_raise_walls, sender=self)


def _raise_walls(using: str, **_: object) -> None:
    """After the owner has migrated: rights table by table and row security from the matrix."""
    from naung.access import rls

    if using == "owner":
        rls.apply(using)
