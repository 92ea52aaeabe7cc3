"""Addresses of the yardstick."""

from django.urls import path

from bench.yardstick import views

urlpatterns = [path("cases", views.cases), path("insert", views.insert)]
