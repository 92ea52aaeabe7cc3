from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "naung.audit"
    label = "audit"
