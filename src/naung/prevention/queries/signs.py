"""A teacher's own notes, as she reads them: by day, never by score."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.core import keys, reference
from naung.prevention.models import SignSeen, WatchedPupil
from naung.prevention.rules.signs import Judgement, Seen, advise


@dataclass(frozen=True)
class Watched:
    """One pupil with the signs, newest day first, and what to do."""

    pupil: WatchedPupil
    signs: tuple[SignSeen, ...]
    judgement: Judgement


def weights() -> dict[str, int]:
    """What each sign weighs; the list is part of the rule and is not the office's to change."""
    return {code: known.weight or 0 for code, known in reference.codes("tanda_dini").items()}


def class_view(actor: Actor) -> list[Watched]:
    """The pupils whom this teacher watches, the last noted first. Two queries and one for the keys."""
    return _with_signs(actor, list(_mine(actor).order_by("-last_day", "-begun_at")))


def watched(actor: Actor, pupil_id: UUID) -> Watched:
    """One of them; not found when it is another's, or over."""
    return _with_signs(actor, [_mine(actor).get(pk=pupil_id)])[0]


def signs_named(actor: Actor, told: Iterable[str]) -> list[SignSeen]:
    """The signs of hers whose ids a form carries, by day; not found when one of them is not there."""
    try:
        ids = {UUID(one) for one in told}
    except ValueError:
        raise SignSeen.DoesNotExist from None
    mine = visible(actor, P.READ_CLASS_NOTES, SignSeen).filter(pupil__in=_mine(actor), pk__in=ids)
    found = list(mine.select_related("pupil").order_by("day", "code"))
    if len(found) < len(ids):
        raise SignSeen.DoesNotExist
    return found


def signs_of_day(one: Watched, day: date) -> list[SignSeen]:
    """What was noted on one day."""
    return [sign for sign in one.signs if sign.day == day]


def _mine(actor: Actor) -> QuerySet[WatchedPupil]:
    return visible(actor, P.READ_CLASS_NOTES, WatchedPupil).filter(owner_id=actor.id, ended_at=None)


def _with_signs(actor: Actor, pupils: list[WatchedPupil]) -> list[Watched]:
    by_pupil: dict[UUID, list[SignSeen]] = {pupil.pk: [] for pupil in pupils}
    keys.load(by_pupil)
    noted = visible(actor, P.READ_CLASS_NOTES, SignSeen).filter(pupil__in=pupils)
    for sign in noted.order_by("-day", "code"):
        by_pupil[sign.pupil_id].append(sign)
    heavy = weights()
    return [
        Watched(pupil, tuple(signs), advise([Seen(sign.code, sign.day) for sign in signs], heavy))
        for pupil in pupils
        for signs in [by_pupil[pupil.pk]]
    ]
