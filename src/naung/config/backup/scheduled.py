"""The backup that the worker takes each night."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from naung.config import environment, local
from naung.config.backup.taking import Place, prune, recipient_in, take


def here(folder: Path | None = None) -> Place:
    """This installation."""
    data, backups = environment.folder().absolute(), (folder or settings.BACKUPS_DIR).absolute()
    recipient = settings.BACKUP_RECIPIENT or recipient_in(data)
    return Place(data, environment.files_folder(), backups, local.owner_url(), recipient)


@app.periodic(cron="15 18 * * *")  # 02.15 in Balikpapan
@app.task(name="config.backup", queueing_lock="config.backup")
def nightly(timestamp: int) -> None:  # noqa: ARG001 - the timetable says for when it was planned
    """Once a night: a backup of everything, then those removed that the rule keeps no longer."""
    place = here()
    take(place, timezone.now())
    prune(place.backups, timezone.now(), timedelta(days=settings.BACKUP_KEYS_DAYS))
