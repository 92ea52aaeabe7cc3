"""Starting, meeting, pausing and ending the duties of a report, a case or a session.

The operation that calls these has asked whether the person may do its own work with the subject; here it is
asked whether she writes duties at all, and the duties carry the subject's scope.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import F, Q, QuerySet

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.models import Scoped
from naung.access.rows import SCOPE_FIELDS
from naung.audit import operations as audit
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import AccessDenied, Refused
from naung.core.levels import Level
from naung.core.text import Text
from naung.duties.models import Deadline
from naung.duties.operations.notices import notify_all
from naung.duties.queries import of_subject, office_calendar
from naung.duties.queries.audience import first_alarm
from naung.duties.queries.deadlines import OPEN, Subject
from naung.duties.rules import Source, limit_after_level_change, limit_for, rule_for, series_for
from naung.duties.rules.starting import DANGER_OPENED, Duty, clock_of

PAUSE_REASONS = "alasan_jeda"
NO_REASON = Text("Jeda perlu salah satu alasan dari daftar.", "A pause needs one of the listed reasons.")
LAW_RUNS_ON = Text(
    "Tenggat undang-undang tidak dapat dijeda: {duty}.", "A time limit set by law cannot be paused: {duty}."
)
REVIVED = ("dropped_at", "dropped_reason", "level", "amount", "unit", "started_at", "version")
MOMENTS = ("warn_at", "due_at", "division_at", "next_at")


@atomic
def start(
    *,
    by: Actor,
    rule: str,
    subject: Subject,
    cause_at: datetime,
    now: datetime,
    level: str | None,
    sequence: str = "",
    detail: Mapping[str, object] | None = None,
) -> Deadline | None:
    """Start one duty of a report or case; the same duty again is the same duty.

    Nothing when the rule in force on the day of the cause does not ask for it at this level.
    """
    duty = Duty(rule, cause_at, sequence, detail or {})
    return next(iter(start_all(by=by, subject=subject, duties=[duty], now=now, level=level)), None)


@atomic
def start_all(
    *, by: Actor, subject: Subject, duties: Iterable[Duty], now: datetime, level: str | None
) -> list[Deadline]:
    """Start several duties of a report or case at once, in few queries.

    Those that exist already are given back; one that was dropped is asked for again.
    """
    _require_writer(by, subject)
    wanted = {duty.key: duty for item in duties if (duty := _deadline(item, subject, level))}
    if not wanted:
        return []
    with widened([subject.pk]):
        known = {duty.key: duty for duty in Deadline.objects.filter(key__in=wanted)}
        new = [duty for key, duty in wanted.items() if key not in known]
        again = [_revived(duty, wanted[key]) for key, duty in known.items() if duty.dropped_at is not None]
        Deadline.objects.bulk_create(new)
        Deadline.objects.bulk_update(again, [*REVIVED, *MOMENTS])
        if new or again:
            audit.record(by=by, event="duty.started", about=subject, at=now, duties=_names([*new, *again]))
    for duty in new:
        if duty.rule == DANGER_OPENED:
            notify_all(by=by, tellings=[first_alarm(duty, now)], now=now)
    return [known.get(key, duty) for key, duty in wanted.items()]


@atomic
def start_series(
    *, by: Actor, rule: str, subject: Subject, cause_at: datetime, now: datetime, level: str | None
) -> list[Deadline]:
    """Start all duties of a series, such as the nine visits after a child's return, numbered from "1"."""
    count = len(series_for(rule, cause_at.astimezone(settings.CITY.zone).date()))
    duties = [Duty(rule, cause_at, str(number)) for number in range(1, count + 1)]
    return start_all(by=by, subject=subject, duties=duties, now=now, level=level)


@atomic
def meet(
    *,
    by: Actor,
    rule: str | Iterable[str],
    subject: Subject,
    now: datetime,
    at: datetime | None = None,
    sequence: str | None = None,
    begun_by: datetime | None = None,
) -> int:
    """Mark the unmet duties of a rule (or several) as met, at the true time `at`; returns how many there were.

    `begun_by` leaves out those whose clock began later: what was done before their cause does not meet them.
    """
    rules = [rule] if isinstance(rule, str) else list(rule)
    which = _of_rule(rules, sequence) & (Q(started_at__lt=begun_by) if begun_by else Q())
    changes = {"met_at": at or now, "met_by_id": by.id}
    return _end(by, subject, which, "duty.met", now, changes, rules=rules)


