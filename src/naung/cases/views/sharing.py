"""Giving something of a child to another agency, and the receipt of a consent."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from naung.access.policy import Permission as P
from naung.access.queries import under
from naung.cases import operations
from naung.cases.forms import safety as forms
from naung.cases.models import Consent
from naung.cases.queries import consent, consent_paper, staff
from naung.cases.rules.consent import PURPOSES, RECIPIENTS
from naung.cases.views.page import form_page, opened, who
from naung.cases.views.work import file_of
from naung.core.paper import LETTER, pdf


@require_http_methods(("GET", "HEAD", "POST"))
def share(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What was given to other agencies, and giving something more."""
    case, form = opened(request, case_id, "consent", P.READ_D3), forms.Share(request.POST or None)
    given = consent.given_away(who(request), case)
    for row in given:
        row.case = case
    return form_page(
        request, case, "cases/share.html", form,
        lambda: operations.share_information(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data),
        gettext("Penyerahan tercatat."), then="cases:share", shared=given,
        people=staff.names(row.by_id for row in given), purposes=PURPOSES, recipients=RECIPIENTS,
    )  # fmt: skip


@require_safe
def receipt(request: HttpRequest, case_id: UUID, consent_id: UUID) -> HttpResponse:
    """The receipt of a consent, in both languages, to hand out."""
    case, now = file_of(request, case_id, "consent", paper=True), timezone.now()
    row = under(who(request), P.READ_D3, Consent, case).get(pk=consent_id)
    row.case = case
    by = staff.names([row.by_id])[row.by_id] if row.by_id else "–"
    with translation.override("id"):
        told = consent_paper.receipt(row, by, now)
    made = HttpResponse(pdf(LETTER, told, now, by=who(request).name), content_type="application/pdf")
    made["Content-Disposition"] = 'attachment; filename="tanda-terima-persetujuan.pdf"'
    return made
