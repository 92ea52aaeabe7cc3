"""Addresses of this package: the case and its life in `spine`, assessment to reintegration in `work`."""

app_name = "cases"
urlpatterns: list[object] = []
