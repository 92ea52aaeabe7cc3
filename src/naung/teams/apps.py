from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "naung.teams"
    label = "teams"

    def ready(self) -> None:
        from allauth.mfa.signals import authentication_failed
        from allauth.usersessions.models import UserSession
        from django.db.models.signals import pre_save

        from naung.teams.signin.adapters import note_wrong_code
        from naung.teams.signin.devices import keep_little

        authentication_failed.connect(note_wrong_code)
        pre_save.connect(keep_little, sender=UserSession)
