"""Addresses of the board of schools and the plan."""

from django.urls import path
from django.urls.resolvers import URLPattern

from naung.prevention.views import planning, rollout

urlpatterns: list[URLPattern] = [
    path("sekolah/", rollout.board, name="board"),
    path("sekolah/berikutnya/", planning.next_up, name="next"),
    path("sekolah/<uuid:place_id>/", rollout.place, name="place"),
]
