"""The clocks of a report: triage, the first opening, the reporter's news, the police report.

Called by the operations that have asked for the right; every change is recorded by `duties`.
"""

from collections.abc import Iterable
from datetime import datetime

from naung.access.actors import Actor
from naung.access.policy import Role
from naung.core.atomic import atomic
from naung.core.levels import Level
from naung.duties import operations as duties
from naung.duties.operations import Duty
from naung.duties.queries import dropped_for, open_for
from naung.intake.models import Report
from naung.intake.rules import TRIAGE_NORMAL, TRIAGE_URGENT, Answers, Filing, TriageResult, triage_clock
from naung.intake.rules.answers import SEXUAL
from naung.intake.rules.receiving import can_be_told, is_danger, told_on_the_spot

POLICE, ACKNOWLEDGE, OPENED, ASK_AGAIN = "POLICE_REPORT", "ACKNOWLEDGE", "DANGER_OPENED", "ASK_AGAIN"
FORM_CORRECTED, CLOCK_CHANGED, REPORT_ENDED = "FORM_CORRECTED", "ANSWERS_CHANGED", "REPORT_ENDED"
JUNK = "JUNK"
FOR_THE_CHILD = ("CHILD_SEEN", "SAFETY_PLAN")  # run from receipt, whoever takes the report on, and go along to the case
STAY = (POLICE, ACKNOWLEDGE)  # run on when a report ends without a case: the law, and the reporter's news


@atomic
def start_on_receipt(*, by: Actor, report: Report, filing: Filing, result: TriageResult, now: datetime) -> None:
    """Start what a report asks for from its first minute; the reporter on the phone has been told already."""
    answers, public = filing.answers(), Role.PUBLIC in by.roles
    wanted = [triage_clock(answers)]
    wanted += [OPENED] if is_danger(result) else []
    wanted += [ACKNOWLEDGE] if can_be_told(filing, has_receipt=public) else []
    wanted += [POLICE] if SEXUAL in answers.forms else []
    _start(by, report, wanted, report.received_at, now)
    if ACKNOWLEDGE in wanted and told_on_the_spot(filing) and not public:
        duties.meet(by=by, rule=ACKNOWLEDGE, subject=report, now=now, at=report.received_at)


@atomic
def follow_answers(*, by: Actor, report: Report, answers: Answers, now: datetime) -> None:
    """While triage goes on: one triage clock, the one that the answers ask for, from the moment of receipt."""
    wanted = triage_clock(answers)
    running = set(open_for(report).values_list("rule", flat=True))
    for rule in {TRIAGE_URGENT, TRIAGE_NORMAL} & running - {wanted}:
        duties.drop(by=by, rule=rule, subject=report, now=now, reason=CLOCK_CHANGED)
    if wanted not in running:
        _start(by, report, [wanted], report.received_at, now)


@atomic
def end_of_triage(*, by: Actor, report: Report, answers: Answers, result: TriageResult, now: datetime) -> None:
    """The triage clock is met, the child's own clocks begin; unknown dangers are asked again; the law's stand right."""
    for rule in (TRIAGE_URGENT, TRIAGE_NORMAL, OPENED):
        duties.meet(by=by, rule=rule, subject=report, now=now)
    after_answers(by=by, report=report, answers=answers, result=result, now=now)
    take_level(by=by, report=report, now=now)


@atomic
def take_level(*, by: Actor, report: Report, now: datetime) -> None:
    """The running duties follow the report's level, a shorter limit at once; what the level asks for has begun."""
    _start(by, report, FOR_THE_CHILD, report.received_at, now)
    duties.change_level(by=by, subject=report, level=Level(report.level), now=now)


@atomic
def after_answers(*, by: Actor, report: Report, answers: Answers, result: TriageResult, now: datetime) -> None:
    """Once triage has ended: what the answers ask for, and no longer ask for."""
    if result.ask_again:
        _start(by, report, [ASK_AGAIN], now, now)
    else:
        duties.meet(by=by, rule=ASK_AGAIN, subject=report, now=now)
    if SEXUAL in answers.forms:
        _start(by, report, [POLICE], report.received_at, now)
    else:
        duties.drop(by=by, rule=POLICE, subject=report, now=now, reason=FORM_CORRECTED)


@atomic
def end_as_junk(*, by: Actor, report: Report, now: datetime) -> None:
    """Nothing is asked for any more; what the status page says from now on is the reporter's news."""
    duties.meet(by=by, rule=ACKNOWLEDGE, subject=report, now=now)
    duties.drop_all(by=by, subject=report, now=now, reason=JUNK)


@atomic
def run_again(*, by: Actor, report: Report, now: datetime) -> None:
    """It was no junk: what was asked for then is asked for from receipt, so that the time lost shows."""
    _start(by, report, dropped_for(report, JUNK), report.received_at, now)


def _start(by: Actor, report: Report, rules: Iterable[str], cause_at: datetime, now: datetime) -> None:
    duties.start_all(
        by=by, subject=report, duties=[Duty(rule, cause_at) for rule in rules], now=now, level=report.level or None
    )
