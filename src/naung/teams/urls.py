"""Addresses of this package."""

app_name = "teams"
urlpatterns: list[object] = []
