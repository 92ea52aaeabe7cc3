"""What must be done by when, who was told, and what goes out of the house."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from naung.access.models import Scoped
from naung.access.policy import Permission as P
from naung.access.rows import Open, Rows
from naung.core.models import Record
from naung.core.text import Text
from naung.duties.rules import Clock, ClockState, DutyRule, Limit, Moments, Pause, Unit, rule_for, state_of
from naung.duties.rules.notices import PAGES, PAGES_OF_KIND, notice_text


class Deadline(Record, Scoped):
    """One duty with its clock, for a report, a case or an awareness session. Nothing stops it silently.

    `key` says which duty of the subject it is (a rule may have several, told apart by `sequence`, such as the
    visits after a return), so that starting a duty twice is one duty. `next_at` is when the clock must look at
    it again. `level` is the subject's; the limit that runs is `amount` and `unit`.
    """

    rule = models.CharField(max_length=40)
    sequence = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=120)
    report_id = models.UUIDField(null=True, db_index=True)
    case_id = models.UUIDField(null=True)
    session_id = models.UUIDField(null=True)
    level = models.CharField(max_length=10, blank=True)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    division_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    met_by_id = models.UUIDField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_reason = models.CharField(max_length=40, blank=True)
    paused_at = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list)
    detail = models.JSONField(default=dict)

    ACCESS = Rows(
        reads=P.READ_D1,
        writes=(P.REPORT_FILE, P.REPORT_TRIAGE, P.CASE_REGISTER, P.CASE_WORK, P.SESSION_PLAN, P.DUTY_KEEP),
        granted=("case_id", "report_id", "session_id"),
        stamped_by={"cases.Case": "case_id", "intake.Report": "report_id"},
    )

    # what a duty hangs on -> the column with its id; a session is open to the office and stamps nothing
    SUBJECTS: ClassVar = {**ACCESS.stamped_by, "prevention.AwarenessSession": "session_id"}

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D1: ClassVar = {
            "rule", "sequence", "key", "report_id", "case_id", "session_id", "level", "amount", "unit", "started_at",
            "due_at", "warn_at", "division_at", "next_at", "warned_at", "late_at", "escalated_at", "met_at",
            "met_by_id", "dropped_at", "dropped_reason", "paused_at", "pauses", "detail", "owner_id", "team_id",
            "area_id", "office_id", "barred_user_ids", "barred_unit_ids",
        }  # fmt: skip

    class Meta:
        indexes = [
            models.Index(
                fields=["owner_id", "due_at"], name="duties_open_owner",
                condition=Q(met_at=None, dropped_at=None),
            ),
            models.Index(
                fields=["team_id", "due_at"], name="duties_open_team", condition=Q(met_at=None, dropped_at=None)
            ),
            models.Index(
                fields=["office_id", "due_at"], name="duties_open_office", condition=Q(met_at=None, dropped_at=None)
            ),
            models.Index(fields=["case_id", "due_at"], name="duties_of_case"),
            models.Index(
                fields=["session_id"], name="duties_of_session", condition=Q(session_id__isnull=False)
            ),
            models.Index(fields=["next_at"], name="duties_next", condition=Q(next_at__isnull=False)),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["key"], name="duties_once"),
            models.CheckConstraint(
                condition=Q(report_id__isnull=False) | Q(case_id__isnull=False) | Q(session_id__isnull=False),
                name="duties_has_subject",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=models.F("started_at")), name="duties_due_after_start"),
        ]

    @property
    def subject(self) -> tuple[str, UUID]:
        """What the duty hangs on: the kind of record and its id. A case goes before the report it came from."""
        return next((label, held) for label, column in self.SUBJECTS.items() if (held := getattr(self, column)))

    @property
    def limit(self) -> Limit:
        """How long this duty may take."""
        return Limit(self.amount, Unit(self.unit))

    @property
    def clock(self) -> Clock:
        """The clock that runs for this duty, with its pauses."""
        return Clock(self.started_at, self.limit, tuple(_pause(**pause) for pause in self.pauses))

    @property
    def moments(self) -> Moments:
        """When it warns, is due, and goes to the head of division."""
        return Moments(self.warn_at, self.due_at, self.division_at)

    def state(self, now: datetime) -> ClockState:
        """Where the clock stands at `now`."""
        return state_of(self.moments, now, met=self.met_at is not None, paused=self.paused_at is not None)

    @property
    def cause_date(self) -> date:
        """The day of the cause on the office's calendar: the rule in force on that day holds."""
        return self.started_at.astimezone(settings.CITY.zone).date()

    @property
    def asked_by(self) -> DutyRule | None:
        """The rule that asks for this duty, as it was in force on the day of its cause."""
        return rule_for(self.rule, self.cause_date)

    def set_moments(self, moments: Moments) -> None:
        """Take over newly reckoned moments."""
        self.warn_at, self.due_at, self.division_at = moments.warn_at, moments.due_at, moments.division_at
        self.schedule()

    def schedule(self) -> None:
        """Set when the clock must look again: at the first step that nobody has been told of."""
        steps = ((self.warned_at, self.warn_at), (self.late_at, self.due_at), (self.escalated_at, self.division_at))
        waiting = self.met_at is None and self.dropped_at is None and self.paused_at is None
        self.next_at = next((moment for told, moment in steps if told is None), None) if waiting else None


