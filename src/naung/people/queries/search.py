"""Is this child known? Which children of mine have this name? Both answered with functions of the owner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require, visible
from naung.people.matching.facts import Known
from naung.people.matching.likeness import Likeness, likeness, worth_showing, worth_words
from naung.people.models import Child
from naung.people.queries.known import known_of, unpacked, weights
from naung.people.queries.same import standing_of
from naung.people.rules import ChildFacts, search_key
from naung.people.rules.identity import digits_of
from naung.teams.models import Team

if TYPE_CHECKING:  # what compares is loaded when somebody asks
    from naung.people.matching.prepared import Prepared
    from naung.people.matching.scoring import Compared, Score

MOST = 50
MOST_KNOWN = 8
CANDIDATES = """
    SELECT found.id, found.seen, found.team_id, found.facts,
           (SELECT reltuples FROM pg_catalog.pg_class WHERE oid = 'public.people_childkeys'::regclass)
      FROM people_candidates(%s, 60) found
"""
FEWEST = 1_000  # a register that was never counted


@dataclass(frozen=True)
class KnownChild:
    """A child record that may be the child asked for.

    Whoever may not see that record learns only that one may exist and which team to ask: neither how sure it is nor
    why.
    """

    team: str
    child: Child | None = None
    likeness: Likeness | None = None

    @property
    def seen(self) -> bool:
        """Whether the record itself may be opened."""
        return self.child is not None


@dataclass(frozen=True)
class Candidate:
    """A record and how much speaks for its being the child asked for."""

    id: UUID
    seen: bool
    team_id: UUID | None
    compared: "Compared"
    records: int  # in the register


def look_up(
    actor: Actor, *, name: str = "", birth_date: date | None = None, nik: str = "", known: Known | None = None
) -> list[KnownChild]:
    """Child records that may be this child, the likeliest first; `known` says more of it than name, day and NIK.

    The database gives the records that share a key, past the wall; here they are weighed, and what was read of a
    record that the actor does not see is dropped at once (ADR 0023).
    """
    require(actor, P.CHILD_LOOK_UP)
    asked = known or known_of(ChildFacts(name=name, birth_date=birth_date, nik=digits_of(nik)))
    from naung.people.matching.keys import keys_of
    from naung.people.matching.prepared import prepare

    ready = prepare(asked)
    wanted = sorted({*keys_of(ready)})
    return _known(actor, list(islice(_worth_showing(candidates(ready, wanted)), MOST_KNOWN))) if wanted else []


def candidates(asked: "Prepared", keys: list[str]) -> list[Candidate]:
    """The records that share a key, each once by the likeliest of the accounts that lead to it, the likeliest first."""
    from naung.people.matching.scoring import compared, weigher

    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, [keys])
        rows: list[tuple[UUID, bool, UUID | None, Any, float]] = cursor.fetchall()
    model = weights()
    by, best = weigher(model.version, model), dict[UUID, Candidate]()
    for pk, seen, team, facts, count in rows:
        records = max(int(count), FEWEST)
        found = compared(asked, unpacked(facts), by, records=records)
        if pk not in best or best[pk].compared.weight < found.weight:
            best[pk] = Candidate(pk, seen, team, found, records)
    return sorted(best.values(), key=lambda one: (-one.compared.weight, one.id))


def _worth_showing(found: list[Candidate]) -> Iterator[tuple[Candidate, "Score"]]:
    """Words are found for those alone who could be shown: it takes longer than all the weighing."""
    from naung.people.matching.scoring import in_words, weigher

    model = weights()
    by = weigher(model.version, model)
    for one in found:
        if worth_words(one.compared) and worth_showing(score := in_words(one.compared, by, records=one.records)):
            yield one, score


def _known(actor: Actor, found: list[tuple[Candidate, "Score"]]) -> list[KnownChild]:
    """Seen records one by one; of all others one line for each team."""
    if not found:
        return []
    own = [one.id for one, _ in found if one.seen]
    children = visible(actor, P.READ_D2, Child).select_related("ward").filter(pk__in=own).in_bulk() if own else {}
    names = dict(Team.objects.filter(pk__in={one.team_id for one, _ in found}).values_list("pk", "name"))
    lines = [
        _line(names.get(one.team_id, "") if one.team_id else "", children.get(one.id), score) for one, score in found
    ]
    return [line for place, line in enumerate(lines) if line.seen or line not in lines[:place]]


def _line(team: str, child: Child | None, score: "Score") -> KnownChild:
    return KnownChild(team, child, likeness(score) if child else None)


def find_by_name(actor: Actor, text: str, most: int = MOST) -> list[Child]:
    """The children whom this person may see with a name like this, the likeliest first."""
    key = search_key(text)
    if not key or P.READ_D2 not in actor.may:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_find_by_name(%s, %s)", [key, most])
        ids = [pk for (pk,) in cursor.fetchall()]
    children = children_of(actor).in_bulk(ids)
    found = [children[pk] for pk in ids if pk in children]
    return _standing(actor, found) if any(child.merged_into_id for child in found) else found


def _standing(actor: Actor, found: list[Child]) -> list[Child]:
    """Each child once, by the record that stands, where the first of its records was found."""
    leads = standing_of([child.pk for child in found if child.merged_into_id])
    children = {child.pk: child for child in found}
    children |= children_of(actor).in_bulk({*leads.values()} - children.keys())
    return [children[pk] for pk in dict.fromkeys(leads.get(child.pk, child.pk) for child in found)]


def children_of(actor: Actor) -> QuerySet[Child]:
    """The children whom this person may see."""
    return visible(actor, P.READ_D2, Child).select_related("ward")
