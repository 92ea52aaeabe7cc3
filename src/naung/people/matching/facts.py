"""What is known of a child when two accounts are compared. All may be missing; no number stands here in clear."""

import base64
import hmac
from dataclasses import dataclass
from datetime import date

TOKEN_BYTES = 8  # 64 bits: among 17 million tokens about one pair in 100,000 registers meets by chance
TOKEN_LENGTH = 11
MASK = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One account of one child.

    Names as typed. `sex` is L or P. `birth_date`, or `age_estimate` in whole years with the day on which it was
    made. `nik_tokens` and `kk_token` come from `number_tokens`, `phone` from `check_phone` (+62…). `kelurahan`,
    `kecamatan` and `school` are codes or names, compared as they stand.
    """

    name: str = ""
    nickname: str = ""
    mother: str = ""
    sex: str = ""
    birth_date: date | None = None
    age_estimate: int | None = None
    age_estimated_date: date | None = None
    nik_tokens: tuple[str, ...] = ()
    kk_token: str = ""
    phone: str = ""
    kelurahan: str = ""
    kecamatan: str = ""
    school: str = ""
    address: str = ""
    is_newborn: bool = False


def number_tokens(number: str, key: bytes) -> tuple[str, ...]:
    """The keyed tokens of a number: of the whole, then one for each place with that place masked.

    A NIK gives 17 tokens of 11 signs. Two numbers that differ in one place share exactly the token of that place.
    HMAC-SHA-256 (RFC 2104), cut to 64 bits: without the key nobody finds the number by trying all.
    """
    if not number:
        return ()
    masked = (f"{number[:at]}{MASK}{number[at + 1 :]}" for at in range(len(number)))
    return tuple(_token(text, key) for text in (number, *masked))


def number_token(number: str, key: bytes) -> str:
    """The keyed token of a whole number, such as that of a family card; empty for none."""
    return _token(number, key) if number else ""


def _token(text: str, key: bytes) -> str:
    digest = hmac.digest(key, text.encode(), "sha256")[:TOKEN_BYTES]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
