"""Addresses of this package."""

app_name = "cases"
urlpatterns: list[object] = []
