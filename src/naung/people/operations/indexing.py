"""Keeping the keys by which a child is found: with every change of a record, and for records that have none yet."""

from collections.abc import Callable, Iterable
from uuid import UUID

from naung.access.acting import acting_as, widened
from naung.access.actors import Actor
from naung.core.atomic import atomic
from naung.people.models import Caregiver, Child, ChildKeys
from naung.people.queries.known import Carer, districts_of, known_of, row_of
from naung.people.queries.tokens import facts_of

BATCH = 500
WHAT = {"update_conflicts": True, "unique_fields": ["child"], "update_fields": ["keys", "facts"]}


@atomic
def keep_keys(*, child: Child) -> None:
    """Write anew under which keys a child is found; part of every operation that changes who it is."""
    ChildKeys.objects.bulk_create(_rows([child]), **WHAT)  # type: ignore[arg-type]


def index_missing(by: Actor, progress: Callable[[int], object] = lambda _: None) -> int:
    """Give keys to every record that has none, batch by batch; broken off, it goes on where it stood.

    The owner lists the records and writes the rows; their sealed numbers are opened in the name of `by`.
    """
    done = 0
    while ids := _without_keys():
        with acting_as(by), widened(ids):
            rows = _rows(Child.objects.filter(pk__in=ids))
        ChildKeys.objects.using("owner").bulk_create(rows, ignore_conflicts=True)
        if not rows:
            raise RuntimeError("records without keys are not seen")
        done += len(rows)
        progress(done)
    return done


def _without_keys() -> list[UUID]:
    missing = Child.objects.using("owner").filter(match_keys=None)
    return list(missing.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _rows(children: Iterable[Child]) -> list[ChildKeys]:
    held = list(children)
    districts = districts_of(child.ward_id for child in held)
    people: dict[UUID, list[Carer]] = {}
    caregivers = Caregiver.objects.filter(child__in=[child.pk for child in held], ended_at=None)
    for one in caregivers.order_by("-is_main", "id"):
        people.setdefault(one.child_id, []).append(Carer(one.name, one.relation, one.phone))
    return [
        row_of(
            child.pk,
            known_of(
                facts_of(child), people.get(child.pk, ()), districts.get(child.ward_id) if child.ward_id else None
            ),
        )
        for child in held
    ]
