"""Is this child known? Which children of mine have this name? Both answered by functions of the owner."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require, visible
from naung.people.models import Child
from naung.people.queries.same import standing_of
from naung.people.queries.tokens import token
from naung.people.rules import search_key
from naung.people.rules.identity import digits_of
from naung.teams.models import Team

MOST = 50


@dataclass(frozen=True)
class KnownChild:
    """A child record that may be the child asked for.

    Whoever may not see that record learns only that one may exist and which team to ask.
    """

    team: str
    child: Child | None = None

    @property
    def seen(self) -> bool:
        """Whether the record itself may be opened."""
        return self.child is not None


def look_up(actor: Actor, *, name: str = "", birth_date: date | None = None, nik: str = "") -> list[KnownChild]:
    """Child records that resemble a name, a birth date or a NIK, the likeliest first."""
    require(actor, P.CHILD_LOOK_UP)
    key, nik_token = search_key(name), token("nik", digits_of(nik))
    if not (key or nik_token):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, seen, team_id FROM people_look_up(%s, %s, %s)", [key, birth_date, nik_token])
        found: list[tuple[UUID, bool, UUID | None]] = cursor.fetchall()
    return _known(actor, found) if found else []


def _known(actor: Actor, found: list[tuple[UUID, bool, UUID | None]]) -> list[KnownChild]:
    """Seen records one by one; of all others one line for each team."""
    own = [pk for pk, seen, _ in found if seen]
    children = visible(actor, P.READ_D2, Child).select_related("ward").filter(pk__in=own).in_bulk() if own else {}
    names = dict(Team.objects.filter(pk__in={team for *_, team in found}).values_list("pk", "name"))
    lines = [KnownChild(names.get(team, "") if team else "", children.get(pk)) for pk, _, team in found]
    return [line for place, line in enumerate(lines) if line.seen or line not in lines[:place]]


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
