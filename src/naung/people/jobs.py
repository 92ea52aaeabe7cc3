"""The work of people in the background: each night all records are compared with each other."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.people.operations.pairs import offer_pairs
from naung.people.queries.register import register
from naung.people.rules.merging import Offer
from naung.teams.queries import office_ids

if TYPE_CHECKING:  # what compares is loaded in the process that compares
    from naung.people.matching.bulk import Pair
    from naung.people.matching.model import Model
    from naung.people.matching.prepared import Prepared

LEAST = 0.3  # from here on it is worth somebody's look
COMMAND = (sys.executable, "-c", "from naung.config.cli import main; main()", "match-register")
Progress = Callable[[str, int, int], None]


@app.periodic(cron="45 18 * * *")  # 02.45 in Balikpapan
@app.task(name="people.compare", queueing_lock="people.compare")
def nightly(timestamp: int) -> None:  # noqa: ARG001 - the timetable says for when it was planned
    """Once a night, in a process of its own: comparing takes memory that the worker need not keep."""
    subprocess.run(COMMAND, check=True)  # noqa: S603 - our own command


def compare_register(progress: Progress) -> tuple[int, int]:
    """Compare all records with each other and put those before people that may be one child.

    Learns the weights from the register when it is large enough, and keeps them in a file that people can read. Gives
    back how many records there are and how many pairs wait anew.
    """
    with acting_as(clock(office_ids())) as by:
        records = register(by)
    offers = _offers(records, progress)  # no transaction is held meanwhile
    with acting_as(clock(office_ids())) as by:
        return len(records), offer_pairs(by=by, pairs=offers, now=timezone.now())


def learned(known: "Sequence[Prepared]", progress: Progress) -> "tuple[list[Pair], Model]":
    """Tonight's pairs, and the weights with which they were found and by which children are looked up tomorrow.

    How common one child's, siblings' and twins' pairs are is found only after all were compared.
    """
    from naung.people.matching import bulk

    model = _model(known)
    pairs, found = bulk.dedupe(known, model, least=LEAST, progress=progress)
    fitted = model.model_copy(update={"rates": found.rates or model.rates})
    _keep(fitted, known)
    return pairs, fitted


def _offers(records: "list[tuple[UUID, Prepared]]", progress: Progress) -> list[Offer]:
    from naung.people.matching.scoring import score_prepared, weigher

    known = [account for _, account in records]
    pairs, model = learned(known, progress)
    by = weigher(model.version, model)
    said = [score_prepared(known[pair.a], known[pair.b], by, records=len(known)) for pair in pairs]
    return [
        Offer(
            first=records[pair.a][0], second=records[pair.b][0], probability=pair.probability,
            model_version=model.version, reasons=tuple(field.code for field in why.fields if abs(field.bits) >= 1),
        )
        for pair, why in zip(pairs, said, strict=True)
    ]  # fmt: skip


def _model(known: "Sequence[Prepared]") -> "Model":
    """Weights learned tonight from this register; those it learned before, or the shipped ones, while it is small."""
    from naung.people.matching.model import load, shipped
    from naung.people.matching.training import FEWEST, train

    path = Path(settings.MATCH_MODEL)
    start = load(path) if path.exists() else shipped()
    if len(known) < FEWEST:
        return start
    today = datetime.now(UTC).date()
    return train(known, shipped(), version=f"{today:%Y%m%d}-{len(known)}", made=today)


def _keep(model: "Model", known: "Sequence[Prepared]") -> None:
    from naung.people.matching.model import save
    from naung.people.matching.training import FEWEST

    if len(known) >= FEWEST:
        path = Path(settings.MATCH_MODEL)
        path.parent.mkdir(parents=True, exist_ok=True)
        save(model, path)
