"""Addresses of awareness sessions."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
