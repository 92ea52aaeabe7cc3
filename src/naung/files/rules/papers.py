"""What is looked at in a PDF (ISO 32000): nothing that runs, opens or unpacks something.

Names can be written in other letters (`#4a` for J) and stand in packed streams of objects; both are undone first, the
unpacking only so far, and every search takes time in proportion to the length. This finds what honest programs write
and what plain attacks do; it is no virus scanner.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from naung.core.errors import Refused
from naung.core.text import Text
from naung.files.rules.sounds import refuse_archive

MOST_OBJECTS = 100_000
MOST_UNPACKED = 200_000_000  # bytes of all packed streams together
MOST_READ = 20_000_000  # bytes of packed objects of one stream, which are read for names
PIECE, MOST_AT_ONCE = 1 << 14, 1 << 20
BEFORE = 600  # bytes in which the description of a stream stands

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
OBJECT = re.compile(rb"\d{1,10}\s{1,4}\d{1,5}\s{1,4}obj\b")
STREAM = re.compile(rb"(?<!end)stream\r?\n?")
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
    parts, at = [], 0
    while (begin := content.find(b"stream", at)) >= 0 and (end := content.find(b"endstream", begin)) >= 0:
        parts.append(content[at:begin])
        at = end + len(b"endstream")
    return b"".join([*parts, content[at:]])


def _letter(escaped: re.Match[bytes]) -> bytes:
    return bytes([int(escaped[1], 16)])


def _refuse(part: bytes, looked_for: tuple[tuple[Text, re.Pattern[bytes]], ...]) -> None:
    plain = ESCAPED.sub(_letter, part)
    for said, names in looked_for:
        if names.search(plain):
            raise Refused(said, field="file")


@dataclass
class _Left:
    """How much may still be read and unpacked of one paper, so that no paper takes longer than its length allows."""

    packed: int
    unpacked: int = MOST_UNPACKED

    def take(self, packed: int, unpacked: int) -> None:
        self.packed, self.unpacked = self.packed - packed, self.unpacked - unpacked
        if self.packed < 0 or self.unpacked < 0:
            raise Refused(TOO_MUCH, field="file")


def _unpacked(content: bytes) -> Iterator[bytes]:
    """The packed streams of objects, unpacked; all packed streams are measured."""
    left = _Left(packed=2 * len(content) + PIECE)
    for number, found in enumerate(STREAM.finditer(content)):
        if number > MOST_OBJECTS:
            raise Refused(TOO_MUCH, field="file")
        if not _is_packed(content[found.end() : found.end() + 2]):
            continue
        before = ESCAPED.sub(_letter, content[max(found.start() - BEFORE, 0) : found.start()])
        unpacked = _inflate(memoryview(content)[found.end() :], left, keep=b"ObjStm" in before)
        if unpacked:
            yield unpacked


def _is_packed(head: bytes) -> bool:
    """Whether a stream begins as zlib's format does (RFC 1950, 2.2)."""
    return len(head) == 2 and head[0] & 15 == 8 and int.from_bytes(head, "big") % 31 == 0


def _inflate(packed: memoryview, left: _Left, *, keep: bool) -> bytes:
    """What stands in a stream of objects; any other is only measured. Ends where it ends by itself or breaks."""
    opener, kept, at, rest = zlib.decompressobj(), bytearray(), 0, b""
    with suppress(zlib.error):
        while not opener.eof and (rest or at < len(packed)):
            given = rest or bytes(packed[at : at + PIECE])
            at += 0 if rest else len(given)
            part = opener.decompress(given, MOST_AT_ONCE)
            rest = opener.unconsumed_tail
            left.take(len(given) - len(rest) - len(opener.unused_data), len(part))
            if keep:
                kept += part
                if len(kept) > MOST_READ:
                    raise Refused(TOO_MUCH, field="file")
    return bytes(kept)
