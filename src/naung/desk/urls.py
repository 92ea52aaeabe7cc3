"""Addresses of a worker's home."""

from django.urls import path

from naung.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.today, name="today"),
    path("cari/", views.search, name="search"),
    path("pemberitahuan/", views.notices, name="notices"),
    path("pemberitahuan/dibaca/", views.read_all, name="read-all"),
]
