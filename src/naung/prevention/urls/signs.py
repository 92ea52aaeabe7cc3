"""Addresses of early signs, for teachers and for everybody."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
