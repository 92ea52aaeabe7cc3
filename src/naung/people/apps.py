from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "naung.people"
    label = "people"
