"""`naung backup`, `naung restore` and `naung keys`."""

import sys
from datetime import timedelta
from pathlib import Path

import click
import django

from naung.config.cli import django_ready


@click.command()
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Folder; else NAUNG_BACKUPS.")
def backup(folder: Path | None) -> None:
    """Write everything into two encrypted files, data and apart keys, while people work; remove old ones by rule."""
    django_ready()
    from django.conf import settings
    from django.utils import timezone

    from naung.config.backup.scheduled import here
    from naung.config.backup.taking import prune, take
    from naung.core.errors import Refused

    place, now = here(folder), timezone.now()
    try:
        paths = take(place, now, _Written())
    except (Refused, OSError) as error:
        raise click.ClickException(f"No backup was written: {error}") from error
    for path in paths:
        click.echo(f"{path} ({path.stat().st_size:,} bytes)")
    for one in prune(place.backups, now, timedelta(days=settings.BACKUP_KEYS_DAYS)):
        click.echo(f"Removed by rule: {one.name}")


class _Written:
    """Shows on a terminal how much has been written so far."""

    def __init__(self) -> None:
        self._bytes = 0

    def __call__(self, count: int) -> None:
        """So many more bytes."""
        self._bytes += count
        if sys.stderr.isatty():
            click.echo(f"\r{self._bytes / 1_000_000:,.0f} MB written ", nl=False, err=True)


@click.command()
@click.argument("data_file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("keys_file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--identity", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The key of backups (backup.key), from the copy that is kept elsewhere.",
)  # fmt: skip
@click.option("--nothing-erased", is_flag=True, help="There is no erasure list, for nothing was ever erased.")
def restore(data_file: Path, keys_file: Path, identity: Path, *, nothing_erased: bool) -> None:
    """Put a backup into an empty place, verify it row by row, and set it up. The newest keys file opens all data."""
    from naung.config import local
    from naung.config.backup import erasing, restoring
    from naung.config.environment import erased_list, files_folder, folder
    from naung.core.errors import Refused

    key = identity.read_text()
    try:
        erasing.require_list(erased_list(), nothing_erased=nothing_erased)
        keys = restoring.read_keys(keys_file, key)
        restoring.place_keys(folder().absolute(), keys)
        home = local.prepare(folder())
        try:
            local.reach_databases()
            django.setup()  # what is erased is told by the tables' own models
            restoring.restore(
                path=data_file, identity=key, keys=keys, owner_url=local.owner_url(), files=files_folder(),
                erased=erased_list(), tell=click.echo,
            )  # fmt: skip
        finally:
            home.close()
    except (Refused, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo("Restored. Now run `naung setup`, then start the server: everybody signs in anew.")


@click.group()
def keys() -> None:
    """The keys of what is sealed."""
    django_ready()


@keys.command()
def rotate() -> None:
    """Wrap every data key under a new master key, while people go on working. Broken off, run it again."""
    from django.utils import timezone

    from naung.config import rotating
    from naung.core.errors import Refused
    from naung.core.keys import KeyLost

    try:
        rotating.begin()
        with click.progressbar(length=rotating.waiting(), label="Keys", file=sys.stderr) as bar:
            count = rotating.wrap_anew(bar.update)
    except Refused as error:
        raise click.ClickException(error.english) from error
    except KeyLost as error:
        raise click.ClickException(f"A key is wrapped by a master key that is not here (record {error}).") from error
    rotating.note(count, timezone.now())
    click.echo(f"{count:,} data keys are wrapped by the new master key. Copy master.key to where its copies are kept,")
    click.echo("and take a backup. The former key opens older keys files only: take it away when they have ended.")