def _pause(since: str, until: str | None, reason: str) -> Pause:
    return Pause(datetime.fromisoformat(since), datetime.fromisoformat(until) if until else None, reason)


class Notice(Record, Scoped):
    """A line for one person inside the application. It holds codes and numbers, never a case word."""

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60)
    about_id = models.UUIDField(null=True)
    params = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=120, unique=True)

    ACCESS = Rows(
        reads=P.READ_NOTICES,
        writes=(
            P.READ_NOTICES, P.REPORT_FILE, P.REPORT_TRIAGE, P.CASE_REGISTER, P.CASE_WORK, P.DUTY_KEEP,
        ),
        granted=("about_id",),  # nobody is granted notices; `restamp` finds them by it
        barred_by="about_id",
    )  # fmt: skip

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D1: ClassVar = {
            "kind", "about", "about_id", "params", "created_at", "read_at", "once", "owner_id", "team_id",
            "area_id", "office_id", "barred_user_ids", "barred_unit_ids",
        }  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "created_at"], name="duties_unread", condition=Q(read_at=None)),
            models.Index(fields=["about_id"], name="duties_about"),
        ]

    @property
    def text(self) -> Text:
        """The line in both languages."""
        return notice_text(self.kind, self.params)

    @property
    def href(self) -> str:
        """The page that it is about; empty when there is none."""
        page, ids = PAGES_OF_KIND.get(self.kind, ""), []
        if not page and self.about in PAGES:
            page, ids = PAGES[self.about], [self.about_id]
        try:
            return reverse(page, args=ids) if page else ""
        except NoReverseMatch:
            return ""


class OutboxMessage(Record):
    """A message that leaves the house, delivered by a job after commit, once (`once` travels along)."""

    channel = models.CharField(max_length=10)
    user_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    once = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    ACCESS = Open("to whom and which fixed sentence; never a case word, a name or a number of a case")

    class Privacy:
        D0: ClassVar = {
            "id", "version", "channel", "user_id", "kind", "params", "once", "created_at", "attempts", "next_at",
            "sent_at", "failed_at", "failure",
        }  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="duties_outbox_waiting", condition=Q(sent_at=None, failed_at=None))
        ]


class Holiday(Record):
    """A day on which the office is closed. The office's own entry wins over the starting data."""

    date = models.DateField(unique=True)
    name = models.CharField(max_length=200)
    estimated = models.BooleanField(default=False)
    own = models.BooleanField(default=False)
    open = models.BooleanField(default=False)

    ACCESS = Open("the calendar is public")

    class Privacy:
        D0: ClassVar = {"id", "version", "date", "name", "estimated", "own", "open"}
