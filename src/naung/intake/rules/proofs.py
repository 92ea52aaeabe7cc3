"""Proof of filing: a signed text that a report came in on a day. It says nothing of what was told, or by whom.

The receipt stands in it only as a hash of what the office keeps of it, which lies under a secret outside the
database: whoever is shown the proof cannot find the receipt by trying.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FIELDS = {
    "office": r"[^\r\n]{1,200}?", "day": r"\d{4}-\d{2}-\d{2}", "filing": r"[0-9a-f]{64}",
    "key": r"[0-9a-f]{64}", "signature": r"[0-9a-f]{128}",
}  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """That this office received a report on this day."""

    office: str
    day: date
    filing: str

    @property
    def told(self) -> str:
        """The text that is signed; its first line keeps it apart from whatever else the key signs."""
        return f"naung proof of filing\noffice: {self.office}\nday: {self.day.isoformat()}\nfiling: {self.filing}\n"

    def signed(self, secret: bytes) -> str:
        """The text with the public half of the key and the signature."""
        key = Ed25519PrivateKey.from_private_bytes(secret)
        public = key.public_key().public_bytes_raw().hex()
        return f"{self.told}key: {public}\nsignature: {key.sign(self.told.encode()).hex()}\n"


def filing_of(digest: str) -> str:
    """By what a proof names the filing."""
    return hashlib.sha256(f"naung proof of filing\0{digest}".encode()).hexdigest()


def read_proof(text: str, key: bytes) -> Proof | None:
    """The proof in a text, also with other words around it; none unless this key signed it."""
    found = {name: re.search(rf"^[>\s]*{name}: ({shape})\s*$", text, re.M) for name, shape in FIELDS.items()}
    told = {name: match.group(1) for name, match in found.items() if match}
    if len(told) < len(FIELDS) or told["key"] != key.hex():
        return None
    try:
        proof = Proof(told["office"], date.fromisoformat(told["day"]), told["filing"])
        Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(told["signature"]), proof.told.encode())
    except (InvalidSignature, ValueError):
        return None
    return proof
