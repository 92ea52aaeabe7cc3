"""Who may see one record besides those whose work it is: for the supervisor of a case, and for the whole office."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from naung.access.actors import Actor
from naung.access.models import Grant
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit.models import Entry
from naung.cases.models import Case
from naung.cases.queries import staff
from naung.core import keys
from naung.core.text import Text
from naung.intake.models import Report
from naung.privacy.queries import looking
from naung.privacy.queries.barred import barred
from naung.privacy.rules import access

TOLD = ("emergency.opened", "access.revoked")


@dataclass(frozen=True)
class Line:
    """One grant in words: who, what, why, until when, ended how."""

    grant: Grant
    number: str
    who: str
    given_by: str
    ended_by: str
    why: Text
    how_ended: Text | None
    reason: str = ""
    ended_reason: str = ""

    @property
    def role(self) -> Text:
        return access.role_text(self.grant.role)

    @property
    def may_be_ended(self) -> bool:
        """Whether a supervisor ends it by hand."""
        return self.how_ended is None and access.ends_by_hand(self.grant.reason_code)


def records_of(actor: Actor, case: Case) -> dict[UUID, str]:
    """A case and its reports, with their numbers."""
    reports = visible(actor, P.READ_D1, Report).filter(case_id=case.pk)
    return {case.pk: case.number, **dict(reports.values_list("pk", "number"))}


def of_case(actor: Actor, case: Case, now: datetime) -> list[Line]:
    """Everybody who was ever given a case or its reports one by one, those who still may first. Four queries."""
    require(actor, P.CASE_ASSIGN, case)
    numbers = records_of(actor, case)
    given = Grant.objects.filter(record_id__in=list(numbers)).order_by("-from_at", "id")
    return sorted(_lines(given, numbers, now), key=lambda line: line.how_ended is not None)


def everywhere(actor: Actor, now: datetime, *, ended: bool, assigned: bool) -> QuerySet[Grant]:
    """What was given in the whole office, the newest first."""
    require(actor, P.AUDIT_READ)
    running = Q(revoked_at=None) & (Q(until_at=None) | Q(until_at__gt=now))
    given = (Grant.objects.all() if ended else Grant.objects.filter(running)).exclude(record_id__in=barred())
    given = given if assigned else given.exclude(reason_code=access.ASSIGNED)
    return given.order_by("-from_at", "id")


def lines(given: Iterable[Grant], now: datetime) -> list[Line]:
    """Grants of the whole office in words. Three queries."""
    rows = list(given)
    known = looking.records_of({row.record_id for row in rows})
    return _lines(rows, {pk: record.number for pk, record in known.items()}, now)


def _lines(given: Iterable[Grant], numbers: Mapping[UUID, str], now: datetime) -> list[Line]:
    rows = list(given)
    names = staff.names(key for row in rows for key in (row.user_id, row.granted_by_id, row.revoked_by_id))
    reasons = _reasons({row.record_id for row in rows})
    return [
        Line(
            grant=row, number=numbers.get(row.record_id, "–"), who=names.get(row.user_id, "–"),
            given_by=_name(names, row.granted_by_id), ended_by=_name(names, row.revoked_by_id),
            why=access.WHY.get(row.reason_code, access.UNKNOWN),
            how_ended=access.how_ended(row.revoked_code, row.until_at, row.revoked_at, now),
            reason=reasons.get(("emergency.opened", str(row.pk)), ""),
            ended_reason=reasons.get(("access.revoked", str(row.pk)), ""),
        )
        for row in rows
    ]  # fmt: skip


def _name(names: Mapping[UUID, str], user_id: UUID | None) -> str:
    return names.get(user_id, "") if user_id else ""


def _reasons(records: Collection[UUID]) -> dict[tuple[str, str], str]:
    """What people wrote when they opened or ended it, by event and grant."""
    told = list(Entry.objects.filter(about_id__in=records, event__in=TOLD, reason__isnull=False))
    keys.load(entry.key_subject_id for entry in told if entry.key_subject_id)
    return {
        (entry.event, str(grant)): reason_of(entry)
        for entry in told
        for grant in (*entry.details.get("grants", ()), entry.details.get("grant"))
    }


def reason_of(entry: Entry) -> str:
    """The reason that was written; none when the child's key is gone."""
    try:
        return entry.reason or ""
    except keys.KeyLost:
        return ""
