from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "naung.intake"
    label = "intake"
