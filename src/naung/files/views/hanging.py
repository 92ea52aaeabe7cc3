"""The files of one record: the list with its form, one file, adding, describing, removing."""

from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from naung.access.queries import permits
from naung.files import forms, operations
from naung.files.models import StoredFile, table_of
from naung.files.queries import hanging as queries
from naung.files.queries import received
from naung.files.rules import Family
from naung.files.views.asking import attempt, who


def page_of(word: str, parent_id: UUID) -> str:
    """The address of the files of one record."""
    return reverse(table_of(word).HANGS.page or f"files:{word}", args=[parent_id])


@never_cache
@require_GET
def listing(request: HttpRequest, word: str, **ids: UUID) -> HttpResponse:
    """The files of a record, and the form to add one."""
    (parent_id,) = ids.values()
    form = forms.Adding(initial={"part": request.GET.get("bagian", "")})
    return _list(request, table_of(word), parent_id, form)


@require_POST
def add(request: HttpRequest, word: str, **ids: UUID) -> HttpResponse:
    """Hang a file on a record."""
    (parent_id,), model = ids.values(), table_of(word)
    parent = queries.parent_of(who(request), model, parent_id)
    form = forms.Adding(request.POST, request.FILES)

    def act() -> None:
        told = form.cleaned_data
        operations.add_file(
            by=who(request), model=model, parent_id=parent.pk, sent=sent_with(request, told), now=timezone.now(),
            described=told["described"], part_id=told["part"],
        )  # fmt: skip

    if form.is_valid() and attempt(form, act):
        messages.success(request, _("Berkas tersimpan."))
        return redirect(page_of(word, parent_id))
    return _list(request, model, parent_id, form)


def sent_with(request: HttpRequest, told: dict[str, Any]) -> received.Received:
    """What a form sent: a file that came in pieces before, or one that came with it."""
    if told["upload"]:
        return received.from_upload(who(request), told["upload"], told["name"])
    return received.from_form(told["file"].name, told["file"].read())


def _list(request: HttpRequest, model: type[StoredFile], parent_id: UUID, form: forms.Adding) -> HttpResponse:
    now = timezone.now()
    parent = operations.list_files(by=who(request), model=model, parent_id=parent_id, now=now)
    context = {
        "parent": parent, "word": model.HANGS.word, "files": queries.shown(who(request), model, parent), "form": form,
        "may_add": permits(who(request), model.HANGS.adds, parent), "now": now, "limits": forms.limits(),
    }  # fmt: skip
    return render(request, "files/list.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_GET
@csp_update({"media-src": ["'self'"]})  # type: ignore[arg-type]
def look(request: HttpRequest, word: str, **ids: UUID) -> HttpResponse:
    """One file: shown if it is a picture, played if it is a sound, with what is known of it."""
    return _one(request, table_of(word), ids, forms.Removing())


@require_POST
def describe(request: HttpRequest, word: str, **ids: UUID) -> HttpResponse:
    """Say what a file shows."""
    (parent_id, file_id), model = ids.values(), table_of(word)
    queries.one(who(request), model, queries.parent_of(who(request), model, parent_id), file_id)
    form = forms.Describing(request.POST)

    def act() -> None:
        operations.describe_file(
            by=who(request), model=model, parent_id=parent_id, file_id=file_id, now=timezone.now(), **form.cleaned_data
        )

    if form.is_valid() and attempt(form, act):
        messages.success(request, _("Keterangan tersimpan."))
    return redirect(f"files:{word}-look", *ids.values())


@require_POST
def remove(request: HttpRequest, word: str, **ids: UUID) -> HttpResponse:
    """Remove what is inside a file."""
    (parent_id, file_id), model = ids.values(), table_of(word)
    queries.one(who(request), model, queries.parent_of(who(request), model, parent_id), file_id)
    form = forms.Removing(request.POST)

    def act() -> None:
        operations.remove_file(
            by=who(request), model=model, parent_id=parent_id, file_id=file_id, now=timezone.now(), **form.cleaned_data
        )

    if form.is_valid() and attempt(form, act):
        messages.success(request, _("Isi berkas sudah dihapus."))
        return redirect(page_of(word, parent_id))
    return _one(request, model, ids, form)


def _one(request: HttpRequest, model: type[StoredFile], ids: dict[str, UUID], removing: forms.Removing) -> HttpResponse:
    parent_id, file_id = ids.values()
    now, word = timezone.now(), model.HANGS.word
    parent = operations.list_files(by=who(request), model=model, parent_id=parent_id, now=now)
    row = queries.shown_one(who(request), model, parent, file_id)
    context = {
        "parent": parent, "word": word, "row": row, "now": now, "removing": removing, "families": Family,
        "may_add": permits(who(request), model.HANGS.adds, parent),
        "describing": forms.Describing(initial={"described": row.line.described, "version": row.line.version}),
        "all_files": page_of(word, parent_id), "inside": reverse(f"files:{word}-inside", args=[parent_id, file_id]),
    }  # fmt: skip
    return render(request, "files/one.html", context, status=422 if removing.is_bound else 200)
