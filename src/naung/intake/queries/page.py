"""Everything that the page of one report shows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from naung.access.actors import Actor
from naung.access.policy import P, Permission
from naung.access.queries import permits, require, visible
from naung.core import reference
from naung.core.levels import Level
from naung.core.text import Text
from naung.duties.models import Deadline
from naung.duties.queries import open_for
from naung.duties.rules import rule_for
from naung.files.queries import hanging
from naung.intake.models import Message, Report, ReportedChild, Reporter, ReportFile, SchoolAbsence
from naung.intake.queries.lists import siblings
from naung.intake.queries.repeats import told_before
from naung.intake.queries.sheets import Sheet, sheet_of
from naung.intake.queries.wall import look_alikes, members_of
from naung.intake.rules import (
    ANSWER_TEXTS,
    SCREENED_OUT,
    AllegedFacts,
    Answer,
    FiledChild,
    ReportStatus,
    StaffAnswer,
    step,
)
from naung.people.queries import Carer, KnownChild, account, facts_of, look_up
from naung.people.rules.identity import digits_of
from naung.teams.models import Team, User
from naung.teams.queries import team_for_area

OPEN = frozenset({ReportStatus.RECEIVED, ReportStatus.TRIAGED})


@dataclass(frozen=True)
class Rights:
    """What this person may do with the report now."""

    triage: bool
    end_triage: bool
    decide: bool
    lower: bool
    register: bool
    answer: bool


def rights(actor: Actor, report: Report) -> Rights:
    """From the policy and the report's state; buttons are drawn from it, operations ask again."""
    sorts = permits(actor, P.REPORT_TRIAGE, report)
    triaged = report.status == ReportStatus.TRIAGED
    return Rights(
        triage=sorts and report.status in OPEN,
        end_triage=sorts and report.status == ReportStatus.RECEIVED,
        decide=triaged and permits(actor, _ends(report), report),
        lower=permits(actor, P.LEVEL_LOWER, report),
        register=triaged and permits(actor, P.CASE_REGISTER, report),
        answer=permits(actor, P.REPORT_ANSWER, report),
    )


def _ends(report: Report) -> Permission:
    return step(report.status, SCREENED_OUT[0]).permission(Level(report.level) if report.level else None)


def known_children(actor: Actor, report: Report, **asked: Any) -> list[KnownChild]:
    """Child records that may be the child typed beside this report, by all that the report says of it; only for whom
    the report lets look.
    """
    require(actor, P.CHILD_LOOK_UP, report)
    told = visible(actor, P.READ_D2, ReportedChild).filter(report=report).first()
    if not any(asked.values()) or told is None:
        return look_up(actor, **asked)
    told.report = report
    typed = digits_of(asked.get("nik") or "")  # masked on the page: what the report says counts unless another is typed
    facts = replace(facts_of(told), **asked | {"nik": typed or facts_of(told).nik})
    return look_up(actor, known=account(facts, _carers(told.caregivers or ())))


def known_to_be(actor: Actor, child: FiledChild) -> list[KnownChild]:
    """Child records that may be a child who is being written down."""
    return look_up(actor, known=account(child, [Carer(one.name, one.relation, one.phone) for one in child.caregivers]))


def _carers(told: Iterable[dict[str, str]]) -> list[Carer]:
    return [Carer(one.get("name", ""), one.get("relation", ""), one.get("phone", "")) for one in told]


def people_in_question(sheet: Sheet) -> list[User]:
    """Who may be meant by the alleged person: whoever resembles it, and whoever was named."""
    held = sheet.alleged
    if held is None:
        return []
    told = held.details or {}
    alike = look_alikes(AllegedFacts(**{name: told.get(name, "") for name in ("name", "phone", "description")}))
    return [*alike, *User.objects.filter(pk__in=set(held.named_user_ids) - {user.pk for user in alike})]


def office_people(report: Report, now: datetime) -> list[User]:
    """Everybody of the office, for naming somebody whom no name resembles."""
    return members_of(report.office_id, now)


def page_of(actor: Actor, report: Report, now: datetime) -> dict[str, Any]:
    """What the page needs, in a fixed number of queries."""
    sheet, today = sheet_of(actor, report), now.astimezone(settings.CITY.zone).date()
    duties, messages = list(open_for(report)), visible(actor, P.READ_MESSAGES, Message)
    names = dict(User.objects.filter(pk__in=_people(sheet)).values_list("pk", "name"))
    return {
        "sheet": sheet,
        "report": report,
        "may": rights(actor, report),
        "reporter": visible(actor, P.READ_D6, Reporter).filter(report=report).only("withdrawn_at").first(),
        "siblings": list(siblings(actor, report)),
        "absences": list(visible(actor, P.READ_D3, SchoolAbsence).filter(report=report).order_by("listed_at")),
        **_repeat(actor, report),
        "duties": duties,
        "next_duty_text": _duty_text(duties[0]) if duties else None,
        "messages_so_far": list(messages.filter(report=report).order_by("sent_at", "id")),
        "names": names,
        "proposed_team": team_for_area(report.office_id, report.area_id),
        "team": Team.objects.filter(pk__in=[report.team_id]).first(),
        "files": hanging.shown(actor, ReportFile, report),
        "now": now,
    } | level_of(sheet, today)


def _repeat(actor: Actor, report: Report) -> dict[str, Any]:
    """The earlier report about the same child. The statements are the same whether there is one or not."""
    told = Report.objects.filter(pk=report.pk).values_list(told_before(), flat=True)
    earlier = visible(actor, P.READ_D1, Report).filter(pk=report.repeat_of_id or report.pk).first()
    return {"told_before": told.get(), "repeat": earlier if report.repeat_of_id else None}


def _duty_text(duty: Deadline) -> Text | None:
    rule = rule_for(duty.rule, duty.started_at.astimezone(settings.CITY.zone).date())
    return rule.text if rule else None


def answered(sheet: Sheet) -> dict[str, list[tuple[str, Text]]]:
    """Every question of the sheet with its answer in words, by list."""
    given = sheet.triage.answers
    return {
        name: [(code, ANSWER_TEXTS[Answer(given.get(code, Answer.NOT_ASKED))]) for code in reference.codes(name)]
        for name in ("bahaya", "faktor_risiko", "faktor_pelindung")
    }


def level_of(sheet: Sheet, today: date) -> dict[str, Any]:
    """The level as it forms, and what is still open."""
    result, blockers = sheet.result(today), sheet.blockers(today)
    return {
        "result": result,
        "blockers": blockers,
        # While a danger was not asked, a low level is no finding yet: the page does not show it as one.
        "undecided": bool(result.not_asked) and result.level == Level.LOW,
        "age": sheet.age(today),
        "staff_here": staff_here(sheet),
    }


def staff_here(sheet: Sheet) -> bool:
    """Whether the alleged person works here or at a partner: then somebody is to be named."""
    return sheet.triage.staff_answer in (StaffAnswer.OFFICE, StaffAnswer.PARTNER)


def _people(sheet: Sheet) -> set[UUID]:
    report, held = sheet.report, sheet.triage
    found = (report.opened_by_id, report.triaged_by_id, report.outcome_by_id, held.saved_by_id, held.decided_by_id)
    return {pk for pk in found if pk is not None}
