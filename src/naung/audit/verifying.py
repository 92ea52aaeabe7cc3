"""Verifying: every batch against the entries as they stand, the chain of heads, and a head that was kept outside."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings

from naung.audit import queries
from naung.audit.models import Batch
from naung.audit.queries import BEFORE_ALL, Place, head_in, leaves, place_in, place_of
from naung.audit.rules import (
    START,
    Fault,
    Kind,
    KnownHead,
    Leaf,
    faults_of_entries,
    head_of,
    is_signed,
    public_half,
    unpacked,
)


@dataclass
class Verdict:
    """What was found. Without faults everything sealed stands as it was sealed."""

    faults: list[Fault] = field(default_factory=list)
    batches: int = 0
    sealed: int = 0
    unsealed: int = 0
    unsealed_since: datetime | None = None


@dataclass
class _Walk:
    """Where the verification stands on its way over the batches."""

    previous: bytes = START
    number: int = 0
    total: int = 0
    present: int = 0
    places: dict[int, Place] = field(default_factory=dict)  # the last place, for each cluster
    strangers: set[bytes] = field(default_factory=set)  # entries between others that their batch does not list


def verify(
    *, known: KnownHead | None = None, former: Iterable[bytes] = (), step: Callable[[int], object] = lambda _: None
) -> Verdict:
    """Look at everything; `step` is told how many entries were looked at.

    `former` are public halves of keys that signed here before: whoever asks says so, the database cannot.
    """
    verdict, walk = Verdict(), _Walk()
    ours = frozenset({public_half(settings.AUDIT_KEY), *former})
    last = queries.last_batch()
    for batch in _batches(last):
        verdict.faults += _faults_of_batch(batch, walk, ours)
        verdict.batches, verdict.sealed = verdict.batches + 1, verdict.sealed + batch.count
        step(batch.count)
    if known is not None:
        verdict.faults += _faults_of_head(known, last, ours)
    added = _added(walk, last)
    verdict.faults += [Fault(Kind.ADDED, f"Entry {pk} was added later.", None, pk) for pk in sorted(added)]
    verdict.unsealed = queries.count() - walk.present - len(added)
    verdict.unsealed_since = queries.waiting_since(last) if verdict.unsealed else None
    return verdict


def _batches(last: Batch | None) -> Iterator[Batch]:
    """One after another, so that never more than one list lies in memory."""
    number = 0
    while last is not None and (batch := Batch.objects.filter(no__gt=number, no__lte=last.no).order_by("no").first()):
        yield batch
        number = batch.no


def _faults_of_batch(batch: Batch, walk: _Walk, ours: frozenset[bytes]) -> Iterator[Fault]:
    listed = unpacked(bytes(batch.manifest))
    yield from _faults_of_chain(batch, walk, ours)
    if [leaf.place for leaf in listed] != sorted(leaf.place for leaf in listed):
        yield Fault(Kind.REORDERED, f"The list of batch {batch.no} was put into another order.", batch.no)
    rows = _rows(batch, listed, walk)
    if rows:
        yield from faults_of_entries(batch.no, listed, rows)
    elif listed:
        yield Fault(Kind.REMOVED, f"All {len(listed)} entries of batch {batch.no} were removed.", batch.no)
    walk.present += len(rows)
    walk.previous, walk.number, walk.total = bytes(batch.head), batch.no, batch.total


def _faults_of_chain(batch: Batch, walk: _Walk, ours: frozenset[bytes]) -> Iterator[Fault]:
    if batch.no != walk.number + 1:
        yield Fault(Kind.BATCH, f"Before batch {batch.no} others are missing: from {walk.number + 1} on.", batch.no)
    elif bytes(batch.previous) != walk.previous or batch.total != walk.total + batch.count:
        yield Fault(Kind.BATCH, f"Batch {batch.no} does not follow the one before it.", batch.no)
    told = (batch.no, batch.sealed_at, batch.total)
    if head_of(bytes(batch.previous), batch.cluster, told, bytes(batch.manifest)) != bytes(batch.head):
        yield Fault(Kind.BATCH, f"Batch {batch.no} was changed: its head is not that of its list.", batch.no)
    key = bytes(batch.key)
    if key not in ours:
        yield Fault(Kind.SIGNATURE, f"Batch {batch.no} is signed with another key: {key.hex()}.", batch.no)
    elif not is_signed(key, head_in(batch), bytes(batch.signature)):
        yield Fault(Kind.SIGNATURE, f"The signature of batch {batch.no} is wrong.", batch.no)


def _rows(batch: Batch, listed: list[Leaf], walk: _Walk) -> dict[bytes, Leaf]:
    """The entries that the batch lists, as they stand; strangers among them are kept for the end."""
    after, until = walk.places.get(batch.cluster, BEFORE_ALL), place_in(batch)
    walk.places[batch.cluster] = until
    found = {leaf.id: leaf for leaf in leaves("(xact, id) > (%s, %s) AND (xact, id) <= (%s, %s)", *after, *until)}
    wanted = {leaf.id for leaf in listed}
    walk.strangers |= found.keys() - wanted
    if moved := wanted - found.keys():
        found |= {leaf.id: leaf for leaf in leaves("id = ANY(%s)", [UUID(bytes=pk) for pk in moved])}
    return {pk: leaf for pk, leaf in found.items() if pk in wanted}


def _added(walk: _Walk, last: Batch | None) -> set[UUID]:
    """Entries that stand before the last sealed one and that no batch lists."""
    if not walk.strangers or last is None or last.cluster != queries.cluster():
        return set()  # in a copy that was just restored nothing can be told: what is not listed waits for its seal
    for manifest in Batch.objects.values_list("manifest", flat=True).iterator(chunk_size=10):
        walk.strangers -= {leaf.id for leaf in unpacked(bytes(manifest))}
    left = leaves("id = ANY(%s)", [UUID(bytes=pk) for pk in walk.strangers])
    return {UUID(bytes=leaf.id) for leaf in left if place_of(leaf) <= place_in(last)}


def _faults_of_head(known: KnownHead, last: Batch | None, ours: frozenset[bytes]) -> Iterator[Fault]:
    if known.key not in ours or not is_signed(known.key, known, known.signature):
        yield Fault(Kind.SIGNATURE, "The head that was given is not signed with this office's key.")
        return
    batch = Batch.objects.defer("manifest").filter(no=known.number).first()
    if batch is None:
        stand = f"{last.no} batches with {last.total} entries" if last else "no batch at all"
        yield Fault(
            Kind.TAIL,
            f"The end was cut off: the head of {known.sealed_at.isoformat()} knows {known.number} batches with "
            f"{known.entries} entries, and {stand} stand here.",
            known.number,
        )
    elif head_in(batch).told != known.told:
        yield Fault(Kind.BATCH, f"Batch {known.number} is not the one whose head was kept.", known.number)
