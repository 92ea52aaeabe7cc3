"""The tab "Cerita": the chronology of a case, its print, and the entries in it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.cases import operations
from naung.cases.forms import contact as forms
from naung.cases.forms import drafts as drafting
from naung.cases.models import CaseFile, Narrative, Visit
from naung.cases.queries import drafts, staff, story
from naung.cases.rules import drafts as kinds
from naung.cases.views.page import attempt, begun, form_page, opened, shell, status_of, who
from naung.core import formats
from naung.core.ids import new_id
from naung.files.queries import hanging
from naung.intake.queries.contact import unread_of_case

FORM = ("GET", "HEAD", "POST")


@require_safe
def chronology(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The child's story in order: told, seen, decided, done.

    The page of a record that was merged leads to the one that stands, unless it is asked for by itself.
    """
    case = opened(request, case_id, "story")
    only = request.GET.get("hanya", "")
    context = shell(request, case, "story")
    same = context["frame"].same
    if same.leads_to is not None and "sendiri" not in request.GET:
        return redirect("cases:file", same.leads_to.pk)
    told = story.story_of(who(request), case, only if only in story.KINDS else "", same.cases)
    wrote = unread_of_case(who(request), case.pk)
    context |= {"told": told, "only": only, "kinds": story.KINDS, "wrote": wrote}
    return render(request, "cases/story.html", context)


@require_http_methods(FORM)
def note(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A new entry of the chronology."""
    case = opened(request, case_id, "note", P.READ_D3)
    now = timezone.now()
    unsent = drafts.of(who(request), case, kinds.NOTE)
    form = forms.Note(request.POST or None, initial=begun({"narrative_id": new_id(), "at": now}, unsent))
    return form_page(
        request, case, "cases/note.html", form,
        lambda: operations.write_narrative(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data),
        gettext("Catatan tersimpan."), unsent=unsent,
    )  # fmt: skip


@require_http_methods(FORM)
def edit_note(request: HttpRequest, case_id: UUID, narrative_id: UUID) -> HttpResponse:
    """Correct an entry; what it said before is shown below and stays."""
    case = opened(request, case_id, "note", P.READ_D3)
    entry = visible(who(request), P.READ_D3, Narrative).get(pk=narrative_id, case=case)
    entry.case = case
    form = forms.EditedNote(
        request.POST or None, initial={"version": entry.version, "at": entry.at, "text": entry.text}
    )
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _edit(request, narrative_id, form)):
        messages.success(request, gettext("Catatan diubah. Yang lama tetap tersimpan."))
        return redirect("cases:file", case_id)
    versions = story.versions_of(entry)
    context = shell(request, case, "story") | {
        "form": form, "entry": entry, "versions": versions,
        "people": staff.names(version.changed_by_id for version in versions),
    }  # fmt: skip
    return render(request, "cases/note_edit.html", context, status=status_of(form))


def _edit(request: HttpRequest, narrative_id: UUID, form: forms.EditedNote) -> None:
    operations.edit_narrative(by=who(request), narrative_id=narrative_id, now=timezone.now(), **form.cleaned_data)


@require_http_methods(FORM)
def visit(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A visit or another contact, for one thumb; what is typed is kept on the way."""
    case = opened(request, case_id, "visit", P.READ_D3)
    now = timezone.now()
    unsent = drafts.of(who(request), case, kinds.VISIT)
    form = forms.Visit(request.POST or None, initial=begun(forms.new_visit(new_id(), now), unsent))
    return form_page(
        request, case, "cases/visit.html", form,
        lambda: operations.record_visit(
            by=who(request), case_id=case_id, visit=form.facts(), visit_id=form.cleaned_data["visit_id"],
            now=timezone.now(),
        ),
        gettext("Kunjungan tersimpan."), unsent=unsent,
    )  # fmt: skip


@require_POST
def keep(request: HttpRequest, case_id: UUID, form: str) -> JsonResponse:
    """Keep what is typed so far in one of the long forms of a case."""
    try:
        data = drafting.told(form, request.POST)
    except KeyError as unknown:
        raise Http404 from unknown
    draft = operations.save_draft(by=who(request), case_id=case_id, kind=form, data=data, now=timezone.now())
    return JsonResponse({"saved_at": formats.clock(draft.saved_at)})


@require_http_methods(FORM)
def edit_visit(request: HttpRequest, case_id: UUID, visit_id: UUID) -> HttpResponse:
    """Correct what was written about a visit; what it said before is shown below and stays."""
    case = opened(request, case_id, "visit", P.READ_D3)
    kept = visible(who(request), P.READ_D3, Visit).get(pk=visit_id, case=case)
    kept.case = case
    form = forms.EditedVisit(request.POST or None, initial=forms.shown(kept) | {"version": kept.version})
    versions = story.versions_of_visit(kept)
    return form_page(
        request, case, "cases/visit_edit.html", form, lambda: _correct(request, visit_id, form),
        gettext("Kunjungan diperbaiki. Yang lama tetap tersimpan."), shows=forms.shown,
        visit=kept, versions=versions, files=_files_of(request, kept),
        people=staff.names(version.changed_by_id for version in versions),
    )  # fmt: skip


def _files_of(request: HttpRequest, kept: Visit) -> list[hanging.Shown]:
    return [row for row in hanging.shown(who(request), CaseFile, kept.case) if row.part_id == kept.pk]


def _correct(request: HttpRequest, visit_id: UUID, form: forms.EditedVisit) -> None:
    said = {name: form.cleaned_data[name] for name in ("version", "reason")}
    operations.edit_visit(by=who(request), visit_id=visit_id, visit=form.facts(), now=timezone.now(), **said)
