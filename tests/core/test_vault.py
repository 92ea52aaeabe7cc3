"""Sealed bytes on the disk: whole, bound to their place and key, found damaged whatever was done to them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naung.core import keys, vault
from naung.core.ids import new_id

CHILD, OTHER = new_id(), new_id()
KEYS = {CHILD: b"k" * 32, OTHER: b"o" * 32}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.FILES_DIR = str(tmp_path)
    monkeypatch.setattr(keys, "key_for_sealing", KEYS.__getitem__)
    monkeypatch.setattr(keys, "key_of", KEYS.__getitem__)
    monkeypatch.setattr(vault, "CHUNK", 64)
    return tmp_path


def on_disk(place: str, folder: Path) -> Path:
    return folder / place[:2] / place


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.binary(max_size=200), max_size=6), data=st.data())
def test_what_was_sealed_comes_back_whole_and_in_any_part(pieces: list[bytes], data: Any) -> None:
    whole = b"".join(pieces)
    place = vault.new_place()
    assert vault.write(place, pieces, CHILD) == len(whole)
    assert b"".join(vault.read(place)) == whole
    start = data.draw(st.integers(0, max(len(whole) - 1, 0)))
    stop = data.draw(st.integers(start, len(whole)))
    assert b"".join(vault.read(place, start, stop)) == whole[start:stop]


def test_nothing_of_it_can_be_read_on_the_disk(folder: Path) -> None:
    place = vault.new_place()
    vault.write(place, [b"Rani takut pulang. " * 20], CHILD)
    lies = on_disk(place, folder)
    assert b"Rani" not in lies.read_bytes()
    assert lies.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "harm",
    [
        lambda sealed: sealed[:-1],
        lambda sealed: sealed[: vault.HEAD + 64 + vault.TAG],  # cut off after a whole chunk
        lambda sealed: sealed[: vault.HEAD] + sealed[vault.HEAD + 80 :],  # the first chunk left out
        lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
        lambda sealed: sealed[: vault.HEAD] + sealed[vault.HEAD + 80 : vault.HEAD + 160]
        + sealed[vault.HEAD : vault.HEAD + 80] + sealed[vault.HEAD + 160 :],  # two chunks changed places
        lambda sealed: sealed[:4] + OTHER.bytes + sealed[20:],  # said to be another child's
    ],
    ids=["cut", "cut at a chunk", "first left out", "a bit", "moved", "another key"],
)  # fmt: skip
def test_whatever_was_changed_is_found(harm: Any, folder: Path) -> None:
    place = vault.new_place()
    vault.write(place, [bytes(range(200))], CHILD)
    lies = on_disk(place, folder)
    lies.write_bytes(harm(lies.read_bytes()))
    with pytest.raises(InvalidTag):
        b"".join(vault.read(place))


def test_a_file_does_not_open_in_another_ones_place(folder: Path) -> None:
    one, two = vault.new_place(), vault.new_place()
    for place in (one, two):
        vault.write(place, [place.encode()], CHILD)
    on_disk(two, folder).write_bytes(on_disk(one, folder).read_bytes())
    with pytest.raises(InvalidTag):
        b"".join(vault.read(two))


def test_what_broke_off_in_the_middle_leaves_no_file(folder: Path) -> None:
    def breaks() -> Iterator[bytes]:
        yield b"x" * 300
        raise OSError("the line broke")

    place = vault.new_place()
    with pytest.raises(OSError, match="line"):
        vault.write(place, breaks(), CHILD)
    assert not on_disk(place, folder).exists()
    assert list(vault.places(older_than=-1)) == [place], "only what the sweeper finds"
    vault.remove_leftover(place)
    assert list(vault.places(older_than=-1)) == []


def test_no_name_leads_out_of_the_folder() -> None:
    for name in ("../master.key", "..", "a/b", "/etc/passwd", "x.up"):
        with pytest.raises(vault.Damaged):
            vault.remove(name)


def test_pieces_of_an_upload_are_sealed_too_and_written_twice_are_one(folder: Path) -> None:
    place = vault.new_place()
    for number, piece in ((0, b"Rani "), (1, b"salah"), (1, b"takut")):
        vault.keep_piece(place, number, piece)
    assert b"".join(vault.pieces(place, 2)) == b"Rani takut"
    assert not any(b"Rani" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    vault.remove_pieces(place)
    assert list(vault.upload_places(older_than=-1)) == []
