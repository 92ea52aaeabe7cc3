"""A person of a school: what she raised, a new concern, and what the office answers."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from naung.access.acting import acting_as
from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require
from naung.core.errors import NotAllowedNow, Refused
from naung.core.forms import said
from naung.core.ids import new_id
from naung.intake.models import Report
from naung.intake.operations import read_messages, say
from naung.intake.queries.contact import messages_of
from naung.intake.rules.phrases import phrase_for
from naung.prevention.forms import concerns as forms
from naung.prevention.forms.concern_begun import begun
from naung.prevention.operations import concerns as operations
from naung.prevention.operations import concerns_tasks
from naung.prevention.queries import concerns
from naung.prevention.queries.concerns_handover import handed_to, handovers_of
from naung.prevention.rules.bodies import Sphere, body_on
from naung.prevention.rules.concerns import HEIGHT, WIDTH, Side, figure
from naung.teams.queries.schools import school_labels

PER_PAGE = 20
DANGER = "concern_danger"


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A school person's first page: tell on top, the tasks given to her, what she raised and what became of it."""
    require(_actor(request), P.CONCERN_RAISE)
    return _home(request)


def _home(request: HttpRequest, wrong: tuple[UUID, str] | None = None) -> HttpResponse:
    actor, now = _actor(request), timezone.now()
    concerns_tasks.read_tasks(by=actor, now=now)
    page = Paginator(concerns.raised(actor, now), PER_PAGE).get_page(request.GET.get("page"))
    person = concerns.person_of(actor, now)
    context = {
        "page": page, "lines": concerns.raised_lines(actor, page.object_list), "tasks": list(concerns.tasks_of(actor)),
        "handed": list(handed_to(actor)),
        "person": person, "wrong": wrong, "now": now, "danger": request.session.pop(DANGER, False),
        "body": body_on(timezone.localdate(now), Sphere.SCHOOL),
    }  # fmt: skip
    return render(request, "prevention/concern_home.html", context, status=422 if wrong else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: HttpRequest) -> HttpResponse:
    """A concern on one page; "one more child" and "tell" are its two buttons.

    Begun from a list or from notes of her own it comes filled in; what it begins with never stands in the address.
    """
    require(_actor(request), P.CONCERN_RAISE)
    if request.method != "POST":
        return _page(request, forms.Whole(QueryDict(), token=str(new_id())))
    if "begin" in request.POST:
        return _page(request, forms.Whole(begun(_actor(request), request.POST), token=str(new_id())))
    if "more" in request.POST:
        return _page(request, forms.Whole(request.POST, more=1))
    return _send(request, forms.Whole(request.POST, filled=True))


def _page(request: HttpRequest, whole: forms.Whole, status: int = 200) -> HttpResponse:
    person = concerns.person_of(_actor(request), timezone.now())
    context = {
        "whole": whole, "form": whole.form, "person": person, "width": WIDTH, "height": HEIGHT,
        "sides": [(side, figure(side)) for side in Side],
    }  # fmt: skip
    return render(request, "prevention/concern_form.html", context, status=status)


def _send(request: HttpRequest, whole: forms.Whole) -> HttpResponse:
    actor, now = _actor(request), timezone.now()
    if not whole.is_valid():
        return _page(request, whole, status=422)
    person = concerns.person_of(actor, now)
    told = whole.concern(person, concerns.head_of(person.school, now), timezone.localdate(now))
    try:
        absent_id = whole.form.cleaned_data["absent"]
        reports = operations.raise_concern(by=actor, concern=told, now=now, absent_id=absent_id)
    except Refused as refusal:
        whole.form.add_error(None, said(refusal.message))
        return _page(request, whole, status=422)
    numbers = ", ".join(report.number for report in reports)
    thanks = ngettext(
        "Kekhawatiran diterima: %(numbers)s.", "%(count)s kekhawatiran diterima: %(numbers)s.", len(reports)
    )
    messages.success(request, thanks % {"count": len(reports), "numbers": numbers})
    request.session[DANGER] = any(report.danger for report in reports)
    return redirect("prevention:concerns")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One concern as its school sees it: the safe phrase and the messages both ways, never the story again."""
    actor, now = _actor(request), timezone.now()
    report = concerns.raised(actor, now).get(pk=report_id)  # what is not hers is not there
    require(actor, P.CONCERN_RAISE)
    form = forms.SayForm(request.POST or None)
    with acting_as(concerns.reporters_side(actor, [report.pk])) as reporter:
        if request.method == "POST" and form.is_valid():
            say(by=reporter, report_id=report.pk, text=form.cleaned_data["text"], now=now)
            messages.success(request, _("Pesan terkirim."))
            return redirect("prevention:concern-answers", report.pk)
    return answers_page(request, report, form=form, status=422 if form.errors else 200)


def answers_page(
    request: HttpRequest, report: Report, *, form: forms.SayForm | None = None,
    handing: forms.HandoverForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of one concern, with a form of it that may have come back."""
    actor, now = _actor(request), timezone.now()
    with acting_as(concerns.reporters_side(actor, [report.pk])) as reporter:
        read_messages(by=reporter, report_id=report.pk, now=now)
        exchange = list(messages_of(reporter, report))
    context = {
        "report": report, "exchange": exchange, "form": form or forms.SayForm(), "now": now,
        "phrase": phrase_for(report.status, report.phrase), "handing": handing or forms.HandoverForm(),
        "handovers": list(handovers_of(actor, report)), "schools": school_labels(),
    }  # fmt: skip
    return render(request, "prevention/concern_answers.html", context, status=status)


@require_POST
def task_done(request: HttpRequest) -> HttpResponse:
    """A task of hers is done, with a short answer."""
    actor, now = _actor(request), timezone.now()
    require(actor, P.SCHOOL_TASK_ANSWER)
    task = concerns.task_named(actor, request.POST.get("task", ""))
    try:
        concerns_tasks.finish_task(by=actor, task_id=task.pk, answer=request.POST.get("answer", "")[:4_000], now=now)
    except (Refused, NotAllowedNow) as refusal:
        return _home(request, wrong=(task.pk, said(refusal.message)))
    messages.success(request, _("Jawaban terkirim."))
    return redirect("prevention:concerns")


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
