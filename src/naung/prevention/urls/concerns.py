"""Addresses of what schools notice and tell."""

from django.urls import path

from naung.prevention.views import concerns, concerns_handover, concerns_office

OFFICE = "kekhawatiran/laporan/<uuid:report_id>/"
urlpatterns = [
    path("kekhawatiran/", concerns.home, name="concerns"),
    path("kekhawatiran/sampaikan/", concerns.concern, name="concern"),
    path("kekhawatiran/tugas/", concerns.task_done, name="concern-task-done"),
    path("kekhawatiran/serah-terima/", concerns_handover.receive, name="concern-handover"),
    path("kekhawatiran/<uuid:report_id>/", concerns.answers, name="concern-answers"),
    path("kekhawatiran/<uuid:report_id>/serah/", concerns_handover.give, name="concern-hand-over"),
    path(OFFICE, concerns_office.page, name="concern-office"),
    path(OFFICE + "tugas/", concerns_office.give_task, name="concern-task"),
    path(OFFICE + "golongan/", concerns_office.judge, name="concern-breach"),
    path(OFFICE + "lembaga/", concerns_office.body_step, name="concern-body"),
]
