"""What is known of a child, as it is compared: numbers as keyed tokens, facts ready and short enough to be stored."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.conf import settings

from naung.core.keys import derived_secret
from naung.people.matching.facts import Known, number_token, number_tokens
from naung.people.models import ChildKeys
from naung.people.rules import ChildFacts
from naung.places.models import Area

if TYPE_CHECKING:  # what compares is loaded when somebody asks
    from naung.people.matching.model import Model
    from naung.people.matching.prepared import Prepared

MOTHER = "IBU"


class Carer(NamedTuple):
    """Somebody who cares for a child: name, code of the relation, phone as it is dialled."""

    name: str
    relation: str
    phone: str


def account(facts: ChildFacts, carers: Iterable[Carer] = ()) -> Known:
    """What somebody tells of a child, with the district of its ward."""
    return known_of(facts, carers, districts_of([facts.ward_id]).get(facts.ward_id) if facts.ward_id else None)


def known_of(facts: ChildFacts, carers: Iterable[Carer] = (), district: UUID | None = None) -> Known:
    """A child's facts and those who care for it, the main one first, as one account."""
    people = list(carers)
    mother = next((one.name for one in people if one.relation == MOTHER), "")
    phone = next((one.phone for one in people if one.phone), "")
    school = str(facts.school_id or facts.school_name)
    return Known(
        name=facts.name, nickname=facts.nickname, mother=mother, sex=facts.sex, birth_date=facts.birth_date,
        age_estimate=facts.age_estimate, age_estimated_date=facts.age_estimated_date,
        nik_tokens=number_tokens(facts.nik, derived_secret("match nik")),
        kk_token=number_token(facts.kk, derived_secret("match kk")),
        phone=number_token(phone, derived_secret("match phone")),
        kelurahan=str(facts.ward_id or ""), kecamatan=str(district or ""),
        school=number_token(school.casefold(), derived_secret("match school")), address=facts.address,
    )  # fmt: skip


def districts_of(wards: Iterable[UUID | None]) -> dict[UUID, UUID | None]:
    """The district of each ward. One query, none for no ward."""
    asked = {ward for ward in wards if ward}
    return dict(Area.objects.filter(pk__in=asked).values_list("pk", "parent_id")) if asked else {}


def row_of(child_id: UUID, known: Known) -> ChildKeys:
    """The row under which this account is found."""
    from naung.people.matching.keys import keys_of
    from naung.people.matching.prepared import prepare

    ready = prepare(known)
    return ChildKeys(child_id=child_id, keys=sorted({*keys_of(ready)}), facts=packed(ready))


def packed(one: "Prepared") -> list[Any]:
    """The facts in the order of `Prepared`, as JSON holds them."""
    return [list(value) if isinstance(value, tuple) else value for value in one]


def unpacked(held: Sequence[Any] | str) -> "Prepared":
    """The other way round; a bare cursor gives JSON as text."""
    from naung.people.matching.prepared import Prepared

    rows = json.loads(held) if isinstance(held, str) else held
    told: list[Any] = [tuple(value) if isinstance(value, list) else value for value in rows]
    return Prepared(*told)


ASKED = 0.5  # Nobody knows beforehand whether a child asked for is on record: one side is as likely as the other.


def weights() -> "Model":
    """The weights that the office learned from its own register, else the shipped ones, for asking of one child."""
    path = Path(settings.MATCH_MODEL)
    return _weights(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=2)
def _weights(path: Path, changed: int) -> "Model":
    """Read once for each state of the file."""
    from naung.people.matching.model import load, shipped

    model = load(path) if changed else shipped()
    return model.model_copy(update={"rates": model.rates.model_copy(update={"same": ASKED})})
