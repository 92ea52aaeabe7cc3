"""Code lists: what they hold, the office's own words and codes, and what is not to be chosen any more."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.core.errors import Refused
from naung.core.forms import Answering
from naung.core.models import Code
from naung.core.reference import FIXED
from naung.places import operations
from naung.places.queries import CHANGED, as_kept
from naung.teams import forms
from naung.teams.queries import pages
from naung.teams.views.asking import who

get_or_post = require_http_methods(["GET", "POST"])


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every list, found by its name or by a code in it."""
    require(who(request), P.LISTS_MANAGE)
    form = forms.Search(request.GET)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"form": form, "found": pages.code_lists(search), "fixed": FIXED, "search": search}
    return render(request, "teams/lists.html", context)


@never_cache
@get_or_post
def codes(request: HttpRequest, name: str) -> HttpResponse:
    """One list with its codes; a code of the office's own is added here."""
    require(who(request), P.LISTS_MANAGE)
    held = pages.code_list(name)
    form = forms.Words(request.POST or None)
    if request.method == "POST" and form.is_valid() and _done(
        form, lambda: operations.add_code(by=who(request), list_name=name, now=timezone.now(), **form.cleaned_data)
    ):  # fmt: skip
        messages.success(request, _("Kode ditambahkan."))
        return redirect("teams:list", name)
    context: dict[str, Any] = {
        "held": held, "form": form, "fixed": name in FIXED, "today": timezone.localdate(),
        "rows": [(row, as_kept(row)) for row in held.codes.order_by("position", "code")],
    }  # fmt: skip
    return render(request, "teams/list.html", context, status=422 if form.errors else 200)


@never_cache
@get_or_post
def code(request: HttpRequest, name: str, code: str) -> HttpResponse:
    """One code: the words that the office uses for it."""
    require(who(request), P.LISTS_MANAGE)
    row = _row(name, code)
    kept = as_kept(row)
    form = forms.Words(request.POST or None, initial={"label_id": kept.label_id, "label_en": kept.label_en})
    told: dict[str, Any] = {"by": who(request), "list_name": name, "code": code, "now": timezone.now()}
    if request.method == "POST" and form.is_valid() and _done(
        form, lambda: operations.word_code(**told, **form.cleaned_data)
    ):  # fmt: skip
        messages.success(request, _("Kata-kata tersimpan."))
        return redirect("teams:list", name)
    return _code(request, row, form, forms.Retiring(initial={"until": timezone.localdate()}))


@require_POST
def retire(request: HttpRequest, name: str, code: str) -> HttpResponse:
    """Say until when a code may be chosen."""
    require(who(request), P.LISTS_MANAGE)
    row, form = _row(name, code), forms.Retiring(request.POST)
    told: dict[str, Any] = {"by": who(request), "list_name": name, "code": code, "now": timezone.now()}
    if form.is_valid() and _done(form, lambda: operations.retire_code(**told, **form.cleaned_data)):
        messages.success(request, _("Kode dipensiunkan. Catatan lama tetap menyebutnya."))
        return redirect("teams:list", name)
    kept = as_kept(row)
    return _code(request, row, forms.Words(initial={"label_id": kept.label_id, "label_en": kept.label_en}), form)


@require_POST
def restore(request: HttpRequest, name: str, code: str) -> HttpResponse:
    """Let a code be chosen again."""
    operations.restore_code(by=who(request), list_name=name, code=code, now=timezone.now())
    messages.success(request, _("Kode dapat dipilih lagi."))
    return redirect("teams:list", name)


def _row(name: str, code: str) -> Code:
    return Code.objects.select_related("list").get(list=name, code=code)


def _done(form: Answering, act: Callable[[], object]) -> bool:
    """Do it; a refusal is shown in the form and nothing is kept."""
    try:
        with transaction.atomic():
            act()
    except Refused as error:
        form.refuse(error)
        return False
    return True


def _code(request: HttpRequest, row: Code, form: forms.Words, retiring: forms.Retiring) -> HttpResponse:
    context = {
        "row": row, "kept": as_kept(row), "form": form, "retiring": retiring, "fixed": row.list_id in FIXED,
        "retired": bool(row.extra.get(CHANGED, {}).get("valid_to")), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "teams/code.html", context, status=422 if form.errors or retiring.errors else 200)
