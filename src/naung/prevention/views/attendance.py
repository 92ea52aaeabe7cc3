"""A school's absent pupils: the file, what of it was refused, the list once, and the end of it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require
from naung.core.errors import Refused
from naung.prevention.forms import attendance as forms
from naung.prevention.operations import attendance as operations
from naung.prevention.queries import attendance as queries
from naung.prevention.queries.concerns import person_of
from naung.prevention.rules.attendance import Reading, example, written
from naung.prevention.rules.signs import NO_INQUIRY


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """Her list while it is open; else the form for a file."""
    actor = _actor(request)
    require(actor, P.CONCERN_RAISE)
    if request.method == "POST":
        return _sent(request)
    held = queries.lists_of(actor).first()
    if held is None:
        return _file(request, forms.AbsenceFile())
    context = {"held": held, "lines": queries.lines_of(actor, held), "no_inquiry": NO_INQUIRY, "now": timezone.now()}
    return render(request, "prevention/attendance_list.html", context)


def _sent(request: HttpRequest) -> HttpResponse:
    """Take the file. While something of it was refused nothing is kept before she has seen that."""
    form = forms.AbsenceFile(request.POST, request.FILES)
    if not form.is_valid() or form.reading is None:
        return _file(request, form, status=422)
    if form.reading.refused:
        return _file(request, forms.AbsenceFile(), reading=form.reading, status=422)
    try:
        held = operations.take_list(by=_actor(request), pupils=form.reading.pupils, now=timezone.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _file(request, form, status=422)
    count = held.pupils.count()
    said = ngettext("%(count)s murid terbaca.", "%(count)s murid terbaca.", count)
    messages.success(request, said % {"count": count})
    return redirect("prevention:absences")


def _file(
    request: HttpRequest, form: forms.AbsenceFile, *, reading: Reading | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form, "reading": reading, "rows": written(reading.pupils) if reading else "",
        "school": person_of(_actor(request), timezone.now()).school, "fewest": settings.ABSENCE_DAYS,
        "days": settings.ABSENCE_LIST_DAYS,
    }  # fmt: skip
    return render(request, "prevention/attendance_file.html", context, status=status)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An example of the file, with made-up pupils."""
    require(_actor(request), P.CONCERN_RAISE)
    headers = {"Content-Disposition": 'attachment; filename="contoh-tidak-hadir.csv"'}
    text = example(timezone.localdate())
    return HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Nothing is told of one pupil."""
    actor = _actor(request)
    require(actor, P.CONCERN_RAISE)
    row = queries.pupil_named(actor, request.POST.get("pupil", ""))
    operations.leave_pupil(by=actor, pupil_id=row.pk, now=timezone.now())
    return redirect("prevention:absences")


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """She is done with the list."""
    operations.end_list(by=_actor(request), now=timezone.now())
    messages.success(request, _("Daftar selesai dan dihapus."))
    return redirect("prevention:concerns")


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