@atomic
def ask_again(
    *, by: Actor, rule: str, subject: Subject, met_at: datetime, now: datetime, level: str, sequence: str | None = None
) -> int:
    """Take back that duties were met at `met_at`, because what was written of it was wrong: they run on as before.

    A level that was raised meanwhile shortens them.
    """
    _require_writer(by, subject)
    which = of_subject(subject) & _of_rule([rule], sequence) & Q(met_at=met_at, dropped_at=None)
    with widened([subject.pk]):
        asked = list(Deadline.objects.filter(which).order_by("id").select_for_update())
        for duty in asked:
            duty.met_at = duty.met_by_id = None
            _take_level(duty, Level(level))
            duty.schedule()
        Deadline.objects.bulk_update(asked, ["met_at", "met_by_id", "level", "amount", "unit", "version", *MOMENTS])
        if asked:
            audit.record(by=by, event="duty.asked-again", about=subject, at=now, duties=_names(asked))
    return len(asked)


@atomic
def drop(
    *,
    by: Actor,
    rule: str | Iterable[str],
    subject: Subject,
    now: datetime,
    reason: str,
    sequence: str | None = None,
) -> int:
    """End the unmet duties of a rule (or several) that is no longer asked for, with the code of the reason."""
    rules = [rule] if isinstance(rule, str) else list(rule)
    changes = {"dropped_at": now, "dropped_reason": reason}
    return _end(by, subject, _of_rule(rules, sequence), "duty.dropped", now, changes, rules=rules, why=reason)


@atomic
def drop_all(*, by: Actor, subject: Subject, now: datetime, reason: str, keep: Iterable[str] = ()) -> int:
    """End every unmet duty of a subject that is closed or not ours, except those of the rules in `keep`."""
    changes = {"dropped_at": now, "dropped_reason": reason}
    return _end(by, subject, ~Q(rule__in=list(keep)), "duty.dropped", now, changes, why=reason)


@atomic
def change_level(*, by: Actor, subject: Subject, level: str, now: datetime) -> int:
    """Carry a new level to the running duties: a shorter limit holds at once, a longer one only for new duties."""
    _require_writer(by, subject)
    with widened([subject.pk]):
        running = list(_locked(subject, Q()))
        shorter = [duty for duty in running if _take_level(duty, Level(level))]
        Deadline.objects.bulk_update(running, ["level", "amount", "unit", "version", *MOMENTS])
        audit.record(by=by, event="duty.level-changed", about=subject, at=now, level=level, shorter=_names(shorter))
    return len(shorter)


@atomic
def pause(
    *, by: Actor, subject: Subject, now: datetime, reason: str, rule: str | None = None, sequence: str | None = None
) -> int:
    """Stop the clock of one rule's duties, or of all, with a reason from the list.

    The clocks of the law run on: asked for by name they are refused, else left running.
    """
    _require_writer(by, subject)
    if reason not in reference.codes(PAUSE_REASONS):
        raise Refused(NO_REASON)
    with widened([subject.pk]):
        running = [
            duty for duty in _locked(subject, _of_rule([rule] if rule else None, sequence)) if duty.paused_at is None
        ]
        stopped = [duty for duty in running if not _is_law(duty, named=rule is not None)]
        for duty in stopped:
            duty.paused_at = now
            duty.pauses = [*duty.pauses, {"since": now.isoformat(), "until": None, "reason": reason}]
            duty.schedule()
        return _save_clocks(by, subject, stopped, "duty.paused", now, why=reason)


@atomic
def resume(*, by: Actor, subject: Subject, now: datetime, rule: str | None = None, sequence: str | None = None) -> int:
    """Let paused clocks run again; the time in which they stood still does not count."""
    _require_writer(by, subject)
    with widened([subject.pk]):
        paused = [
            duty
            for duty in _locked(subject, _of_rule([rule] if rule else None, sequence))
            if duty.paused_at is not None
        ]
        for duty in paused:
            duty.pauses = [{**pause, "until": pause["until"] or now.isoformat()} for pause in duty.pauses]
            duty.paused_at = None
            _reckon(duty)
        return _save_clocks(by, subject, paused, "duty.resumed", now)


@atomic
def adopt(*, by: Actor, report: Scoped, case: Scoped, now: datetime) -> int:
    """Hang the unmet duties of a report on the case that took it on; their clocks run on unchanged."""
    _require_writer(by, report)
    scope = {name: getattr(case, name) for name in SCOPE_FIELDS}
    with widened([report.pk, case.pk]):
        moved = Deadline.objects.filter(of_subject(report), OPEN).update(
            case_id=case.pk, version=F("version") + 1, **scope
        )
        if moved:
            audit.record(by=by, event="duty.adopted", about=case, at=now, report=report.pk, count=moved)
    return moved


