"""Addresses of the quiz of a session, for colleagues."""

from django.urls import path
from django.urls.resolvers import URLPattern

from naung.prevention.rules.quiz import Phase
from naung.prevention.views import quiz as views

urlpatterns: list[URLPattern] = [
    path("sesi/<uuid:session_id>/kuis/", views.overview, name="quiz"),
    path("sesi/<uuid:session_id>/kuis/pertanyaan/", views.choose, name="quiz_choose"),
    path("sesi/<uuid:session_id>/kuis/sebelum/", views.open_phase, {"phase": Phase.BEFORE}, name="quiz_before"),
    path("sesi/<uuid:session_id>/kuis/sesudah/", views.open_phase, {"phase": Phase.AFTER}, name="quiz_after"),
    path("sesi/<uuid:session_id>/kuis/tutup/", views.close_phase, name="quiz_close"),
    path("sesi/<uuid:session_id>/kuis/layar/", views.screen, name="quiz_screen"),
    path("sesi/<uuid:session_id>/kuis/kartu/", views.slips, name="quiz_slips"),
    path("sesi/<uuid:session_id>/kuis/kertas/<str:set_code>/", views.paper, name="quiz_paper"),
]
