"""What is looked at in a PDF (ISO 32000): nothing that runs, opens or unpacks something.

Names can be written in other letters (`#4a` for J) and stand in packed streams of objects; both are undone first, the
unpacking only so far. This finds what honest programs write and what plain attacks do; it is no virus scanner.
"""

import re
import zlib
from collections.abc import Iterator

from naung.core.errors import Refused
from naung.core.text import Text
from naung.files.rules.sounds import refuse_archive

MOST_OBJECTS = 100_000
MOST_UNPACKED = 200_000_000  # bytes of all packed streams together
MOST_READ = 20_000_000  # bytes of packed objects, which are read for names

LOCKED = Text(
    "PDF ini dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu kirim lagi.",
    "This PDF is locked with a password. Save it without one, then send it again.",
)
RUNS = Text(
    "PDF ini memuat program atau tindakan yang berjalan sendiri. Cetak ke PDF baru, lalu kirim yang baru.",
    "This PDF holds a program or an action that runs by itself. Print it to a new PDF and send that one.",
)
HOLDS = Text(
    "Di dalam PDF ini ada berkas lain. Kirim tiap berkas sendiri.",
    "Other files lie inside this PDF. Send each of them by itself.",
)
TOO_MUCH = Text(
    "PDF ini membesar tidak wajar ketika dibuka. Cetak ke PDF baru, lalu kirim yang baru.",
    "This PDF grows beyond measure when opened. Print it to a new PDF and send that one.",
)
BROKEN = Text("PDF ini rusak atau tidak lengkap.", "This PDF is damaged or incomplete.")

ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")
END = rb"(?![A-Za-z0-9])"
# Long names are looked for everywhere: a false "stream" must not hide them. Short ones happen by chance in a photo.
LONG = (
    (LOCKED, re.compile(rb"/Encrypt" + END)),
    (HOLDS, re.compile(rb"/(?:EmbeddedFiles?|Filespec|Collection|RichMedia)" + END)),
    (RUNS, re.compile(rb"/(?:JavaScript|Launch|SubmitForm|ImportData|Rendition)" + END)),
)
SHORT = ((HOLDS, re.compile(rb"/AF" + END)), (RUNS, re.compile(rb"/(?:JS|XFA|GoToE)" + END)))


def check_paper(content: bytes) -> None:
    """Raise `Refused` for a PDF that is locked, broken, runs or holds something, or unpacks to far too much."""
    refuse_archive(content)
    if b"%%EOF" not in content[-2_048:] or b"obj" not in content:
        raise Refused(BROKEN, field="file")
    plain = _outside(content)
    _refuse(content, LONG)
    _refuse(plain, SHORT)
    if len(OBJECT.findall(plain)) > MOST_OBJECTS:
        raise Refused(TOO_MUCH, field="file")
    for objects in _unpacked(content):
        _refuse(objects, LONG + SHORT)


def _outside(content: bytes) -> bytes:
    """What stands outside the streams."""
    return re.sub(rb"stream\r?\n.*?endstream", b"stream endstream", content, flags=re.DOTALL)


def _refuse(part: bytes, looked_for: tuple[tuple[Text, re.Pattern[bytes]], ...]) -> None:
    plain = ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), part)
    for said, names in looked_for:
        if names.search(plain):
            raise Refused(said, field="file")


def _unpacked(content: bytes) -> Iterator[bytes]:
    """The packed streams of objects, unpacked; all packed streams are measured."""
    whole, at = 0, content.find(b"stream")
    while at >= 0:
        begin = at + 6
        if content[at - 3 : at] != b"end" and b"Flate" in ESCAPED.sub(b"", content[max(at - 600, 0) : at]):
            is_objects = b"ObjStm" in content[max(at - 600, 0) : at]
            size, objects = _inflate(content, begin, MOST_UNPACKED - whole, keep=is_objects)
            whole += size
            if is_objects:
                yield objects
        at = content.find(b"stream", begin)


def _inflate(content: bytes, begin: int, most: int, *, keep: bool) -> tuple[int, bytes]:
    """How large a stream is unpacked, and what stands in it; what is no zlib stream counts as nothing."""
    while content[begin : begin + 1] in (b"\r", b"\n"):
        begin += 1
    opener, size, kept = zlib.decompressobj(), 0, bytearray()
    rest = content[begin : content.find(b"endstream", begin)]
    try:
        while rest and not opener.eof:
            part = opener.decompress(rest, 1 << 20)
            size, rest = size + len(part), opener.unconsumed_tail
            if size > most or (keep and size > MOST_READ):
                raise Refused(TOO_MUCH, field="file")
            if keep:
                kept += part
    except zlib.error:
        return size, bytes(kept)
    return size, bytes(kept)
