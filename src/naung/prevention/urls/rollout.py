"""Addresses of the board of schools and the plan."""

from django.urls import path
from django.urls.resolvers import URLPattern

from naung.prevention.views import kit, planning, rollout

urlpatterns: list[URLPattern] = [
    path("sekolah/", rollout.board, name="board"),
    path("sekolah/berikutnya/", planning.next_up, name="next"),
    path("sekolah/rencana/", planning.plans, name="plans"),
    path("sekolah/rencana/<uuid:plan_id>/", planning.plan, name="plan"),
    path("sekolah/rencana/<uuid:plan_id>/terima/", planning.accept, name="plan-accept"),
    path("sekolah/rencana/<uuid:plan_id>/kesampingkan/", planning.drop, name="plan-drop"),
    path("sekolah/<uuid:place_id>/", rollout.place, name="place"),
    path("sekolah/<uuid:place_id>/cetak/", kit.kit, name="kit"),
    path("sekolah/<uuid:place_id>/cetak/kode/", kit.prepare, name="kit-code"),
    path("sekolah/<uuid:place_id>/cetak/poster/", kit.poster, name="kit-poster"),
    path("sekolah/<uuid:place_id>/cetak/kartu/", kit.slips, name="kit-slips"),
    path("sekolah/<uuid:place_id>/cetak/formulir/", kit.form, name="kit-form"),
]
