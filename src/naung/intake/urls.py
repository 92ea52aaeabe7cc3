"""Addresses of this package."""

app_name = "intake"
urlpatterns: list[object] = []
