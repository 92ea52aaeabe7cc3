"""The reporter's receipt: 16 digits, or five words, that open the report's status page, kept only as a slow hash.

The digits follow from the form's own random token and a secret outside the database, so a form sent twice
gets the same receipt. In the database stands Argon2id (RFC 9106) of the digits under one system salt and
that secret: without the secret the table tells nothing, and looking a receipt up is one equality.
"""

import hashlib
import hmac
import re
from threading import Lock

from argon2.low_level import Type, hash_secret_raw

from naung.intake.rules.words import DIGITS, digits_in

MEMORY_KIB, PASSES, LANES = 19_456, 2, 1  # OWASP's second choice for Argon2id: about 20 ms here
NOT_A_DIGIT = re.compile(r"[\s.\-–]")

# One hash at a time per process, so that many look-ups at once cannot exhaust the memory.
_one_at_a_time = Lock()


def digits_for(token: str, secret: bytes) -> str:
    """The receipt of the form that carries `token`."""
    number = int.from_bytes(hmac.new(secret, token.encode(), hashlib.sha256).digest(), "big")
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def digest_of(digits: str, secret: bytes) -> str:
    """What the database keeps of a receipt."""
    keyed = hmac.new(secret, digits.encode(), hashlib.sha256).digest()
    salt = hashlib.sha256(b"naung receipts\0" + secret).digest()[:16]
    with _one_at_a_time:
        return hash_secret_raw(keyed, salt, PASSES, MEMORY_KIB, LANES, 32, Type.ID).hex()


def tidy(text: str) -> str:
    """The 16 digits in what somebody typed, as digits or as five words; `Refused` says what is wrong."""
    digits = NOT_A_DIGIT.sub("", text)
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdigit() else digits_in(text)
