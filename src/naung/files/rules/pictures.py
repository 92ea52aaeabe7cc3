"""A picture is opened and written anew: upright, without metadata, and not larger than anybody needs.

Where it was taken, when, with which telephone and a small picture of what was cut away all stand in the metadata of a
photo (Exif, XMP, IPTC); only the points themselves are carried over.
"""

import threading
from io import BytesIO
from typing import TYPE_CHECKING

from naung.core.errors import Refused
from naung.core.text import Text

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MOST_POINTS = {"JPEG": 64_000_000, "PNG": 12_000_000, "WEBP": 12_000_000}
WHOLE = 25_000_000  # points; a larger JPEG is opened at half its size, which no progressive one can be cheaply
LONGEST = 4_096  # points along the longer side: a page of writing stays readable
QUALITY = 88
_one = threading.Semaphore()  # one picture at a time: an opened one takes up to 200 megabytes

TOO_LARGE = Text(
    "Gambar ini memuat terlalu banyak titik. Kirim foto dengan ukuran yang lebih kecil.",
    "This picture has too many points. Send the photo at a smaller size.",
)
BROKEN = Text(
    "Gambar ini rusak atau tidak lengkap. Coba kirim lagi dari aslinya.",
    "This picture is damaged or incomplete. Try again with the original.",
)


def anew(content: bytes, kind: str) -> bytes:
    """The same picture written anew; raises `Refused` for one that is broken or has too many points.

    Only the decoder of the kind that was recognised is used, so that nothing else is tried on a stranger's bytes.
    """
    from PIL import Image, ImageOps

    with _one:
        try:
            with Image.open(BytesIO(content), formats=[kind]) as picture:
                _refuse_too_many(picture, kind)
                if picture.width * picture.height > WHOLE:
                    picture.draft("RGB", (picture.width // 2, picture.height // 2))
                picture.thumbnail((LONGEST, LONGEST))  # first: what follows makes copies
                ImageOps.exif_transpose(picture, in_place=True)
                return _written(picture, kind)
        except Image.DecompressionBombError:
            raise Refused(TOO_LARGE, field="file") from None
        except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
            raise Refused(BROKEN, field="file") from None


def small(content: bytes, longest: int) -> bytes:
    """A picture that was written anew before, as a JPEG small enough to be printed among others."""
    from PIL import Image

    with _one, Image.open(BytesIO(content), formats=list(MOST_POINTS)) as picture:
        picture.draft("RGB", (longest, longest))
        picture.thumbnail((longest, longest))
        paper = Image.new("RGB", picture.size, "white")
        seen_through = picture.convert("RGBA")
        paper.paste(seen_through, mask=seen_through)
        out = BytesIO()
        paper.save(out, "JPEG", quality=80)
        return out.getvalue()


def _refuse_too_many(picture: "Picture", kind: str) -> None:
    most = WHOLE if "progressive" in picture.info else MOST_POINTS[kind]
    if picture.width * picture.height > most:
        raise Refused(TOO_LARGE, field="file")


def _written(upright: "Picture", kind: str) -> bytes:
    from PIL import Image

    seen_through = kind != "JPEG" and (upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info)
    mode = "RGBA" if seen_through else "RGB"
    points = _eight_bits(upright)
    points = points if points.mode == mode else points.convert(mode)
    clean = Image.new(mode, points.size)
    clean.paste(points)
    out = BytesIO()
    clean.save(out, kind, quality=QUALITY, method=4) if kind == "WEBP" else clean.save(out, kind, quality=QUALITY)
    return out.getvalue()


def _eight_bits(picture: "Picture") -> "Picture":
    """A scan with 65,536 greys as one with 256; Pillow itself would make all of them white."""
    return picture.convert("I").point(lambda grey: grey * (1 / 256)).convert("L") if picture.mode[0] == "I" else picture
