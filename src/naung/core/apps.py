from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "naung.core"
    label = "core"

    def ready(self) -> None:
        from naung.core import lookups  # noqa: F401 - registers them
