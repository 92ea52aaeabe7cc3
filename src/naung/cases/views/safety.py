"""Pages that keep a child safe: safety plan, consent, danger, level, the law."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.cases import operations
from naung.cases.forms import safety as forms
from naung.cases.models import Consent, DangerFlag, LegalDuty
from naung.cases.queries import cases, drafts, levels, staff
from naung.cases.rules.consent import EVIDENCE, NOTICE, NOTICES, PURPOSES, RECIPIENTS, STATES, state_of
from naung.cases.rules.drafts import SAFETY
from naung.cases.views.page import attempt, begun, form_page, opened, shell, who

TEXTS = {
    "purposes": PURPOSES,
    "recipients": RECIPIENTS,
    "states": STATES,
    "evidence": EVIDENCE,
    "notice": NOTICES[NOTICE],
}
FORM = ("GET", "HEAD", "POST")
LINE = ("dangerous_people", "no_go", "safe_contact", "plan")


@require_http_methods(FORM)
def safety(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The safety line and plan; below it the open dangers and the emergency needs."""
    case = opened(request, case_id, "safety", P.READ_D3)
    kept = cases.safety_of(case)
    initial = {name: getattr(kept, name) or "" for name in LINE} | {"version": kept.version} if kept else {}
    initial = initial or {"version": 0}  # whoever writes the first line meanwhile is not written over
    unsent = drafts.of(who(request), case, SAFETY)
    form = forms.Safety(request.POST or None, initial=begun(initial, unsent))
    return form_page(
        request, case, "cases/safety.html", form,
        lambda: operations.write_safety(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data),
        gettext("Rencana keselamatan tersimpan."), then="cases:safety", needs_form=forms.NeedsMet(prefix="needs"),
        unsent=unsent,
    )  # fmt: skip


