"""Addresses of this package."""

app_name = "desk"
urlpatterns: list[object] = []
