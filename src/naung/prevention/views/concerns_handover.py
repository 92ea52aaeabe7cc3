"""A hand-over between two schools: the one writes and signs, the other signs and reads."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require
from naung.core.errors import Refused
from naung.prevention.forms.concerns import HandoverForm
from naung.prevention.operations import concerns_handover as operations
from naung.prevention.queries import concerns
from naung.prevention.queries.concerns_handover import handed_named
from naung.prevention.views.concerns import answers_page


@require_POST
def give(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Write for the next school and sign."""
    actor, now = _actor(request), timezone.now()
    report = concerns.raised(actor, now).get(pk=report_id)  # what is not hers is not there
    form = HandoverForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                operations.hand_over(
                    by=actor, report_id=report.pk, now=now, school=form.cleaned_data["school"],
                    text=form.cleaned_data["words"], signed=form.cleaned_data["signed"],
                )  # fmt: skip
            messages.success(request, _("Serah terima terkirim. Sekolah berikutnya membacanya setelah menandatangani."))
            return redirect("prevention:concern-answers", report.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return answers_page(request, report, handing=form, status=422)


@never_cache
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Sign for what another school handed over, and read it. A POST, so that no address leads to it."""
    actor, now = _actor(request), timezone.now()
    require(actor, P.CONCERN_RAISE)
    handover = handed_named(actor, request.POST.get("handover", ""))
    if "sign" in request.POST:
        operations.sign_handover(by=actor, handover_id=handover.pk, now=now)
        messages.success(request, _("Penerimaan ditandatangani. Catatannya sekarang dapat dibuka."))
        return redirect("prevention:concerns")
    text = operations.read_handover(by=actor, handover_id=handover.pk, now=now)
    return render(request, "prevention/concern_handed.html", {"handover": handover, "text": text, "now": now})


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