def _deadline(duty: Duty, subject: Subject, level: str | None) -> Deadline | None:
    """The row of a duty to start, with the subject's scope; nothing when no rule asks for it."""
    clock = clock_of(duty, Level(level) if level else None, settings.CITY.danger_wait, settings.CITY.zone)
    if clock is None:
        return None
    started_at, limit = clock
    column = Deadline.SUBJECTS[subject._meta.label]
    deadline = Deadline(
        rule=duty.rule,
        sequence=duty.sequence,
        key=f"{duty.rule}:{subject.pk}:{duty.sequence}",
        level=level or "",
        amount=limit.amount,
        unit=limit.unit,
        started_at=started_at,
        detail={"number": getattr(subject, "number", ""), **duty.detail},
        **{column: subject.pk},
        **{name: getattr(subject, name) for name in SCOPE_FIELDS},
    )
    _reckon(deadline)
    return deadline


def _revived(dropped: Deadline, wanted: Deadline) -> Deadline:
    """A duty that was dropped, running again as it is asked for now; what people were told stays told."""
    dropped.dropped_at, dropped.dropped_reason = None, ""
    dropped.level, dropped.amount, dropped.unit = wanted.level, wanted.amount, wanted.unit
    dropped.started_at = wanted.started_at
    dropped.version += 1
    _reckon(dropped)
    return dropped


def _reckon(duty: Deadline) -> None:
    """Work out when the duty warns, is due and goes up; a clock that stands still keeps what it had."""
    moments = duty.clock.moments(office_calendar([duty.limit]))
    if moments is not None:
        duty.set_moments(moments)


def _take_level(duty: Deadline, level: Level) -> bool:
    """Write the new level on a duty; true when its time became shorter."""
    duty.level = level
    duty.version += 1
    new = limit_for(duty.rule, level, duty.cause_date)
    limits = [duty.limit, *([new] if new else [])]
    limit = limit_after_level_change(duty.started_at, duty.limit, new, office_calendar(limits))
    if limit == duty.limit:
        return False
    duty.amount, duty.unit = limit.amount, limit.unit
    _reckon(duty)
    return True


def _of_rule(rules: Iterable[str] | None, sequence: str | None) -> Q:
    named = Q(rule__in=rules) if rules is not None else Q()
    return named & Q(sequence=sequence) if sequence is not None else named


def _locked(subject: Subject, which: Q) -> QuerySet[Deadline]:
    return Deadline.objects.filter(of_subject(subject), OPEN, which).order_by("id").select_for_update()


def _is_law(duty: Deadline, *, named: bool) -> bool:
    rule = rule_for(duty.rule, duty.cause_date)
    law = rule is not None and rule.source is Source.LAW
    if law and named and rule is not None:
        raise Refused(LAW_RUNS_ON.format(duty=rule.text))
    return law


def _save_clocks(by: Actor, subject: Subject, duties: list[Deadline], event: str, now: datetime, why: str = "") -> int:
    for duty in duties:
        duty.version += 1
    Deadline.objects.bulk_update(duties, ["paused_at", "pauses", "version", *MOMENTS])
    if duties:
        audit.record(by=by, event=event, about=subject, at=now, duties=_names(duties), why=why)
    return len(duties)


def _end(
    by: Actor,
    subject: Subject,
    which: Q,
    event: str,
    now: datetime,
    changes: Mapping[str, object],
    rules: Iterable[str] = (),
    why: str = "",
) -> int:
    """End the unmet duties in question in one statement, and record it when there were any."""
    _require_writer(by, subject)
    with widened([subject.pk]):
        ended = Deadline.objects.filter(of_subject(subject), OPEN, which).update(
            next_at=None, version=F("version") + 1, **changes
        )
        if ended:
            audit.record(by=by, event=event, about=subject, at=now, count=ended, rules=list(rules), why=why)
    return ended


def _names(duties: Iterable[Deadline]) -> list[str]:
    return [f"{duty.rule}:{duty.sequence}" if duty.sequence else duty.rule for duty in duties]


def _require_writer(by: Actor, subject: Subject) -> None:
    """Stop unless this actor writes duties at all."""
    needed = Deadline.ACCESS.writes
    if by.may.isdisjoint(needed):
        raise AccessDenied(needed[0], permission=needed[0], label=subject._meta.label, id=subject.pk)
