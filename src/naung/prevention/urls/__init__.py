"""Addresses of prevention, by what they are about."""

from naung.prevention.urls import attendance, concerns, quiz, rollout, sessions, signs

app_name = "prevention"
urlpatterns = [
    *sessions.urlpatterns,
    *quiz.urlpatterns,
    *rollout.urlpatterns,
    *attendance.urlpatterns,
    *concerns.urlpatterns,
    *signs.urlpatterns,
]
