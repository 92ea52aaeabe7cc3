from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "naung.duties"
    label = "duties"
