"""Addresses of this package: the case and its life in `spine`, assessment to reintegration in `work`."""

from naung.cases.urls import spine, work

app_name = "cases"
urlpatterns = [*spine.urlpatterns, *work.urlpatterns]
