from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "naung.teams"
    label = "teams"
