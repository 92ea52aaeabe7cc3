"""The office before a school's concern: what was seen, told and thought; tasks; rule or law; the bodies."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from naung.access.actors import Actor
from naung.access.policy import P, Permission
from naung.access.queries import require, visible
from naung.core.errors import Refused
from naung.core.forms import Answering
from naung.intake.models import Report
from naung.intake.operations import open_report
from naung.prevention.forms import concerns_office as forms
from naung.prevention.operations import concerns_tasks, pokja
from naung.prevention.queries import concerns
from naung.prevention.rules.bodies import body_named
from naung.prevention.rules.concerns import HEIGHT, MARK_TEXTS, PART_TEXTS, SIDE_TEXTS, WIDTH, place_text
from naung.prevention.rules.pokja import BREACH_TEXTS, STEP_TEXTS, WHAT_FOLLOWS

TEXTS = {
    "marks": MARK_TEXTS, "parts": PART_TEXTS, "side_texts": SIDE_TEXTS, "breaches": BREACH_TEXTS,
    "follows": WHAT_FOLLOWS, "step_texts": STEP_TEXTS, "place_text": place_text, "body_named": body_named,
    "width": WIDTH, "height": HEIGHT,
}  # fmt: skip


@never_cache
@require_safe
def page(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """What a school told beyond the report, for whoever reads the report. Opening is written down."""
    return _page(request, _opened(request, report_id))


@require_POST
def give_task(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Ask something of a person of the school."""
    report = _report(request, report_id, P.SCHOOL_TASK_GIVE)
    form = forms.TaskForm(request.POST, auto_id="task_%s", people=concerns.may_be_asked(report, timezone.now()))

    def act(told: dict[str, Any]) -> None:
        concerns_tasks.give_task(
            by=_actor(request), report_id=report.pk, user_id=told["user"].pk, text=told["text"], due=told["due"],
            now=timezone.now(),
        )  # fmt: skip

    return _done(request, report, form, act, _("Tugas terkirim."), "task")


@require_POST
def judge(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Breach of school rules or of law, with its reason."""
    report, form = _report(request, report_id, P.REPORT_TRIAGE), forms.BreachForm(request.POST, auto_id="breach_%s")

    def act(told: dict[str, Any]) -> None:
        pokja.judge_breach(by=_actor(request), report_id=report.pk, now=timezone.now(), **told)

    return _done(request, report, form, act, _("Golongan disimpan."), "breach")


@require_POST
def body_step(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """What went to a body, or what it concluded."""
    report, form = _report(request, report_id, P.REPORT_TRIAGE), forms.StepForm(request.POST, auto_id="step_%s")

    def act(told: dict[str, Any]) -> None:
        pokja.write_body_step(by=_actor(request), report_id=report.pk, now=timezone.now(), **told)

    return _done(request, report, form, act, _("Tersimpan."), "step")


def _done(
    request: HttpRequest, report: Report, form: Answering, act: Callable[[dict[str, Any]], None], text: str,
    name: str,
) -> HttpResponse:  # fmt: skip
    """Back to the page, or the form with what is wrong."""
    if form.is_valid():
        try:
            with transaction.atomic():
                act(form.cleaned_data)
            messages.success(request, text)
            return redirect("prevention:concern-office", report.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return _page(request, _opened(request, report.pk), status=422, **{name: form})


def _opened(request: HttpRequest, report_id: UUID) -> Report:
    actor = _actor(request)
    require(actor, P.READ_D3, visible(actor, P.READ_D3, Report).get(pk=report_id))
    return open_report(by=actor, report_id=report_id, now=timezone.now())


def _page(request: HttpRequest, report: Report, status: int = 200, **wrong: Answering) -> HttpResponse:
    now = timezone.now()
    context = concerns.office_page(_actor(request), report, now) | TEXTS
    context |= {
        "task": forms.TaskForm(auto_id="task_%s", people=concerns.may_be_asked(report, now)),
        "breach": forms.BreachForm(auto_id="breach_%s"),
        "step": forms.StepForm(auto_id="step_%s", initial={"body": context["city_body"].code}),
    } | wrong
    return render(request, "prevention/concern_office.html", context, status=status)


def _report(request: HttpRequest, report_id: UUID, permission: Permission) -> Report:
    report = visible(_actor(request), P.READ_D3, Report).get(pk=report_id)
    require(_actor(request), permission, report)
    return report


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
