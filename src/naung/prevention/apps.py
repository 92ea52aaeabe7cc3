from django.apps import AppConfig


class PreventionConfig(AppConfig):
    name = "naung.prevention"
    label = "prevention"
