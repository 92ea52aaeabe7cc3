"""Addresses of a worker's home."""

from django.urls import path

from naung.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.today, name="today"),
    path("cari/", views.search, name="search"),
    path("pemberitahuan/", views.notices, name="notices"),
    path("tanpa-penanggung-jawab/", views.unheld, name="unheld"),
    path("pesan-gagal/", views.failed, name="failed"),
    path("pesan-gagal/<uuid:message_id>/kirim-ulang/", views.resend, name="resend"),
    path("pemberitahuan/dibaca/", views.read_all, name="read-all"),
]
