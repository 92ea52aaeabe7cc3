from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "naung.core"
    label = "core"
