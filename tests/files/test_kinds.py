"""What is taken, what is refused, and that a picture tells nothing but itself."""

import zipfile
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from naung.core.errors import Refused
from naung.files.rules import KINDS, check_paper, check_sound, kind_of
from naung.files.rules.names import LONGEST, plain_name
from naung.files.rules.papers import MOST_OBJECTS
from naung.files.rules.pictures import LONGEST as LONGEST_SIDE
from naung.files.rules.pictures import anew
from tests.files.samples import FILM, NOISE, PAPER, SOUNDS, packed, pdf, photo_with_a_place, picture

TAKEN = {"JPEG": picture(), "PNG": picture("PNG"), "WEBP": picture("WEBP"), "PDF": PAPER, **SOUNDS}


def said(act: object, *given: object) -> str:
    with pytest.raises(Refused) as refusal:
        act(*given)  # type: ignore[operator]
    return str(refusal.value.message)


@pytest.mark.parametrize("code", TAKEN)
def test_each_kind_is_told_by_its_content_and_fits_its_endings(code: str) -> None:
    kind = kind_of(TAKEN[code], "")
    assert kind.code == code
    assert all(kind_of(TAKEN[code], f"berkas.{ending.upper()}") is kind for ending in kind.endings)


def test_every_kind_has_its_sample() -> None:
    assert {kind.code for kind in KINDS} == TAKEN.keys()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b"PK\x03\x04" + NOISE, "tidak diterima"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "tidak diterima"),
        (b"<html><script>alert(1)</script></html>" + NOISE, "tidak diterima"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>" + NOISE, "tidak diterima"),
        (b"GIF89a" + NOISE, "tidak diterima"),
        (b"MZ\x90\x00" + NOISE, "tidak diterima"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00" + NOISE, "HEIC"),
    ],
    ids=["empty", "zip", "old office", "page", "drawing", "gif", "program", "heic"],
)
def test_what_is_not_on_the_list_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in said(kind_of, content, "berkas")


def test_whoever_took_the_wrong_file_is_told_what_it_seems_to_be() -> None:
    assert "(tampaknya .gif)" in said(kind_of, b"GIF89a" + NOISE, "kucing")


@pytest.mark.parametrize("name", ["surat.pdf", "foto.jpg.exe", "foto.png", "foto.html"])
def test_a_name_that_says_something_else_is_refused(name: str) -> None:
    assert f".{name.rpartition('.')[2]}" in said(kind_of, picture(), name)


@given(st.binary(max_size=2_048), st.text(max_size=40))
def test_no_content_and_no_name_breaks_the_look(head: bytes, name: str) -> None:
    with suppress(Refused):  # and nothing else
        assert kind_of(head, name) in KINDS


