"""All records of children as accounts to compare with each other: for the clock, and for nobody else."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from naung.access.acting import MAY, setting
from naung.access.actors import Actor
from naung.access.functions import Definer
from naung.access.policy import Permission, Scope
from naung.access.queries import require
from naung.access.rls import ids_of, words_of
from naung.people.queries.known import unpacked

if TYPE_CHECKING:  # what compares is loaded when somebody compares
    from naung.people.matching.prepared import Prepared

# As they are kept for the look-up, numbers as keyed tokens. Records that were merged are known already.
REGISTER = Definer(
    name="people_register",
    takes="",
    gives="TABLE (id uuid, facts jsonb)",
    body=f"""
    SELECT child.id, held.facts
      FROM public.people_child child
      JOIN public.people_childkeys held ON held.child_id = child.id
     WHERE {words_of(MAY)} && ARRAY['{Permission.PAIR_OFFER}'] AND child.merged_into_id IS NULL
       AND child.office_id = ANY({ids_of(setting(Permission.READ_D1, Scope.OFFICE))})
     ORDER BY child.id
    """,  # noqa: S608 - made of our own names
)


def register(by: Actor) -> "list[tuple[UUID, Prepared]]":
    """Every record with what it is compared by."""
    require(by, Permission.PAIR_OFFER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, facts FROM people_register()")
        return [(pk, unpacked(facts)) for pk, facts in cursor.fetchall()]
