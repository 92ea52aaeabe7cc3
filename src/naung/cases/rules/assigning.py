"""Whom to give a case: a recommendation by load and area, with its reason. A person decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from naung.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One person who could take the case. `load` counts open cases; nothing when they cannot be seen from here."""

    id: UUID
    name: str
    sex: str
    role: str
    team_id: UUID
    team: str
    areas: tuple[str, ...] = ()
    serves_area: bool = False
    load: int | None = None
    near: int = 0
    away: bool = False
    substitute: str = ""
    skills: tuple[str, ...] = ()
    shut_out: bool = False

    @property
    def may_be_given(self) -> bool:
        """Whether this person is there and not shut out."""
        return not (self.away or self.shut_out)


@dataclass(frozen=True)
class Recommendation:
    """Whom the load and the area speak for, and why."""

    id: UUID
    why: Text


LIGHTEST = Text("Beban paling ringan ({load} kasus)", "Lightest load ({load} cases)")
SERVES = Text(" di antara yang melayani wilayah anak", " among those who serve the child's area")
NEARBY = Text("; sudah {near} kasus di kecamatan itu", "; {near} cases in that district already")
STILL_FULL = Text(". Namun beban ini sudah di atas {limit} kasus.", ". But this load is above {limit} cases already.")
FULL_STOP = Text(".", ".")


def over(load: int | None, limit: int) -> bool:
    """Whether one more case makes it more than one person should carry."""
    return load is not None and load + 1 > limit


def recommend(candidates: Iterable[Candidate], limit: int) -> Recommendation | None:
    """Who serves the child's area and carries least; among equals, who works nearby. Full only if all are."""
    known = [person for person in candidates if person.may_be_given and person.load is not None]
    if not known:
        return None
    best = min(known, key=lambda p: (over(p.load, limit), not p.serves_area, p.load, -p.near, p.name.casefold()))
    return Recommendation(best.id, _why(best, limit))


def _why(best: Candidate, limit: int) -> Text:
    parts = [LIGHTEST.format(load=best.load)]
    if best.serves_area:
        parts.append(SERVES)
    if best.near:
        parts.append(NEARBY.format(near=best.near))
    parts.append(STILL_FULL.format(limit=limit) if over(best.load, limit) else FULL_STOP)
    return Text("".join(part.id for part in parts), "".join(part.en for part in parts))
