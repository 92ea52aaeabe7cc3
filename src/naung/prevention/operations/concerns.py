"""A school notices and tells: the concern becomes a report for each child, with its own triage."""

from datetime import datetime
from uuid import UUID

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.core.text import Text
from naung.intake.models import Report
from naung.intake.operations import file_report
from naung.prevention.models import RaisedConcern
from naung.prevention.operations.attendance import pupil_told_of
from naung.prevention.queries.attendance import numbered
from naung.prevention.queries.concerns import SchoolPerson, person_of
from naung.prevention.rules.concerns import Concern, ConcernChild, filing_of

NOTHING_TOLD = Text(
    "Tulis apa yang dilihat atau apa yang diceritakan; satu kalimat sudah cukup.",
    "Write what was seen or what was told; one sentence is enough.",
)


@atomic
def raise_concern(
    *, by: Actor, concern: Concern, now: datetime, absent_id: UUID | None = None
) -> list[Report]:  # fmt: skip
    """Tell the office what a school noticed; one report for each child. The same form sent twice is one concern.

    `absent_id` is the pupil of the sender's list of absent pupils whom it began with.
    """
    require(by, P.CONCERN_RAISE)
    if not concern.seen.strip() and not concern.told.strip():
        raise Refused(NOTHING_TOLD, field="seen")
    person = person_of(by, now)
    if absent_id is not None:
        concern = numbered(by, concern, absent_id)
        pupil_told_of(by=by, pupil_id=absent_id, now=now)
    reports = file_report(by=by, filing=filing_of(concern, person.reporter, person.function), now=now)
    with widened(report.pk for report in reports):
        if not RaisedConcern.objects.filter(report__in=reports).exists():
            for report, child in zip(reports, concern.children, strict=True):
                _keep(by, person, report, child, concern, now)
    return reports


def _keep(
    by: Actor, person: SchoolPerson, report: Report, child: ConcernChild, concern: Concern, now: datetime
) -> None:
    """What the report itself has no place for."""
    parts = ("seen", "told", "opinion", "child_words", "place_text", "told_whom", "done")
    RaisedConcern.objects.create(
        report=report, school=person.school, raised_by_id=person.user.pk, raised_at=now, part=child.part,
        danger=concern.danger, breach=concern.breach, points=list(child.points) or None,
        **{name: getattr(concern, name).strip() or None for name in parts},
    )  # fmt: skip
    audit.record(by=by, event="concern.raised", about=report, at=now, part=child.part, marks=len(child.points))
