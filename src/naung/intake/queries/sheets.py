"""The triage sheet of one child's report: what stands on it, what the rule says, what is missing."""

from dataclasses import dataclass
from datetime import date

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import visible
from naung.intake.models import AllegedPerson, Report, ReportedChild, Story, Triage
from naung.intake.rules import (
    Answers,
    Blocker,
    SheetEntry,
    TriageFacts,
    TriageResult,
    answers_from,
    triage,
    triage_blockers,
)
from naung.people.rules import age_now


@dataclass(frozen=True)
class Sheet:
    """A report with the parts that triage needs, read together."""

    report: Report
    triage: Triage
    story: Story
    child: ReportedChild
    alleged: AllegedPerson | None

    @property
    def entry(self) -> SheetEntry:
        """What stands on the sheet."""
        held = self.triage
        return SheetEntry(
            forms=frozenset(held.forms),
            tpks=frozenset(held.tpks),
            answers=held.answers,
            birth_date=self.child.birth_date,
            age_estimate=self.child.age_estimate,
            age_known=held.age_known,
            where_now=self.story.where_now,
            where_now_text=self.story.where_now_text or "",
            staff_answer=held.staff_answer,
            named_user_ids=frozenset(self.alleged.named_user_ids if self.alleged else ()),
            known_child_checked=held.known_child_checked_at is not None,
        )

    def answers(self, on: date) -> Answers:
        """The sheet as the rule reads it on a day."""
        return answers_of(self.triage, self.age(on))

    def age(self, on: date) -> int | None:
        """The child's age on a day, if known."""
        child = self.child
        return age_now(on, birth_date=child.birth_date, estimate=child.age_estimate, estimated=child.age_estimated_date)

    def result(self, on: date) -> TriageResult:
        """What the rule says of the sheet."""
        return triage(self.answers(on))

    def blockers(self, on: date) -> list[Blocker]:
        """What still keeps triage from ending."""
        facts = TriageFacts(
            what_happened=self.story.happened,
            answers=self.answers(on),
            age_answered=bool(self.triage.age_known or self.age(on) is not None),
            where_now_answered=bool(self.story.where_now),
            staff_answered=bool(self.triage.staff_answer),
        )
        return triage_blockers(facts)


def answers_of(sheet: Triage, age: int | None = None) -> Answers:
    """A stored triage sheet as the rule reads it, with what follows from its answers."""
    return answers_from(frozenset(sheet.forms), frozenset(sheet.tpks), sheet.answers, age)


def sheet_of(actor: Actor, report: Report, *, lock: bool = False) -> Sheet:
    """The sheet of a report that this person may triage; `lock` holds it until the transaction ends."""
    sheets = visible(actor, P.READ_D3, Triage)
    sheet = (sheets.select_for_update(of=("self",)) if lock else sheets).get(report=report)
    parts = (
        visible(actor, P.READ_D3, Story).get(report=report),
        visible(actor, P.READ_D2, ReportedChild).select_related("ward", "school").get(report=report),
        visible(actor, P.READ_D5, AllegedPerson).filter(report=report).first(),
    )
    for part in (sheet, *parts):
        if part is not None:
            part.report = report
    return Sheet(report, sheet, *parts)
