"""Requests about own data: the list with its clock, taking one in, the copy, the answer, the papers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.core.errors import NotAllowedNow, Refused
from naung.core.forms import said
from naung.core.paper import pdf
from naung.privacy import forms, operations
from naung.privacy.models import DataRequest
from naung.privacy.operations.requests import NOT_TAKEN
from naung.privacy.queries import copying, papers
from naung.privacy.queries import requests as asking
from naung.privacy.rules import requests as rules
from naung.teams.reauth import fresh

SHOWN = 20
TEXTS: dict[str, Any] = {
    "kinds": rules.KINDS, "askers": rules.ASKERS, "identities": rules.IDENTITIES, "outcomes": rules.OUTCOMES,
    "grounds": rules.GROUNDS, "laws": rules.LAW,
}  # fmt: skip


def _who(request: HttpRequest, permission: P) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, permission)
    return actor


@never_cache
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Requests that wait, the nearest end first, and those answered. No name."""
    actor = _who(request, P.READ_REQUESTS)
    page = Paginator(asking.answered(actor), SHOWN).get_page(request.GET.get("page"))
    lists = {"waiting": asking.waiting(actor), "page": page}
    may = {"answers": P.REQUEST_ANSWER in actor.may, "officer": P.AUDIT_READ in actor.may}
    return render(request, "privacy/requests.html", lists | may | TEXTS | {"now": timezone.now()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take in a request; the clock begins when it was asked."""
    actor, now = _who(request, P.REQUEST_ANSWER), timezone.now()
    form = forms.Received(request.POST or None, initial={"asked_at": now})
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.receive_request(by=actor, asked=form.asked, now=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            if made is not None:
                messages.success(request, gettext("Permintaan diterima. Cetak tanda terimanya dan serahkan."))
                return redirect("privacy:request", made.pk)
            form.add_error(None, NOT_TAKEN.say(get_language()))
    return render(request, "privacy/request_new.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request with its clock, and the form that answers it."""
    actor, now = _who(request, P.REQUEST_ANSWER), timezone.now()
    asked = asking.requests_of(actor).select_related("words").get(pk=request_id)
    form = forms.Answered(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.answer_request(by=actor, request_id=request_id, now=now, **form.answer_given)
        except Refused as refused:
            form.refuse(refused)
        except NotAllowedNow as refused:
            form.add_error(None, said(refused.message))
        else:
            messages.success(request, gettext("Jawaban tersimpan. Cetak suratnya dan serahkan."))
            return redirect("privacy:request", request_id)
    context = TEXTS | {"asked": asked, "form": form, "now": now}
    return render(request, "privacy/request.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
@fresh
def copy(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The copy of the child's data, to read (PDF) or for machines (JSON)."""
    actor, now = _who(request, P.REQUEST_ANSWER), timezone.now()
    form = "json" if request.POST.get("form") == "json" else "pdf"
    asked = asking.requests_of(actor).select_related("words").get(pk=request_id)
    parts = operations.export_copy(by=actor, request_id=request_id, form=form, now=now)
    if not parts:
        messages.error(request, NOT_TAKEN.say(get_language()))
        return redirect("privacy:request", request_id)
    name = f"salinan-{asked.number}.{form}"
    if form == "json":
        told = {"request": asked.number, "made_for": asked.told.name, "made_at": now, **copying.plain(parts)}
        return _attached(JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1}), name)
    with translation.override("id"):
        told = papers.copy(asked, parts, now)
    return _attached(HttpResponse(pdf(papers.TEMPLATE, told, now, by=actor.name), content_type="application/pdf"), name)


@never_cache
@require_safe
def paper(request: HttpRequest, request_id: UUID, paper: str) -> HttpResponse:
    """The receipt, or the letter with the answer."""
    actor, now = _who(request, P.REQUEST_ANSWER), timezone.now()
    make = {"tanda-terima": papers.receipt, "surat": papers.letter}.get(paper)
    asked: DataRequest = asking.requests_of(actor).select_related("words").get(pk=request_id)
    with translation.override("id"):
        told = make(asked, now) if make else None
    if told is None:
        raise Http404
    operations.note_paper(by=actor, asked=asked, paper=paper, now=now)
    made = HttpResponse(pdf(papers.TEMPLATE, told, now, by=actor.name), content_type="application/pdf")
    return _attached(made, f"{paper}-{asked.number}.pdf")


def _attached(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
