"""Addresses for everybody."""

from django.urls import path

from naung.publicsite import views

app_name = "publicsite"
urlpatterns = [
    path("", views.home, name="home"),
    path("lapor/", views.tell, name="tell"),
    path("kode/", views.code, name="code"),
    path("kode/laporan/", views.status, name="status"),
    path("kode/nama/", views.withdraw, name="withdraw"),
    path("kode/bukti/", views.proof, name="proof"),
    path("bukti/", views.check_proof, name="check_proof"),
    path("kode/tutup/", views.leave, name="leave"),
    path("keluar/", views.leave_quickly, name="exit"),
    path("hak/", views.rights, name="rights"),
    path("sesudah-bercerita/", views.afterwards, name="afterwards"),
    path("bantuan/", views.helpers, name="helpers"),
    path("tanda/", views.signs, name="signs"),
    path("tanda/teman/", views.signs, {"peers": True}, name="signs_peers"),
]
