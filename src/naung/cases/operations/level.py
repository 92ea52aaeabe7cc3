"""The level that a social worker found: a higher one holds at once, a lower one waits for the supervisor."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.cases.models import Case, LevelFinding
from naung.cases.operations import steps
from naung.cases.queries import cases, staff
from naung.cases.queries.levels import waiting
from naung.cases.rules import levels
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.levels import Level
from naung.duties import operations as duties


@atomic
def find_level(*, by: Actor, case: Case, level: Level, reason: str, found_in: str, now: datetime) -> None:
    """Say how urgent the case is after an assessment or a review; only a supervisor lowers it."""
    require(by, P.CASE_ASSESS, case)
    old = Level(case.level)
    levels.check_reason(old, level, reason)
    steps.settle_finding(by=by, case=case, accepted=False, now=now)  # the new word replaces the one before
    if level > old:
        steps.change_level(by=by, case_id=case.pk, level=level, reason=reason, now=now)
        case.refresh_from_db()
    elif level < old:
        _wait(by, case, level, reason.strip(), found_in, now)


def _wait(by: Actor, case: Case, level: Level, reason: str, found_in: str, now: datetime) -> None:
    finding = LevelFinding.objects.create(
        case=case, level=level, reason=reason, found_in=found_in, found_at=now, found_by_id=by.id
    )
    case.happened("LEVEL_LOWER_FOUND", by_id=by.id, at=now, old=case.level, new=level, reason=reason)
    audit.record(by=by, event="case.lower-level-found", about=case, at=now, level=level, finding=finding.pk)
    deciders = set(staff.supervisors_of(case, now)) - {by.id, case.owner_id}
    duties.notify(
        by=by, to=deciders, kind="case.level-lower", about=case, now=now, once=f"case.level-lower:{finding.pk}",
        number=case.number,
    )  # fmt: skip


@atomic
def keep_level(*, by: Actor, case_id: UUID, reason: str, now: datetime) -> LevelFinding:
    """Keep the level although a lower one was found, and say why. A supervisor may who does not hold the case."""
    case = cases.locked(by, case_id)
    require(by, P.LEVEL_LOWER, case)
    finding = waiting(case)
    if finding is None:
        raise NotAllowedNow(_("Tidak ada tingkat lebih rendah yang menunggu keputusan."))
    if not reason.strip():
        raise Refused(_("Tulis mengapa tingkatnya tetap."), field="reason")
    steps.settle_finding(by=by, case=case, accepted=False, now=now)
    case.happened("LEVEL_KEPT", by_id=by.id, at=now, old=finding.level, new=case.level, reason=reason.strip())
    audit.record(by=by, event="case.level-kept", about=case, at=now, reason=reason, found=finding.level)
    told = {key for key in (case.owner_id, finding.found_by_id) if key is not None} - {by.id}
    duties.notify(
        by=by, to=told, kind="case.level-kept", about=case, now=now, once=f"case.level-kept:{finding.pk}",
        number=case.number,
    )  # fmt: skip
    return finding
