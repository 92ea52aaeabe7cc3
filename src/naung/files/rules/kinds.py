"""The kinds of files that are taken, told by how their content begins. What is not on this list is refused.

The signatures are those of the formats themselves: JPEG (ITU T.81), PNG (ISO/IEC 15948), WebP and WAV (RIFF), PDF
(ISO 32000), MP3 (ISO/IEC 11172-3, ID3), AAC in ADTS (ISO/IEC 13818-7), MPEG-4 sound (ISO/IEC 14496-12), Ogg (RFC 3533)
and AMR (RFC 4867).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from naung.core.errors import Refused
from naung.core.text import Text

HEAD_BYTES = 2_048  # so much of a file's beginning is looked at
SHORTEST = 32  # no file of these kinds is shorter


class Family(StrEnum):
    """How a file is shown."""

    PICTURE = "PICTURE"
    SOUND = "SOUND"
    PAPER = "PAPER"


@dataclass(frozen=True)
class Kind:
    """One kind of file: how it begins, what it is called, how it is sent."""

    code: str
    family: Family
    mime: str
    endings: tuple[str, ...]  # the first one is used when it is taken out
    text: Text
    begins: Callable[[bytes], bool]


def _starts(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(marks)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[:4] == b"RIFF" and head[8:12] == form


def _is_mpeg4_sound(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in SOUND_BRANDS


def _is_mp3(head: bytes) -> bool:
    frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] >> 1 & 3 == 1
    return head.startswith(b"ID3") or frame


def _is_aac(head: bytes) -> bool:
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0


SOUND_BRANDS = (
    b"M4A ",
    b"M4B ",
    b"mp41",
    b"mp42",
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"dash",
    b"3gp4",
    b"3gp5",
    b"3gp6",
)
PHOTO, SOUND, PAPER = Family.PICTURE, Family.SOUND, Family.PAPER
JPEG_NAMES = ("jpg", "jpeg", "jpe", "jfif")
KINDS = (
    Kind("JPEG", PHOTO, "image/jpeg", JPEG_NAMES, Text("Foto (JPEG)", "Photo (JPEG)"), _starts(b"\xff\xd8\xff")),
    Kind("PNG", PHOTO, "image/png", ("png",), Text("Gambar (PNG)", "Picture (PNG)"), _starts(b"\x89PNG\r\n\x1a\n")),
    Kind("WEBP", PHOTO, "image/webp", ("webp",), Text("Gambar (WebP)", "Picture (WebP)"), _riff(b"WEBP")),
    Kind("PDF", PAPER, "application/pdf", ("pdf",), Text("Dokumen (PDF)", "Document (PDF)"), _starts(b"%PDF-")),
    Kind("MP3", SOUND, "audio/mpeg", ("mp3", "mpga"), Text("Suara (MP3)", "Sound (MP3)"), _is_mp3),
    Kind("AAC", SOUND, "audio/aac", ("aac",), Text("Suara (AAC)", "Sound (AAC)"), _is_aac),
    Kind("M4A", SOUND, "audio/mp4", ("m4a", "m4b", "mp4", "3gp", "3gpp"), Text("Suara (M4A)", "Sound (M4A)"),
         _is_mpeg4_sound),
    Kind("OGG", SOUND, "audio/ogg", ("ogg", "oga", "opus"), Text("Suara (Ogg)", "Sound (Ogg)"), _starts(b"OggS")),
    Kind("WAV", SOUND, "audio/wav", ("wav",), Text("Suara (WAV)", "Sound (WAV)"), _riff(b"WAVE")),
    Kind("AMR", SOUND, "audio/amr", ("amr",), Text("Suara (AMR)", "Sound (AMR)"), _starts(b"#!AMR")),
)  # fmt: skip
BY_CODE = {kind.code: kind for kind in KINDS}
# What a telephone offers to choose from, its camera among it. Pictures are named by type, so that an iPhone turns its
# own photos into JPEG; recorders name their sounds in many ways.
ACCEPTED = ",".join([*(kind.mime for kind in KINDS if kind.family is not SOUND), "audio/*", ".m4a", ".amr", ".opus"])

EMPTY = Text("Berkas ini kosong.", "This file is empty.")
HEIC = Text(
    "Foto HEIC belum dapat dibuka di sini. Di iPhone: Pengaturan, Kamera, Format, pilih Paling Kompatibel; atau kirim "
    "foto itu sebagai JPEG.",
    "HEIC photos cannot be opened here yet. On an iPhone: Settings, Camera, Formats, Most Compatible; or send the "
    "photo as JPEG.",
)
NOT_TAKEN = Text(
    "Jenis berkas ini tidak diterima{seems}. Kirim foto (JPEG, PNG, WebP), rekaman suara (MP3, M4A, OGG, WAV, AMR), "
    "atau PDF.",
    "This kind of file is not taken{seems}. Send a photo (JPEG, PNG, WebP), a sound recording (MP3, M4A, OGG, WAV, "
    "AMR) or a PDF.",
)
SEEMS = Text(" (tampaknya .{ending})", " (it seems to be .{ending})")
DIFFERS = Text(
    "Nama berkas berakhir dengan .{ending}, tetapi isinya {kind}. Periksa apakah berkasnya benar.",
    "The file's name ends in .{ending}, but it holds a {kind}. Check whether it is the right file.",
)
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


def _seems(head: bytes) -> Text:
    """What a refused file seems to be, for whoever took the wrong one; the list of hundreds of kinds loads on use."""
    import puremagic

    try:
        ending = puremagic.from_string(head).strip(".")
    except (puremagic.PureError, ValueError):
        ending = ""
    return SEEMS.format(ending=ending) if ending.isalnum() else Text("", "")


def by_code(code: str) -> Kind:
    """The kind of a file that was taken."""
    return BY_CODE[code]


def kind_of(head: bytes, name: str) -> Kind:
    """The kind of a file by its first bytes; raises `Refused` when it is not taken or its name says something else."""
    if len(head) < SHORTEST:
        raise Refused(EMPTY, field="file")
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        raise Refused(HEIC, field="file")
    kind = next((kind for kind in KINDS if kind.begins(head)), None)
    if kind is None:
        raise Refused(NOT_TAKEN.format(seems=_seems(head)), field="file")
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending and ending not in kind.endings:
        raise Refused(DIFFERS.format(ending=ending[:10], kind=kind.text), field="file")
    return kind
