"""The short address on slips and on the projector: `/k/K7RD4W`."""

from django.urls import path

from naung.prevention.views import quiz_phone

app_name = "quiz"
urlpatterns = [path("<str:code>", quiz_phone.phone, name="phone")]
