"""The list of schools from a file: looked at first, then taken."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.core.importing import Outcome, Source
from naung.teams import forms, operations
from naung.teams.rules.schools import FORMS, PUPILS_COLUMN, SCHOOL_COLUMNS
from naung.teams.views.asking import who

EXAMPLE = ("30400000", "SD Negeri 000 Contoh", "SD", "negeri", "Nama kecamatan", "64.71.01", "Jalan Contoh 1", "", "")
SHOWN = 200  # lines of what is wrong


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def schools(request: HttpRequest) -> HttpResponse:
    """Choose a file, see what it would change, and take it."""
    require(who(request), P.LISTS_MANAGE)
    posted = request.method == "POST"
    form = forms.SchoolList(request.POST if posted else None, request.FILES or None)
    if not posted or not form.is_valid() or form.source is None:
        return _page(request, form, None)
    take = "take" in request.POST and not request.FILES
    outcome = (_taken if take else _tried)(who(request), form.source)
    if not take:
        return _page(request, form, outcome)
    told = {"added": outcome.added, "changed": outcome.changed, "refused": len(outcome.refused)}
    messages.success(
        request, _("%(added)s sekolah ditambahkan, %(changed)s diperbarui, %(refused)s baris ditolak.") % told
    )
    return redirect("teams:organisations")


def _taken(by: Actor, source: Source) -> Outcome:
    return operations.import_schools(by=by, source=source, now=timezone.now())


def _tried(by: Actor, source: Source) -> Outcome:
    """What taking this list would change; nothing of it is kept."""
    trial = transaction.savepoint()
    try:
        return _taken(by, source)
    finally:
        transaction.savepoint_rollback(trial)


def _page(request: HttpRequest, form: forms.SchoolList, outcome: Outcome | None) -> HttpResponse:
    kept = {name: form.cleaned_data[name] for name in ("kept", "name")} if outcome else {}
    context = {
        "form": form, "outcome": outcome, "kept": kept, "columns": [*SCHOOL_COLUMNS, PUPILS_COLUMN], "shown": SHOWN,
        "kinds": sorted(kind for kinds in FORMS.values() for kind in kinds),
    }  # fmt: skip
    return render(request, "teams/school_list.html", context, status=422 if form.errors else 200)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty list with its head and one line as an example."""
    require(who(request), P.LISTS_MANAGE)
    lines = [",".join([*SCHOOL_COLUMNS, PUPILS_COLUMN]), ",".join([*EXAMPLE, "250"])]
    answer = HttpResponse("\ufeff" + "\r\n".join(lines) + "\r\n", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="daftar-sekolah.csv"'
    return answer
