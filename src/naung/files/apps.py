from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "naung.files"
    label = "files"
