"""No look without a line: whatever address shows something of a child's file says in the trace that it was opened.

The addresses come from the URL configuration itself, so a new page of a case or a report is asked here by itself.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction

from tests.access.test_every_address import Address, World, addresses, filled, world
from tests.trace import Entry

__all__ = ["world"]
LOOKS = (
    "case.opened",
    "case.printed",
    "report.opened",
    "report.printed",
    "report.revealed",
    "files.opened",
    "file.opened",
)
READER = {"case": "Sari", "desk": "Lina", "sorted": "Rina"}
# What an officer is typing herself is nobody's file yet.
OWN_WORDS = {"draft_id"}
# A list of numbers, of reports closed together; each is opened by itself.
LISTS = {"junk_id"}
# A search among children, beside a report: traced as the search that it is.
SEARCHES = {"intake:known_children": "search.made"}


def shown(world: World) -> Iterator[tuple[str, Address, set[UUID]]]:
    """Every answer that tells something of a child's file to one who may read it, with what the trace says of it."""
    for address in addresses():
        if not address.about_somebody or (OWN_WORDS | LISTS) & set(address.arguments):
            continue
        for url, about in filled(address, world, there=True):
            for method in ("get", "post"):
                with transaction.atomic():
                    before = set(_looks(address))
                    answer = getattr(world.clients[READER[about]], method)(url)
                    left = set(_looks(address)) - before
                    transaction.set_rollback(True)
                if answer.status_code != 302 and _tells(world, answer):
                    yield f"{method} {address.name} {url}", address, {about_id for _, about_id in left}


def _looks(address: Address) -> list[tuple[UUID, UUID]]:
    events = (*LOOKS, SEARCHES[address.name]) if address.name in SEARCHES else LOOKS
    return list(Entry.objects.filter(event__in=events).values_list("pk", "about_id"))


def _tells(world: World, answer: Any) -> bool:
    page = answer.content.decode(errors="replace")
    return any(word in page for word in (*world.secrets, *world.numbers))


def test_every_page_that_shows_a_file_leaves_a_line(world: World) -> None:
    looks = list(shown(world))
    silent = [what for what, address, opened in looks if not opened & _ids(world, address)]

    assert len(looks) > 60, "the pages of a case and of two reports were really shown"
    assert not silent, "\n".join(silent)


def _ids(world: World, address: Address) -> set[UUID]:
    reports = {world.desk.pk, world.sorted.pk}
    return reports if "report_id" in address.arguments else {UUID(str(world.ids["case_id"]))}
