"""What the clock does with files: asks the scanner about those that wait, and takes away what belongs to nothing."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core import vault
from naung.core.atomic import atomic
from naung.files.models import Blob, BlobState, Upload
from naung.files.queries.scanner import NoVerdict, ScannerAway, verdict_on

log = logging.getLogger(__name__)
HOUR = 3_600
TRY_AGAIN = timedelta(minutes=10)  # a file of which the scanner said nothing


@atomic
def check_next(*, by: Actor, now: datetime) -> bool:
    """Let the scanner look at the file that has waited longest; what it finds harmful is thrown away at once.

    False when none waits, no scanner is set, or it does not answer: then the files go on waiting, shown to nobody.
    """
    require(by, P.DUTY_KEEP)
    if not settings.CLAMD:
        return False
    tried = Q(checked_at=None) | Q(checked_at__lte=now - TRY_AGAIN)
    waiting = Blob.objects.filter(tried, state=BlobState.WAITING).order_by("stored_at")
    blob = waiting.select_for_update(skip_locked=True).first()
    if blob is None:
        return False
    try:
        found = verdict_on(blob)
    except ScannerAway as away:
        log.warning("the scanner does not answer: %s", away)
        return False
    except NoVerdict as silence:
        log.warning("the scanner says nothing of a file: %s %s", blob.pk, silence)
        blob.checked_at = now
        blob.store("checked_at")
    except vault.UNREADABLE as damage:
        log.error("a file cannot be read: %s %s", blob.pk, type(damage).__name__)
        blob.throw_away(BlobState.REMOVED, now)
        audit.record(by=by, event="file.unreadable", about=blob, at=now)
    else:
        _judge(by, blob, found, now)
    return True


def _judge(by: Actor, blob: Blob, found: str, now: datetime) -> None:
    blob.checked_at = now
    blob.state = BlobState.INFECTED if found else BlobState.CLEAN
    blob.store("checked_at", "state")
    if found:
        blob.throw_away(BlobState.INFECTED, now)
        audit.record(by=by, event="file.infected", about=blob, at=now, found=found)
    else:
        audit.record(by=by, event="file.checked", about=blob, at=now)


@atomic
def sweep(*, by: Actor, now: datetime) -> int:
    """Take away uploads whose time is over, and bytes on the disk that no file knows; returns how many."""
    require(by, P.DUTY_KEEP)
    over = list(Upload.objects.filter(ends_at__lte=now))
    Upload.objects.filter(pk__in=[upload.pk for upload in over]).delete()
    lost = [*_unknown_files(), *(upload.place for upload in over), *_unknown_uploads()]
    for place in lost:
        vault.remove_leftover(place)
        vault.remove_pieces(place)
    if lost:
        audit.record(by=by, event="files.swept", at=now, count=len(lost))
    return len(lost)


def _unknown_files() -> list[str]:
    found = set(vault.places(older_than=HOUR))
    kept = Blob.objects.filter(place__in=found, gone_at=None).values_list("place", flat=True)
    return sorted(found - set(kept))


def _unknown_uploads() -> list[str]:
    found = set(vault.upload_places(older_than=HOUR))
    return sorted(found - set(Upload.objects.filter(place__in=found).values_list("place", flat=True)))
