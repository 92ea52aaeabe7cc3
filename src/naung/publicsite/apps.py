from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    name = "naung.publicsite"
    label = "publicsite"
