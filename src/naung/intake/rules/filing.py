"""Everything that a report may carry when it comes in, from any channel. Only what happened is required."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from naung.intake.rules.answers import Answer, Answers
from naung.people.rules import ChildFacts

RAISED = "RAISED"  # why somebody keeps sight of a report that lies with others: she raised it
TOLD_ON_THE_SPOT = frozenset({"TEL", "LGS"})  # on the phone, face to face: the reporter heard it at once


class Known(StrEnum):
    """Whether something was asked and is known; empty means that nobody asked."""

    KNOWN = "KNOWN"
    UNKNOWN = "UNKNOWN"


class StaffAnswer(StrEnum):
    """Is the alleged person staff here or at a partner?"""

    NO = "NO"
    OFFICE = "OFFICE"
    PARTNER = "PARTNER"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, kw_only=True)
class Caregiver:
    """Somebody who cares for the child, as the reporter knows it."""

    name: str = ""
    relation: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class FiledChild(ChildFacts):
    """One child of a report. `age_known` UNKNOWN says that the reporter does not know the age."""

    caregivers: tuple[Caregiver, ...] = ()
    age_known: str = ""
    where_now: str = ""
    where_now_text: str = ""

    @property
    def age_answer(self) -> str:
        """Whether the age is known, not known, or was never asked."""
        given = self.birth_date is not None or self.age_estimate is not None
        return Known.KNOWN if given else self.age_known


@dataclass(frozen=True, kw_only=True)
class ReporterFacts:
    """Who reports, if they say so."""

    name: str = ""
    phone: str = ""
    safe_to_contact: str = ""
    safe_hours: str = ""

    def details(self) -> dict[str, Any]:
        """What is kept, sealed."""
        return {name: held for name, held in vars(self).items() if held}


@dataclass(frozen=True, kw_only=True)
class AllegedFacts:
    """Who is alleged to have done it. `has_access` is YES, NO or UNKNOWN: can this person reach the child?"""

    name: str = ""
    phone: str = ""
    relation: str = ""
    description: str = ""
    has_access: str = ""

    def details(self) -> dict[str, Any]:
        """What is kept, sealed: everything but the two codes."""
        told = {"name": self.name, "phone": self.phone, "description": self.description}
        return {name: held for name, held in told.items() if held}


@dataclass(frozen=True, kw_only=True)
class Filing:
    """A report as it comes in: one story, one reporter, one or more children.

    `dangers` maps the codes of the list `bahaya` to YES, NO or UNKNOWN; a code that is missing was not asked.
    `send_token` makes a double send one report. `received_at` is the true moment of receipt (a letter may lie);
    left out, it is the moment of filing. `session_id` is the awareness session at which the child told it.
    """

    happened: str
    channel: str
    children: tuple[FiledChild, ...] = (FiledChild(),)
    reporter: ReporterFacts = ReporterFacts()
    reporter_type: str = ""
    secrecy: str = "ANON"
    alleged: AllegedFacts = AllegedFacts()
    happened_when: str = ""
    place: str = ""
    ward_id: UUID | None = None
    session_id: UUID | None = None
    child_wants: str = ""
    earlier_reports: str = ""
    forms: frozenset[str] = frozenset()
    tpks: frozenset[str] = frozenset()
    dangers: Mapping[str, str] = field(default_factory=dict)
    send_token: str | None = None
    received_at: datetime | None = None

    def answers(self, age: int | None = None) -> Answers:
        """What the triage rule can already know."""
        return Answers(
            forms=self.forms,
            sexual_types=self.tpks,
            dangers={code: Answer(answer) for code, answer in self.dangers.items()},
            age=age,
        ).settled()
