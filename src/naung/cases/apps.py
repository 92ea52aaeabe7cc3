from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "naung.cases"
    label = "cases"