def test_a_photo_loses_where_when_and_with_what_and_stands_upright() -> None:
    before = photo_with_a_place()
    assert Image.open(BytesIO(before)).getexif().get_ifd(0x8825), "the sample really has a place"

    after = anew(before, "JPEG")

    shown = Image.open(BytesIO(after))
    assert dict(shown.getexif()) == {}
    assert not set(shown.info) & {"exif", "xmp", "comment", "icc_profile", "photoshop"}
    assert all(word not in after for word in (b"Rahasia", b"2026", b"Mawar", b"Exif"))
    assert shown.size == (40, 60)
    red, blue = shown.getpixel((20, 2)), shown.getpixel((20, 57))
    assert red[0] > 200 > 50 > red[2]  # type: ignore[index, operator]
    assert blue[2] > 200 > 50 > blue[0]  # type: ignore[index, operator]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_lose_their_metadata_too(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Telepon Rahasia"
    after = anew(picture(kind, exif=exif.tobytes(), xmp=b"<x>Mawar</x>") + b"PK\x05\x06 behind it", kind)
    assert all(word not in after for word in (b"Rahasia", b"Mawar", b"PK\x05\x06"))
    assert Image.open(BytesIO(after)).size == (60, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_whatever_its_colours_a_picture_keeps_them(mode: str) -> None:
    grey = Image.new("I;16", (40, 40), 128 * 256) if mode == "I;16" else Image.new("RGB", (40, 40), (128,) * 3)
    out = BytesIO()
    (grey if mode == "I;16" else grey.convert("L").convert(mode)).save(out, "PNG")
    shown = Image.open(BytesIO(anew(out.getvalue(), "PNG"))).convert("L").resize((1, 1), Image.Resampling.BOX)
    assert abs(int(str(shown.getpixel((0, 0)))) - 128) < 4


def test_a_picture_is_no_larger_than_anybody_needs() -> None:
    shown = Image.open(BytesIO(anew(picture(size=(6_000, 300)), "JPEG")))
    assert max(shown.size) <= LONGEST_SIDE


def test_a_large_photo_is_opened_at_half_its_size_and_a_progressive_one_is_refused() -> None:
    wide = picture(size=(6_000, 4_200))
    assert Image.open(BytesIO(anew(wide, "JPEG"))).size == (3_000, 2_100)
    assert "terlalu banyak titik" in said(anew, picture(size=(6_000, 4_200), progressive=True), "JPEG")


@pytest.mark.parametrize("side", [3_501, 60_000])
def test_a_picture_bomb_is_refused_before_it_is_opened(side: int) -> None:
    bomb = bytearray(picture("PNG"))
    bomb[16:24] = side.to_bytes(4, "big") * 2  # as its head says; unpacked it would be broken
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    assert "terlalu banyak titik" in said(anew, bytes(bomb), "PNG")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(kind: str) -> None:
    whole = picture(kind, size=(400, 400))
    assert "rusak" in said(anew, whole[: len(whole) // 2], kind)


def test_an_honest_paper_and_honest_sounds_are_taken() -> None:
    check_paper(PAPER)
    for sound in SOUNDS.values():
        check_sound([sound[:50], sound[50:]])


def test_papers_of_ordinary_programs_are_taken(tmp_path: Path) -> None:
    """Twenty pages from Typst, with packed objects and links, and a scan as Pillow packs it."""
    import typst

    text = tmp_path / "surat.typ"
    text.write_text("= Surat\n" + '#lorem(400) #link("https://naung.test")[di sini] #pagebreak()\n' * 20)
    scan = BytesIO()
    Image.effect_noise((900, 1_200), 50).save(scan, "PDF")
    for paper in (typst.compile(text, format="pdf"), scan.getvalue()):
        assert kind_of(paper, "surat.pdf").code == "PDF"
        check_paper(paper)


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (pdf(b"<< /Encrypt 2 0 R >>"), "kata sandi"),
        (pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert) >> >>"), "berjalan sendiri"),
        (pdf(b"<< /S /J#61vaScript >>"), "berjalan sendiri"),
        (pdf(b"<< /S /Launch /F (calc.exe) >>"), "berjalan sendiri"),
        (pdf(b"<< /AcroForm << /XFA 3 0 R >> >>"), "berjalan sendiri"),
        (pdf(b"<< /Names << /EmbeddedFiles 4 0 R >> >>"), "berkas lain"),
        (pdf(packed(b"1 0 << /S /JavaScript >>")), "berjalan sendiri"),
        (pdf(b"% stream\n<< /S /JavaScript >>\nendstream"), "berjalan sendiri"),
        (pdf(packed(b"\0" * 30_000_000)), "membesar"),
        (PAPER + b"PK\x05\x06" + b"\0" * 18, "dikemas"),
        (PAPER[:-20], "rusak"),
    ],
    ids=["locked", "runs", "other letters", "starts", "forms", "holds", "packed", "false stream", "bomb", "zip", "cut"],
)
def test_a_paper_that_runs_holds_or_unpacks_something_is_refused(paper: bytes, words: str) -> None:
    assert words in said(check_paper, paper)


def test_a_paper_of_too_many_objects_is_refused() -> None:
    assert "membesar" in said(check_paper, pdf(*[b"0"] * (MOST_OBJECTS + 1)))


def empty_blocks(count: int) -> bytes:
    """A packed stream that unpacks to nothing and never ends: empty stored blocks."""
    return b"x\x01" + b"\x00\x00\x00\xff\xff" * count


@pytest.mark.parametrize(
    "inside",
    [
        b"stream\n" * 700_000,
        b"Flate stream\nx\x9c" * 90_000,
        b"stream\n" + empty_blocks(20_000) + (b"stream\n" + empty_blocks(20)) * 20_000,
        b"1" * 5_000_000,
        b"<<" * 2_500_000,
        b"endstream" * 500_000,
        b"#" * 5_000_000,
    ],
    ids=["streams", "packed streams", "that never end", "digits", "brackets", "ends", "escapes"],
)
def test_no_paper_takes_longer_than_its_length_allows(inside: bytes) -> None:
    with suppress(Refused):  # one that took its length squared would not end today
        check_paper(b"%PDF-1.7 1 0 obj " + inside + b"%%EOF")


@given(st.binary(max_size=400))
def test_no_paper_breaks_the_look(inside: bytes) -> None:
    for paper in (b"%PDF-1.4 1 0 obj " + inside + b"%%EOF", pdf(b"<< /Flate >>\nstream\n" + inside + b"endstream")):
        with suppress(Refused):  # and nothing else
            check_paper(paper)


@pytest.mark.parametrize("cut", [300, 530, 545, 550, 555])
def test_a_film_is_refused_wherever_its_pieces_part(cut: int) -> None:
    assert "video" in said(check_sound, [FILM[:cut], FILM[cut:]])


def test_an_archive_behind_a_sound_is_refused() -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("jahat.exe", b"MZ")
    assert "dikemas" in said(check_sound, [SOUNDS["MP3"], archive.getvalue()])


@given(st.text(max_size=300))
def test_a_name_is_a_line_without_folders_and_hidden_letters(name: str) -> None:
    shown = plain_name(name, KINDS[0])
    assert shown
    assert len(shown) <= LONGEST
    assert shown.isprintable()
    assert not set("/\\\n\r\0\u202e") & set(shown)
