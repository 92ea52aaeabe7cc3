"""Addresses of a school's list of absent pupils."""

from django.urls import path

from naung.prevention.views import attendance

ABSENT = "kekhawatiran/tidak-hadir/"
urlpatterns = [
    path(ABSENT, attendance.absences, name="absences"),
    path(ABSENT + "contoh.csv", attendance.template, name="absences-example"),
    path(ABSENT + "biarkan/", attendance.leave, name="absences-leave"),
    path(ABSENT + "selesai/", attendance.end, name="absences-end"),
]
