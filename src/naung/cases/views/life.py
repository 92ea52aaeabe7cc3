"""Steps, stages, closing, suspension, reopening."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from naung.access.policy import Permission as P
from naung.access.queries import permits
from naung.cases import operations
from naung.cases.forms import life as forms
from naung.cases.forms.safety import Reason
from naung.cases.models import Case, Closure
from naung.cases.operations.closure import LABELS, TEXTS
from naung.cases.queries import cases, closings, drafts, facts
from naung.cases.queries.page import GateLine
from naung.cases.rules import closing as rules
from naung.cases.rules.drafts import CLOSING
from naung.cases.rules.steps import CaseStatus
from naung.cases.views.page import begun, form_page, not_possible, opened, shell, who
from naung.core.errors import NotAllowedNow, Refused

FORM = ("GET", "HEAD", "POST")


@require_POST
def advance(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take the next step of status or stage; what is missing is said on the case page."""
    target, reason = request.POST.get("target", ""), request.POST.get("reason", "")
    opened(request, case_id, "stage", P.READ_D3)
    act = operations.move_stage if request.POST.get("stage") else operations.advance
    try:
        act(by=who(request), case_id=case_id, target=target, reason=reason, now=timezone.now())
        messages.success(request, gettext("Langkah tercatat."))
    except (NotAllowedNow, Refused) as problem:
        not_possible(request, problem)
    return redirect("cases:file", case_id)


@require_http_methods(FORM)
def stage(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A stage that needs a recorded decision."""
    case = opened(request, case_id, "stage", P.READ_D3)
    target = request.GET.get("ke") or request.POST.get("target", "")
    form = forms.Stage(request.POST or None)
    return form_page(
        request, case, "cases/stage.html", form,
        lambda: operations.move_stage(
            by=who(request), case_id=case_id, target=target, reason=form.cleaned_data["reason"], now=timezone.now()
        ),
        gettext("Keputusan tahap tercatat."), target=target,
    )  # fmt: skip


@require_http_methods(FORM)
def close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose a way of closing, see what it needs, then propose or decide it."""
    case = opened(request, case_id, "close", P.READ_D3)
    waiting = cases.waiting_closure(case)
    way = request.POST.get("way") or request.GET.get("cara") or (waiting.way if waiting else "")
    unsent = drafts.of(who(request), case, CLOSING)
    form = forms.Closing(request.POST or None, way=way, initial=begun(_told(waiting), unsent) | {"way": way})
    decides = permits(who(request), P.CASE_CLOSE, case)
    act = operations.close_case if decides else operations.propose_closure
    return form_page(
        request, case, "cases/close.html", form,
        lambda: act(
            by=who(request), case_id=case_id, closing=form.facts(), version=form.cleaned_data["version"],
            now=timezone.now(),
        ),
        gettext("Kasus ditutup.") if decides else gettext("Penutupan diajukan kepada supervisor."),
        waiting=waiting, decides=decides, needs=_needs(case), way=way, anchors=forms.ANCHORS,
        unsent=unsent if way else None,
    )  # fmt: skip


def _told(waiting: Closure | None) -> dict[str, str]:
    if waiting is None:
        return {}
    number = Case.objects.filter(Q(pk=waiting.duplicate_of_id)).values_list("number", flat=True).first()
    told = {name: getattr(waiting, name) or "" for name in TEXTS}
    return told | {"way": waiting.way, "version": waiting.version, "duplicate_of": number or ""}


@require_safe
def closure(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """How a case was closed, each time, to read and print (document BAT)."""
    case = opened(request, case_id, "closure", P.READ_D3)
    found = closings.of_case(who(request), case)
    return render(request, "cases/closure.html", shell(request, case) | {"closings": found, "labels": LABELS})


def _needs(case: Case) -> list[tuple[str, list[GateLine]]]:
    """For each way of closing what it needs and what of it stands."""
    known = facts.facts_of(case)
    return [(way.code, [GateLine(gate, gate.met(known)) for gate in way.gates]) for way in rules.ways_from(case.status)]


@require_POST
def send_back(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A proposed closing goes back to the people on the case."""
    opened(request, case_id, "close", P.READ_D3)
    form = Reason(request.POST)
    if form.is_valid():
        operations.return_closure(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data)
        messages.success(request, gettext("Penutupan dikembalikan."))
        return redirect("cases:file", case_id)
    messages.error(request, gettext("Tulis apa yang masih perlu dikerjakan."))
    return redirect("cases:close", case_id)


@require_http_methods(FORM)
def suspend(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let the work rest until a review."""
    case = opened(request, case_id, "suspend", P.READ_D3)
    form = forms.Suspension(request.POST or None)
    return form_page(
        request, case, "cases/suspend.html", form,
        lambda: operations.suspend(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data),
        gettext("Kasus ditangguhkan."),
    )  # fmt: skip


@require_http_methods(FORM)
def resume(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Look at a suspension: go on with the work, or let it rest on."""
    case = opened(request, case_id, "suspend", P.READ_D3)
    if case.status != CaseStatus.SUSPENDED:
        raise NotAllowedNow(gettext("Kasus ini tidak sedang ditangguhkan."))
    form = forms.Review(request.POST if "review_date" in request.POST else None)
    if request.method == "POST" and not form.is_bound:
        operations.resume(by=who(request), case_id=case_id, now=timezone.now())
        messages.success(request, gettext("Kasus dilanjutkan."))
        return redirect("cases:file", case_id)
    return form_page(
        request, case, "cases/resume.html", form,
        lambda: operations.keep_suspended(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data),
        gettext("Penangguhan dilanjutkan."),
    )  # fmt: skip


@require_http_methods(FORM)
def reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open a closed case again."""
    case = opened(request, case_id, "reopen", P.READ_D3)
    form = Reason(request.POST or None)
    return form_page(
        request, case, "cases/reopen.html", form,
        lambda: operations.reopen(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data),
        gettext("Kasus dibuka kembali."),
    )  # fmt: skip
