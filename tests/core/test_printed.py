"""Whatever is printed says who printed it and when."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory

from naung.access.actors import Actor
from naung.core import paper
from naung.core.ids import new_id

SOURCE = Path(paper.__file__).parents[1]
# They hang on walls and are handed to children; on them nobody's data stand.
OF_NOBODY = {"kit_common.typ", "kit_poster.typ", "kit_slips.typ", "kit_form.typ"}
EVENING = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


def framed(template: Path) -> str:
    """A template with the frame that it takes its page from."""
    text = template.read_text()
    return text + "".join((template.parent / name).read_text() for name in re.findall(r'#import "([\w.]+)"', text))


def test_every_paper_carries_who_and_when() -> None:
    papers = [path for path in SOURCE.rglob("*.typ") if path.name not in OF_NOBODY]

    assert len(papers) >= 5
    assert [path.name for path in papers if "#told.printed" not in framed(path)] == []


def test_a_paper_names_its_printer_and_the_moment_with_its_zone(tmp_path: Path) -> None:
    (tmp_path / "a.typ").write_text("#let told = json(bytes(sys.inputs.told))\n#set document(title: told.printed)\nx")

    made = paper.pdf(tmp_path / "a.typ", {}, EVENING, by="Lina")
    assert b"Dicetak oleh Lina, 23-11-2026 20.30 WITA" in made
    assert b"Dicetak" not in paper.pdf(tmp_path / "a.typ", {}, EVENING, by=None)


@pytest.mark.django_db
def test_every_page_of_the_office_says_on_paper_who_and_when() -> None:
    request = RequestFactory().get("/")
    request.actor = Actor(id=new_id(), name="Lina")  # type: ignore[attr-defined]
    page = engines["jinja2"].from_string('{% extends "core/office.html" %}').render({}, request)

    foot = re.sub(r"<[^>]+>", "", page.partition("print-only print-foot")[2].partition("</p>")[0])
    assert re.search(r"Dicetak oleh Lina,\s+\w+ \d+ \w+[ \d]*, \d\d\.\d\d WITA", foot), foot


def test_no_page_of_the_office_leaves_its_foot_out() -> None:
    """The foot stands in the layout; a page that replaced the block would print without it."""
    layouts = {"office.html", "public.html", "error.html", "page.html"}
    pages = [path for path in SOURCE.rglob("jinja2/**/*.html") if path.name not in layouts]

    assert len(pages) > 100
    assert [str(path) for path in pages if "block bottom" in path.read_text()] == []
