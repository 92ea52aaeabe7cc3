"""Small files of each kind, made here: nobody's photo, nobody's voice."""

import zlib
from io import BytesIO
from typing import Any

from PIL import Image

NOISE = bytes(range(256)) * 2
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A picture, red on the left and blue on the right."""
    made = Image.new("RGB", size, "blue")
    made.paste("red", (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    made.save(out, kind, **options)
    return out.getvalue()


def photo_with_a_place() -> bytes:
    """A photo as a telephone makes it: lying on its side, with where, when and with what it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned right
    exif[0x010F] = "Telepon Rahasia"
    exif[0x0132] = "2026:11:23 10:00:00"
    exif.get_ifd(0x8825).update({1: "S", 2: (1.0, 14.0, 13.37), 3: "E", 4: (116.0, 51.0, 4.2)})
    return picture(exif=exif.tobytes(), comment=b"Jalan Mawar 7")


def pdf(*objects: bytes) -> bytes:
    """A PDF with these objects."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number + 1, one) for number, one in enumerate(objects))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def packed(text: bytes, kind: bytes = b"/Type /ObjStm") -> bytes:
    """A packed stream of a PDF."""
    squeezed = zlib.compress(text, 9)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (kind, len(squeezed), squeezed)


PAPER = pdf(b"<< /Type /Catalog >>", packed(b"BT (Surat keterangan) Tj ET", b""))
SOUNDS = {
    "MP3": b"ID3\x04\x00\x00\x00\x00\x00\x00" + NOISE,
    "AAC": b"\xff\xf1\x50\x80" + NOISE,
    "M4A": b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A isom" + NOISE,
    "OGG": b"OggS\x00\x02" + NOISE,
    "WAV": b"RIFF\x24\x02\x00\x00WAVEfmt " + NOISE,
    "AMR": b"#!AMR\n" + NOISE,
}
FILM = (
    b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + NOISE + b"\x00\x00\x00\x2dhdlr" + b"\0" * 8 + b"vide" + NOISE
)
