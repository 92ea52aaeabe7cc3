"""Addresses of this package: the case and its life in `spine`, assessment to reintegration in `work`."""

from naung.cases.urls import work

app_name = "cases"
urlpatterns = [*work.urlpatterns]
