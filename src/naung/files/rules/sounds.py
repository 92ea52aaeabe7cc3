"""What is looked at in a sound recording: that it is no film and carries no packed files behind it."""

from collections.abc import Iterable

from naung.core.errors import Refused
from naung.core.text import Text

FILM = Text(
    "Ini rekaman video. Yang diterima hanya rekaman suara.", "This is a film. Only sound recordings are taken here."
)
PACKED = Text(
    "Di dalam berkas ini ada berkas lain yang dikemas. Kirim berkas aslinya saja.",
    "Other files are packed inside this file. Send the original file alone.",
)
ZIP_END = b"PK\x05\x06"  # the end of a ZIP archive (APPNOTE 4.3.16), which readers look for from behind
TAIL = 66_000  # it stands within 22 + 65,535 bytes of the end
OVERLAP = 32


def check_sound(pieces: Iterable[bytes]) -> None:
    """Raise `Refused` for a film in MPEG-4 (a track whose handler is `vide`) or for an archive behind the sound."""
    before, tail = b"", b""
    for piece in pieces:
        seen = before + piece
        if _has_film(seen):
            raise Refused(FILM, field="file")
        before, tail = seen[-OVERLAP:], (tail + piece)[-TAIL:]
    refuse_archive(tail)


def refuse_archive(tail: bytes) -> None:
    """Raise `Refused` when the end of a file is the end of a ZIP archive."""
    if ZIP_END in tail[-TAIL:]:
        raise Refused(PACKED, field="file")


def _has_film(seen: bytes) -> bool:
    # ISO/IEC 14496-12, 8.4.3: box type, version and flags, four bytes, then the kind of the track.
    at = seen.find(b"hdlr")
    while at >= 0:
        if seen[at + 12 : at + 16] == b"vide":
            return True
        at = seen.find(b"hdlr", at + 4)
    return False
