"""How entries are sealed: what of an entry is hashed, the list of a batch, its head and its signature.

A batch lists its entries in order, each as a leaf: id, number of the transaction, hash of everything else. The head
is a hash over this list and the head before it; the text that tells the head is signed (Ed25519) by a key outside
the database and can be printed, mailed and kept elsewhere. docs/adr/0014 says what that proves.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

START = bytes(32)  # the head before the first batch
LEAF = 16 + 8 + 32


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry as a batch lists it."""

    id: bytes
    xact: int
    digest: bytes

    @property
    def place(self) -> tuple[int, bytes]:
        """Where it stands in the order of all entries."""
        return self.xact, self.id


def leaf_of(pk: UUID, xact: int, content: str) -> Leaf:
    """`content` is everything else of the entry in one fixed writing (`queries.CONTENT`)."""
    return Leaf(pk.bytes, xact, hashlib.sha256(content.encode()).digest())


def packed(leaves: Iterable[Leaf]) -> bytes:
    """The list of a batch as it is stored."""
    return b"".join(leaf.id + leaf.xact.to_bytes(8, "big") + leaf.digest for leaf in leaves)


def unpacked(manifest: bytes) -> list[Leaf]:
    """The leaves of a stored list; what is too short at the end is left out, the head tells that."""
    return [
        Leaf(manifest[at : at + 16], int.from_bytes(manifest[at + 16 : at + 24], "big"), manifest[at + 24 : at + LEAF])
        for at in range(0, len(manifest) - LEAF + 1, LEAF)
    ]


@dataclass(frozen=True)
class Head:
    """What stands for all entries up to a batch, to be kept outside."""

    number: int
    sealed_at: datetime
    entries: int
    head: bytes

    @property
    def told(self) -> str:
        """The text that is signed."""
        at = self.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
        return (
            f"naung audit head\nnumber: {self.number}\nsealed: {at}\nentries: {self.entries}\nhead: {self.head.hex()}\n"
        )

    def signed_text(self, key: bytes, signature: bytes) -> str:
        """The text with the key's public half and the signature, to be printed or mailed."""
        return f"{self.told}key: {key.hex()}\nsignature: {signature.hex()}\n"


@dataclass(frozen=True)
class KnownHead(Head):
    """A head that was kept outside, with its signature."""

    key: bytes
    signature: bytes


FIELDS = {
    "number": r"\d{1,18}", "sealed": r"\S{10,40}", "entries": r"\d{1,18}", "head": r"[0-9a-f]{64}",
    "key": r"[0-9a-f]{64}", "signature": r"[0-9a-f]{128}",
}  # fmt: skip


def known_head(text: str) -> KnownHead:
    """Read a kept head, also out of a mail with other words around it. Raises ValueError naming what is missing."""
    found = {}
    for name, shape in FIELDS.items():
        match = re.search(rf"^[>\s]*{name}:\s*({shape})\s*$", text, re.MULTILINE)
        if match is None:
            raise ValueError(name)
        found[name] = match.group(1)
    return KnownHead(
        int(found["number"]), datetime.fromisoformat(found["sealed"]), int(found["entries"]),
        *(bytes.fromhex(found[name]) for name in ("head", "key", "signature")),
    )  # fmt: skip


def head_of(previous: bytes, cluster: int, told: tuple[int, datetime, int], manifest: bytes) -> bytes:
    """The hash over a batch and all before it; `told` is its number, moment and the count of all entries so far."""
    number, sealed_at, entries = told
    at = sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
    listed = hashlib.sha256(manifest).hexdigest()
    text = f"naung audit batch\n{number}\n{previous.hex()}\n{cluster}\n{at}\n{entries}\n{listed}\n"
    return hashlib.sha256(text.encode()).digest()


def public_half(secret: bytes) -> bytes:
    """The key by which everybody can check what `secret` signs."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def sign(secret: bytes, head: Head) -> bytes:
    """The signature under the text of a head."""
    return Ed25519PrivateKey.from_private_bytes(secret).sign(head.told.encode())


def is_signed(key: bytes, head: Head, signature: bytes) -> bool:
    """Whether the holder of the key signed this head."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, head.told.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


class Kind(StrEnum):
    """What can be wrong."""

    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    REORDERED = "reordered"
    BATCH = "batch"
    SIGNATURE = "signature"
    TAIL = "tail"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; `entry` where it is about one entry."""

    kind: Kind
    text: str
    batch: int | None = None
    entry: UUID | None = None


def faults_of_entries(number: int, leaves: Collection[Leaf], rows: Mapping[bytes, Leaf]) -> Iterator[Fault]:
    """What differs between the list of a batch and the entries as they stand; `rows` are those that were found."""
    listed = {leaf.digest for leaf in leaves}
    for leaf in leaves:
        row, pk = rows.get(leaf.id), UUID(bytes=leaf.id)
        if row is None:
            yield Fault(Kind.REMOVED, f"Entry {pk} of batch {number} was removed.", number, pk)
        elif row.digest != leaf.digest and row.digest not in listed:
            yield Fault(Kind.CHANGED, f"Entry {pk} of batch {number} was changed.", number, pk)
        elif row != leaf:
            yield Fault(Kind.REORDERED, f"Entry {pk} of batch {number} stands in another place.", number, pk)
