"""The photos of a session and the list that adults signed."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.core.forms import said
from naung.files.operations import list_files
from naung.files.queries import hanging
from naung.files.queries.received import Received, from_form, from_upload
from naung.prevention.forms.sessions_files import SessionPicture
from naung.prevention.models import AwarenessSession, SessionFile, SessionStatus
from naung.prevention.operations.sessions_files import add_session_file
from naung.prevention.queries import sessions as queries
from naung.prevention.queries.sessions_feed import place_of
from naung.prevention.rules.sessions_files import KINDS, RULE, why_no_list
from naung.prevention.views.asking import attempt, get_or_post, status_of, who


@never_cache
@get_or_post
def files(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """What is kept of a session as a picture, and the form to add one. The rule stands before the choice."""
    require(who(request), P.READ_SESSION_FILES)
    session = queries.sessions(who(request)).get(pk=session_id)
    why_not = why_no_list(queries.counts_of(session))
    form = SessionPicture(request.POST or None, request.FILES or None, lists=why_not is None)

    def act() -> None:
        told = form.cleaned_data
        add_session_file(
            by=who(request), session_id=session_id, kind=told["kind"], confirmed=told["confirmed"],
            sent=_sent(request, form), described=told["described"], now=timezone.now(),
        )  # fmt: skip

    if request.method == "POST":
        require(who(request), P.SESSION_PLAN)
        if form.is_valid() and attempt(form, act):
            messages.success(request, _("Berkas tersimpan."))
            return redirect("prevention:session-files", session_id)
    return _page(request, session, form, said(why_not) if why_not else "")


def _sent(request: HttpRequest, form: SessionPicture) -> Received:
    told = form.cleaned_data
    if told["upload"]:
        return from_upload(who(request), told["upload"], told["name"])
    return from_form(told["file"].name, told["file"].read())


def _page(request: HttpRequest, session: AwarenessSession, form: SessionPicture, why_not: str) -> HttpResponse:
    now = timezone.now()
    list_files(by=who(request), model=SessionFile, parent_id=session.pk, now=now)
    most, in_form = (size // 1_000_000 for size in (settings.FILE_LARGEST, settings.FILE_IN_A_FORM))
    context = {
        "session": session, "place": place_of(session), "form": form, "now": now, "rule": RULE, "kinds": KINDS,
        "why_not": why_not, "lists": not why_not, "files": hanging.shown(who(request), SessionFile, session),
        "limits": {"most": most, "most_in_form": in_form}, "years": settings.SIGNED_LISTS_KEPT_DAYS // 365,
        "adds": P.SESSION_PLAN in who(request).may and session.status != SessionStatus.CANCELLED
        and timezone.localdate(now) >= timezone.localdate(session.from_at),
    }  # fmt: skip
    return render(request, "prevention/session_files.html", context, status=status_of(form))
