"""What the office asks of a person of a school, and her answer."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from naung.access.actors import Actor
from naung.access.models import Grant
from naung.access.operations import grant
from naung.access.policy import P, Role
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.duties.operations import notify
from naung.intake.models import Report
from naung.prevention.models import SchoolTask
from naung.prevention.queries.concerns import may_be_asked, own_id
from naung.teams import queries as teams

ASKED = "SCHOOL_TASK"
IN_SIGHT = timedelta(days=365)
NO_TEXT = Text("Tulis apa yang diminta.", "Write what is asked.")
NOT_THIS_PERSON = Text(
    "Orang ini tidak dapat diberi tugas pada laporan ini.", "This person cannot be given a task on this report."
)
PAST = Text("Hari itu sudah lewat.", "That day has passed.")
NO_ANSWER = Text("Tulis jawaban singkat.", "Write a short answer.")
DONE_ALREADY = Text("Tugas ini sudah dijawab.", "This task has been answered.")


@atomic
def give_task(
    *, by: Actor, report_id: UUID, user_id: UUID, text: str, due: date | None, now: datetime
) -> SchoolTask:  # fmt: skip
    """Ask something of one person of a school. She reads the task and nothing of the report; nobody who is shut out
    of the report can be asked.
    """
    report = visible(by, P.READ_D1, Report).get(pk=report_id)
    require(by, P.SCHOOL_TASK_GIVE, report)
    if not text.strip():
        raise Refused(NO_TEXT, field="text")
    if due is not None and due < now.astimezone(settings.CITY.zone).date():
        raise Refused(PAST, field="due")
    if not may_be_asked(report, now).filter(pk=user_id).exists():
        raise Refused(NOT_THIS_PERSON, field="user")
    _let_in(by, report, user_id, now)
    task = SchoolTask.objects.create(
        report=report, user_id=user_id, text=text.strip(), due_date=due, given_by_id=own_id(by), given_at=now
    )
    notify(by=by, to=[user_id], kind="school.task", about=report, now=now, once=f"task:{task.pk}", number=report.number)
    audit.record(by=by, event="school.task-given", about=report, at=now, task=task.pk, user=user_id)
    return task


@atomic
def read_tasks(*, by: Actor, now: datetime) -> int:
    """The person of a school has the tasks before her that she had not read yet; the office sees since when."""
    require(by, P.SCHOOL_TASK_ANSWER)
    mine = visible(by, P.READ_D1, SchoolTask).filter(user_id=own_id(by), read_at=None)
    found = list(mine.select_related("report"))
    mine.update(read_at=now)
    for task in found:
        audit.record(by=by, event="school.task-read", about=task.report, at=now, task=task.pk)
    return len(found)


@atomic
def finish_task(*, by: Actor, task_id: UUID, answer: str, now: datetime) -> SchoolTask:
    """The person of a school has done what was asked and says so; whoever holds the report is told."""
    mine = visible(by, P.READ_D1, SchoolTask).filter(user_id=own_id(by))
    task = mine.select_related("report").select_for_update(of=("self",)).get(pk=task_id)
    require(by, P.SCHOOL_TASK_ANSWER, task)
    if task.done_at is not None:
        raise NotAllowedNow(DONE_ALREADY)
    if not answer.strip():
        raise Refused(NO_ANSWER, field="answer")
    task.answer, task.done_at, task.read_at = answer.strip(), now, task.read_at or now
    task.store("answer", "done_at", "read_at")
    report = task.report
    to = [report.owner_id] if report.owner_id else teams.directory(now).members(report.team_id)
    notify(
        by=by, to={*to, task.given_by_id}, kind="school.task-done", about=report, now=now, once=f"task-done:{task.pk}",
        number=report.number,
    )  # fmt: skip
    audit.record(by=by, event="school.task-done", about=report, at=now, task=task.pk)
    return task


def _let_in(by: Actor, report: Report, user_id: UUID, now: datetime) -> None:
    """She finds the task; whoever raised the concern sees it already."""
    held = Grant.objects.filter(user_id=user_id, record_id=report.pk, role=Role.SCHOOL, revoked_at=None)
    if not held.filter(until_at__gt=now).exists():
        grant(by=by, user_id=user_id, role=Role.SCHOOL, record=report, reason_code=ASKED, now=now, until=now + IN_SIGHT)
