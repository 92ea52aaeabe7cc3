"""Addresses of this package."""

app_name = "publicsite"
urlpatterns: list[object] = []
