"""Addresses of what schools notice and tell."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
