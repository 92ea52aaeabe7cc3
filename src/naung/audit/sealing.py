"""Sealing: entries whose transaction is older than every open one go into a batch with a signed head.

An entry of a transaction that is still open is seen by nobody and may yet come; so it waits for a later batch.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection

from naung.audit import queries
from naung.audit.models import Batch
from naung.audit.queries import BEFORE_ALL, Place, leaves
from naung.audit.rules import START, Head, Leaf, head_of, packed, public_half, sign, unpacked
from naung.core.atomic import atomic

MOST = 10_000
ONE_AT_A_TIME = 4_021_976  # the name of the lock under which batches are made
ORDER = "ORDER BY xact, id LIMIT %s"


@atomic
def seal(*, now: datetime, most: int = MOST) -> Batch | None:
    """Seal the next entries; none when all are sealed that may be. Batches are their own trace."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    last = queries.last_batch()
    cluster, found = _next(last, most)
    return _store(last, cluster, found, now) if found else None


def _next(last: Batch | None, most: int) -> tuple[int, Sequence[Leaf]]:
    """The next entries, and by which cluster's numbers they stand in order."""
    here = queries.cluster()
    if last is not None and last.cluster != here:
        # A copy that was restored here brought entries that nobody had sealed: all of them are decided.
        brought = leaves(f"(xact, id) > (%s, %s) {ORDER}", *queries.place_in(last), most)
        if brought:
            return last.cluster, brought
    after = queries.place_in(last) if last is not None and last.cluster == here else BEFORE_ALL
    return here, _fresh(after, here, most)


def _fresh(after: Place, here: int, most: int) -> Sequence[Leaf]:
    """Decided entries after a place that no batch of another cluster lists."""
    until = queries.horizon()
    while found := leaves(f"(xact, id) > (%s, %s) AND xact < %s {ORDER}", *after, until, most):
        sealed = _sealed_elsewhere(found, here)
        fresh = [leaf for leaf in found if leaf.id not in sealed]
        if fresh:
            return fresh
        after = queries.place_of(found[-1])
    return []


def _sealed_elsewhere(found: Sequence[Leaf], here: int) -> set[bytes]:
    batches = Batch.objects.exclude(cluster=here)
    batches = batches.filter(last_xact__gte=found[0].xact, first_xact__lte=found[-1].xact)
    return {leaf.id for manifest in batches.values_list("manifest", flat=True) for leaf in unpacked(bytes(manifest))}


def _store(last: Batch | None, cluster: int, found: Sequence[Leaf], now: datetime) -> Batch:
    no, total = (last.no + 1, last.total + len(found)) if last else (1, len(found))
    previous, manifest = bytes(last.head) if last else START, packed(found)
    head = Head(no, now, total, head_of(previous, cluster, (no, now, total), manifest))
    last_xact, last_id = queries.place_of(found[-1])
    return Batch.objects.create(
        no=no, previous=previous, head=head.head, count=len(found), total=total, cluster=cluster,
        first_xact=found[0].xact, last_xact=last_xact, last_id=last_id, sealed_at=now, manifest=manifest,
        key=public_half(settings.AUDIT_KEY), signature=sign(settings.AUDIT_KEY, head),
    )  # fmt: skip
