"""Addresses of the board of schools and the plan."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
