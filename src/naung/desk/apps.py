from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "naung.desk"
    label = "desk"
