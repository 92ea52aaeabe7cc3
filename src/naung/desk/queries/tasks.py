"""The actions of plans as lines of the day of whoever has to do them."""

from datetime import date, datetime, time

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Scope
from naung.access.queries import visible
from naung.cases.models import Action
from naung.cases.rules.steps import CaseStatus
from naung.core import keys
from naung.core.text import Text
from naung.desk.queries.today import Line, age_of, first_name

TASK = Text("Tugas rencana: {text}", "Task of the plan: {text}")
RESULT = Text("Catat hasilnya", "Record the result")
LAST_MINUTE = time(23, 59)


def task_lines(actor: Actor, until: date, today: date, most: int) -> list[Line]:
    """What plans in force ask of this person, or of whom she stands in for, by that day. Two queries."""
    found = list(_tasks(actor, until)[:most])
    keys.load({action.case.child_id for action in found})
    return [_line(action, today) for action in found]


def _tasks(actor: Actor, until: date) -> QuerySet[Action]:
    found = visible(actor, P.READ_D3, Action).filter(
        responsible_id__in=sorted(actor.ids(P.CASE_WORK, Scope.OWN)), done_at=None, removed_at=None,
        due_date__lte=until, case__closed_at=None, goal__removed_at=None, goal__plan__approved_at__isnull=False,
        goal__plan__replaced_at=None,
    )  # fmt: skip
    return found.select_related("case__child__ward").order_by("due_date", "pk")


def _line(action: Action, today: date) -> Line:
    case, child = action.case, action.case.child
    return Line(
        due=datetime.combine(action.due_date, LAST_MINUTE, settings.CITY.zone),
        level=case.level,
        who=first_name(child) or case.number,
        age=age_of(child, today),
        number=case.number,
        duty=TASK.format(text=action.text),
        basis="",
        action=RESULT,
        href=reverse("cases:action_outcome", args=[case.pk, action.pk]),
        where=child.ward.name if child.ward else "",
        paused=case.status == CaseStatus.SUSPENDED,
    )
