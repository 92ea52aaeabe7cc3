"""Addresses of the quiz of a session."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
