"""Addresses of emergency access, special access and data protection."""

from django.urls import path

from naung.privacy.views import glass

app_name = "privacy"
urlpatterns = [
    path("darurat/", glass.emergency, name="emergency"),
]
