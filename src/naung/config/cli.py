"""The `naung` command: mounts every app's commands. Heavy parts load only when a command needs them."""

import atexit
import os
import sys
from importlib import import_module

import click

# command -> module that holds it. Only the module of the command that is run is imported.
COMMANDS = {
    "audit": "naung.config.auditing:audit",
    "backup": "naung.config.backup.commands:backup",
    "restore": "naung.config.backup.commands:restore",
    "match-register": "naung.config.commands:match_register",
    "keys": "naung.config.backup.commands:keys",
    "triage": "naung.intake.commands:triage",
    "import": "naung.config.commands:import_",
    "setup": "naung.config.commands:setup",
    "administrator": "naung.config.commands:administrator",
    "reset-factors": "naung.config.commands:reset_factors",
    "docs": "naung.config.commands:docs",
    "manage": "naung.config.commands:manage",
    "worker": "naung.config.commands:worker",
    "match": "naung.people.commands:match",
    "doctor": "naung.config.commands:doctor",
    "simulate": "naung.config.commands:simulate",
}


class LazyGroup(click.Group):
    """Lists every command, imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Naung: integrated handling of reports about children. `naung COMMAND --help` explains each command."""


def django_ready(*, database: bool = True, make_keys: bool = False) -> None:
    """Load Django for a command; says in one sentence what is missing, the database too where it is needed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naung.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    from naung.config import local
    from naung.config.environment import folder

    home = local.prepare(folder(), make_keys=make_keys and local.folder_is_named())
    atexit.register(home.close)
    if database:
        local.check_databases()

    try:
        django.setup()
    except ImproperlyConfigured as error:
        click.echo(str(error), err=True)
        sys.exit(1)