@require_POST
def needs_met(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The child's emergency needs are met."""
    opened(request, case_id, "safety", P.READ_D3)
    form = forms.NeedsMet(request.POST, prefix="needs")
    if form.is_valid():
        operations.record_needs_met(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data)
        messages.success(request, gettext("Kebutuhan darurat tercatat terpenuhi."))
    else:
        messages.error(request, gettext("Tulis kebutuhan apa yang sudah terpenuhi dan bagaimana."))
    return redirect("cases:safety", case_id)


@require_http_methods(FORM)
def consent(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Consent and assent, or the ground for acting without."""
    case = opened(request, case_id, "consent", P.READ_D3)
    form = forms.Consent(request.POST or None, initial={"at": timezone.now()})
    given = list(visible(who(request), P.READ_D3, Consent).filter(case=case).order_by("-at"))
    for row in given:
        row.case = case
    return form_page(
        request, case, "cases/consent.html", form,
        lambda: operations.record_consent(by=who(request), case_id=case_id, now=timezone.now(), **form.told),
        gettext("Persetujuan tercatat. Cetak tanda terimanya dan serahkan."), then="cases:consent", given=given,
        people=staff.names(row.by_id for row in given),
        taken_back={row.pk: forms.Reason(auto_id=f"{row.pk}-%s") for row in given},
        states={row.pk: state_of(row, timezone.localdate(timezone=settings.CITY.zone)) for row in given},
        texts=TEXTS,
    )  # fmt: skip


@require_POST
def withdraw(request: HttpRequest, case_id: UUID, consent_id: UUID) -> HttpResponse:
    """Somebody took the consent back."""
    visible(who(request), P.READ_D3, Consent).get(pk=consent_id, case=case_id)
    form = forms.Reason(request.POST)
    if form.is_valid():
        operations.withdraw_consent(by=who(request), consent_id=consent_id, now=timezone.now(), **form.cleaned_data)
        messages.success(request, gettext("Penarikan persetujuan tercatat."))
    else:
        messages.error(request, gettext("Tulis siapa yang menarik persetujuan dan mengapa."))
    return redirect("cases:consent", case_id)


@require_http_methods(FORM)
def danger(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say that the child is in danger."""
    case = opened(request, case_id, "danger", P.READ_D3)
    form = forms.Danger(request.POST or None)
    return form_page(
        request, case, "cases/danger.html", form,
        lambda: operations.raise_danger_flag(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data),
        gettext("Tanda bahaya tercatat. Supervisor sudah diberi tahu."),
    )  # fmt: skip


@require_http_methods(FORM)
def end_danger(request: HttpRequest, case_id: UUID, flag_id: UUID) -> HttpResponse:
    """Say that a danger is over."""
    case = opened(request, case_id, "danger", P.READ_D3)
    flag = visible(who(request), P.READ_D3, DangerFlag).get(pk=flag_id, case=case)
    flag.case = case
    form = forms.Reason(request.POST or None)
    return form_page(
        request, case, "cases/danger_end.html", form,
        lambda: operations.end_danger_flag(by=who(request), flag_id=flag_id, now=timezone.now(), **form.cleaned_data),
        gettext("Tanda bahaya diakhiri."), then="cases:safety", flag=flag,
    )  # fmt: skip


@require_http_methods(FORM)
def level(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Another level."""
    case = opened(request, case_id, "level", P.READ_D3)
    found = levels.waiting(case)
    shown = {"level": found.level if found else case.level, "version": case.version}
    form = forms.LevelChange(request.POST or None, initial=shown)
    return form_page(
        request, case, "cases/level.html", form,
        lambda: operations.change_level(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data),
        gettext("Tingkat tersimpan. Tenggat disesuaikan."), found=found,
        people=staff.names([found.found_by_id] if found else []), keep=forms.Reason(prefix="keep"),
    )  # fmt: skip


@require_POST
def keep_level(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The supervisor does not take the lower level that was found."""
    case = opened(request, case_id, "level", P.READ_D3)
    form = forms.Reason(request.POST, prefix="keep")
    if form.is_valid():
        operations.keep_level(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data)
        messages.success(request, gettext("Tingkat tetap. Pengusul diberi tahu."))
        return redirect("cases:work", case.pk)
    messages.error(request, gettext("Tulis mengapa tingkatnya tetap."))
    return redirect("cases:level", case.pk)


@require_http_methods(FORM)
def legal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The legal duties: what is asked, what is done, and a new request for a social report."""
    case = opened(request, case_id, "legal", P.READ_D5)
    form = forms.Asked(request.POST or None, initial={"asked_at": timezone.now()})
    rows = list(visible(who(request), P.READ_D5, LegalDuty).filter(case=case).order_by("asked_at"))
    for row in rows:
        row.case = case
    return form_page(
        request, case, "cases/legal.html", form,
        lambda: operations.ask_social_report(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data),
        gettext("Permintaan laporan sosial tercatat."), then="cases:legal", rows=rows,
        people=staff.names(row.done_by_id for row in rows),
    )  # fmt: skip


@require_http_methods(FORM)
def legal_done(request: HttpRequest, case_id: UUID, duty_id: UUID) -> HttpResponse:
    """A legal duty is done, or it is explained why it cannot be."""
    case = opened(request, case_id, "legal", P.READ_D5)
    duty = visible(who(request), P.READ_D5, LegalDuty).get(pk=duty_id, case=case)
    duty.case = case
    explaining = "explain" in request.POST
    form = forms.LegalDone(request.POST if request.method == "POST" and not explaining else None)
    why = forms.Reason(request.POST if explaining else None)
    asked: dict[str, Any] = {"by": who(request), "case_id": case_id, "kind": duty.kind, "sequence": duty.sequence}
    done = form.is_bound and form.is_valid() and attempt(
        form, lambda: operations.mark_legal_duty(now=timezone.now(), **asked, **form.cleaned_data)
    )  # fmt: skip
    explained = why.is_bound and why.is_valid() and attempt(
        why, lambda: operations.explain_legal_duty(now=timezone.now(), **asked, **why.cleaned_data)
    )  # fmt: skip
    if done or explained:
        messages.success(request, gettext("Kewajiban hukum tersimpan."))
        return redirect("cases:legal", case_id)
    context = shell(request, case) | {"form": form, "why": why, "duty": duty}
    return render(request, "cases/legal_done.html", context, status=422 if form.is_bound or why.is_bound else 200)
