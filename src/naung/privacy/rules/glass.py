"""Opening the file of a child in danger that is not one's own: how long, with what reason, asked for by what."""

from dataclasses import dataclass
from datetime import timedelta

from naung.core.ids import number_in
from naung.core.text import Text
from naung.people.rules import search_key
from naung.people.rules.identity import digits_of

OPEN_FOR = timedelta(hours=24)
SHORTEST_REASON = 20
NIK_LENGTH = 16

TOO_SHORT = Text(
    "Tulis alasannya dengan paling sedikit {least} huruf: apa yang terjadi sekarang.",
    "Write the reason in at least {least} letters: what is happening now.",
).format(least=SHORTEST_REASON)
# One answer whether there is no such child, no open danger, several, or a conflict of interest.
NOT_FOUND = Text(
    "Tidak ada satu anak dengan tanda bahaya terbuka yang dapat Anda buka dengan keterangan ini. "
    "Periksa lagi tulisannya, atau telepon supervisor tim.",
    "There is no one child with an open danger flag that you can open by this. "
    "Check what you typed, or call the team's supervisor.",
)


@dataclass(frozen=True)
class Asked:
    """By what the child is asked for: one of three, the others empty."""

    number: str = ""
    nik: str = ""
    name: str = ""


def asked_by(text: str) -> Asked:
    """A case number, a NIK, or else the child's full name; each must fit exactly."""
    if number := number_in(text):
        return Asked(number=number)
    digits = digits_of(text)
    if len(digits) == NIK_LENGTH and digits.isascii() and digits.isdigit():
        return Asked(nik=digits)
    return Asked(name=search_key(text))


def is_reason(text: str) -> bool:
    """Whether a reason says enough to be looked at the next day."""
    return len("".join(text.split())) >= SHORTEST_REASON
