"""The yardstick as a Django application."""

from django.apps import AppConfig


class Yardstick(AppConfig):
    """Holds the table of the bare insert."""

    name = "bench.yardstick"
    label = "yardstick"
