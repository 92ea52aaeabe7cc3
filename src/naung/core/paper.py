"""Papers as PDF/A, set by Typst: letters, reports, certificates.

A template is a `.typ` file of a package. It reads what it is told by `#let told = json(bytes(sys.inputs.told))`: texts
arrive as texts, never as markup. It sees only its own folder, no network, and the fonts that Typst brings along.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from django.conf import settings

from naung.core import formats

LETTER = Path(__file__).parent / "data" / "papers" / "letter.typ"  # opening, parts of rows, closing
STANDARD: Literal["a-2b"] = "a-2b"  # may lie in an archive for decades


def pdf(template: Path, told: Mapping[str, object], now: datetime, *, by: str | None) -> bytes:
    """One paper, with the office's letterhead under `told.head`, and under `told.printed` who made it and when.

    `by` is nobody only for what hangs on walls and is handed to children: it tells of no person.
    """
    import typst  # eight megabytes that a process without papers does without

    given = {"told": json.dumps({"head": _letterhead(), "printed": _printed(by, now)} | dict(told), ensure_ascii=False)}
    return typst.compile(
        template, root=template.parent, sys_inputs=given, format="pdf", pdf_standards=STANDARD,
        ignore_system_fonts=True, timestamp=int(now.timestamp()),
    )  # fmt: skip


def _printed(by: str | None, now: datetime) -> str:
    """Who printed it and when, with the year and the zone: papers lie about longer than screens."""
    here = formats.local(now)
    return f"Dicetak oleh {by}, {here:%d-%m-%Y %H.%M} {here.tzname()}" if by else ""


def _letterhead() -> dict[str, object]:
    city = settings.CITY
    known = city.contact
    reached = f"{known.address} · {known.phone} · {known.email}" if known.confirmed else ""
    return {"lines": list(city.letterhead), "reached": reached, "office": city.office, "programme": city.programme}
