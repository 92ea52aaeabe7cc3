from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "naung.places"
    label = "places"
