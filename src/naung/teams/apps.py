from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "naung.teams"
    label = "teams"

    def ready(self) -> None:
        from allauth.mfa.signals import authentication_failed

        from naung.teams.signin.adapters import note_wrong_code

        authentication_failed.connect(note_wrong_code)
