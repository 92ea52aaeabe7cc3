"""Giving a guardian the list of who looked: by role, office and day."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.cases.models import Case
from naung.core.atomic import atomic
from naung.privacy.queries import guardian as asked
from naung.privacy.rules import guardian
from naung.privacy.rules.guardian import Line


@dataclass(frozen=True)
class GuardiansList:
    """What is handed out: to whom, about which case, and the lines."""

    number: str
    name: str
    lines: list[Line]


@atomic
def release_list(*, by: Actor, number: str, guardian_name: str, now: datetime) -> GuardiansList | None:
    """Give out who looked at a child's file, to a guardian who is alleged in no open case. Only the officer may.

    Nothing comes back when there is no such case or guardian, or when she may be alleged: one answer for all.
    """
    require(by, P.AUDIT_READ)
    family = asked.family_of(number)
    if family is None:
        audit.record(by=by, event="guardian.list-refused", at=now)
        return None
    with widened(family.ids):
        case = Case.objects.get(number=number)
        person = asked.guardian(family, guardian_name)
        given = person is not None and asked.may_have(family, person)
    if person is None or not given:
        audit.record(by=by, event="guardian.list-refused", at=now, about_id=case.pk)
        return None
    lines = guardian.lines(asked.looks(family.case_ids), settings.CITY.zone)
    audit.record(by=by, event="guardian.list-released", about=case, at=now, guardian=person.pk, lines=len(lines))
    return GuardiansList(number, person.name, lines)
