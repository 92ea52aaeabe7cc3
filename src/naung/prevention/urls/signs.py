"""Addresses of early signs, for whoever teaches."""

from django.urls import path

from naung.prevention.views import signs

urlpatterns = [
    path("tanda-dini/", signs.mine, name="signs"),
    path("tanda-dini/<uuid:pupil_id>/", signs.pupil, name="signs_pupil"),
    path("tanda-dini/<uuid:pupil_id>/kosongkan/", signs.forget, name="signs_forget"),
]
