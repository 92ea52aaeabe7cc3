"""Telephone numbers in every spelling that people use, kept as +62…"""

from dataclasses import dataclass

from naung.core.text import Text
from naung.people.rules.checks import Checked, Finding

NOT_A_NUMBER = Finding(
    "NOT_A_NUMBER",
    Text(
        "Ini bukan nomor telepon. Contoh: 0812 3456 7890, atau 0542 731234 dengan kode wilayah.",
        "This is no phone number. For example: 0812 3456 7890, or 0542 731234 with the area code.",
    ),
)
UNUSUAL = Finding("UNUSUAL", Text("Nomor ini tidak biasa: periksa lagi.", "This number is unusual: please check."))


@dataclass(frozen=True, slots=True)
class PhoneSays:
    """What a number says: how it is dialled here, and whether it can take short messages."""

    national: str
    is_mobile: bool


def check_phone(text: str, region: str = "ID") -> Checked:
    """Check a phone number; the value is the number as +62…, the same for every spelling of it."""
    import phonenumbers

    if not text.strip():
        return Checked("")
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return Checked(text.strip(), (NOT_A_NUMBER,))
    # a local number without its area code could be anybody's elsewhere
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return Checked(text.strip(), (NOT_A_NUMBER,))
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Checked(value, (), () if phonenumbers.is_valid_number(number) else (UNUSUAL,))


def read_phone(kept: str) -> PhoneSays | None:
    """How a kept number is shown and used; nothing when it is no number."""
    import phonenumbers

    try:
        number = phonenumbers.parse(kept)
    except phonenumbers.NumberParseException:
        return None
    kinds = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
    return PhoneSays(
        national=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL),
        is_mobile=phonenumbers.number_type(number) in kinds,
    )


def last_digits(kept: str, count: int = 3) -> str:
    """The end of a number, enough to recognise it without showing it."""
    return kept[-count:]
