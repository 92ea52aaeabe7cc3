"""The teacher's checklist: her class, one pupil, and what the signs say to do."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.core.errors import Refused
from naung.prevention.forms import signs as forms
from naung.prevention.models import WatchedPupil
from naung.prevention.operations import signs as operations
from naung.prevention.queries import signs as queries
from naung.prevention.rules.signs import NO_INQUIRY


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The pupils whom this teacher watches, and a form for another one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, P.READ_CLASS_NOTES)
    form = forms.NewPupil(request.POST or None)
    if request.method == "POST" and form.is_valid() and (pupil := _noted(actor, form)):
        return _to_the_advice(pupil.pk)
    context = {"form": form, "watched": queries.class_view(actor), "no_inquiry": NO_INQUIRY}
    return render(request, "prevention/signs.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pupil(request: HttpRequest, pupil_id: UUID) -> HttpResponse:
    """What was noted of one pupil, what it says to do, and more signs."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, P.READ_CLASS_NOTES)
    one = queries.watched(actor, pupil_id)
    form = forms.Signs(request.POST or None)
    if request.method == "POST" and form.is_valid() and _noted(actor, form, pupil_id=pupil_id):
        messages.success(request, gettext("Tanda dicatat. Hanya Anda yang membacanya."))
        return _to_the_advice(pupil_id)
    days = sorted({sign.day for sign in one.signs}, reverse=True)
    context = {
        "form": form, "one": one, "days": [(day, queries.signs_of_day(one, day)) for day in days],
        "no_inquiry": NO_INQUIRY,
    }  # fmt: skip
    return render(request, "prevention/signs_pupil.html", context, status=422 if form.is_bound else 200)


@require_POST
def forget(request: HttpRequest, pupil_id: UUID) -> HttpResponse:
    """Empty the notes of one pupil."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    operations.forget_pupil(by=actor, pupil_id=pupil_id, now=timezone.now())
    messages.success(request, gettext("Catatan itu dikosongkan."))
    return redirect("prevention:signs")


def _to_the_advice(pupil_id: UUID) -> HttpResponse:
    """What the signs say to do comes first; without a place of its own the browser stays at the form."""
    return redirect(f"{reverse('prevention:signs_pupil', args=[pupil_id])}#saran")


def _noted(actor: Actor, form: forms.Signs, **whose: Any) -> WatchedPupil | None:
    try:
        return operations.note_signs(by=actor, now=timezone.now(), **whose, **form.cleaned_data)
    except Refused as problem:
        form.add_error(str(problem.about["field"]), problem.message.say(get_language()))  # type: ignore[attr-defined]
        return None
