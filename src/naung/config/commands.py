"""Commands that belong to the whole: setting up, importing, documents, the worker, the doctor."""

import sys
from pathlib import Path

import click

from naung.config.cli import django_ready
from naung.duties.commands import holidays
from naung.places.commands import areas, boundaries, bps
from naung.simulation.commands import simulate as run_simulation
from naung.teams.commands import schools


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own management commands (for maintainers)."""
    django_ready(database=False)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["naung manage", *arguments])


@click.command()
def setup() -> None:
    """Bring the database up to date: tables, walls and rights, code lists, areas, the office. Repeatable."""
    django_ready(make_keys=True)
    from naung.config import local
    from naung.config.setting_up import set_up

    local.ensure_search()
    for line in set_up():
        click.echo(line)


@click.command()
@click.argument("username")
@click.argument("name")
def administrator(username: str, name: str) -> None:
    """Open the office's first two accounts, for those who then open all others; shows each first password once."""
    django_ready()
    from naung.config.setting_up import first_account

    click.echo(first_account(username, name))


@click.command(name="reset-factors")
@click.argument("username")
def reset_factors(username: str) -> None:
    """Take off the second factors of somebody who lost hers, when no other administrator can; ends her sessions."""
    django_ready()
    from naung.config.setting_up import without_factors

    click.echo(without_factors(username))


@click.command()
def worker() -> None:
    """Do the work that waits in the background: duties, notices, messages. SIGTERM lets running jobs finish."""
    django_ready()
    from naung.config.working import work

    work()


@click.command(name="match-register")
def match_register() -> None:
    """Compare all records of children with each other; those that may be one child wait for a supervisor's eyes."""
    django_ready()
    from naung.people.commands import tell
    from naung.people.jobs import compare_register

    records, waiting = compare_register(tell)
    click.echo(f"{records:,} records compared; {waiting:,} pairs wait anew under Mungkin anak yang sama.")


@click.command(params=run_simulation.params, help=run_simulation.help)
@click.pass_context
def simulate(context: click.Context, /, **_options: object) -> None:
    django_ready()
    context.forward(run_simulation)


@click.group(name="import")
def import_() -> None:
    """Read reference data from a file. A bad row is refused with file, line, column and reason."""
    django_ready()


for command in (areas, bps, boundaries, schools, holidays):
    import_.add_command(command)


@click.command()
@click.option("--check", is_flag=True, help="Fail when the documents in the repository are out of date.")
def docs(check: bool) -> None:
    """Write docs/generated: policy, states, duties, settings and events, drawn from the code itself."""
    django_ready(database=False)
    from naung.config.documents import outdated, write

    if not check:
        for path in write():
            click.echo(path)
        return
    if stale := outdated():
        click.echo(f"Out of date: {', '.join(stale)}. Run `./run naung docs` and commit.", err=True)
        sys.exit(1)


@click.command()
def doctor() -> None:
    """Look for what is wrong with this installation: scope drift, an empty duty roster, weak settings."""
    django_ready()
    from naung.config.doctor import findings

    found = list(findings())
    for line in found:
        click.echo(f"- {line}")
    click.echo("No findings." if not found else f"{len(found)} findings.")
    sys.exit(1 if found else 0)


ROOT = Path(__file__).resolve().parents[3]
