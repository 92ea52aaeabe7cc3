"""The day of a session on a phone, and what comes after it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit.queries import last_change
from naung.core import formats
from naung.core.clashes import show_clash
from naung.core.errors import NotAllowedNow, Refused, Stale
from naung.core.forms import said
from naung.core.ids import new_id
from naung.prevention.forms import sessions as forms
from naung.prevention.models import AwarenessSession, FollowUp, SessionStatus
from naung.prevention.operations import sessions_day as operations
from naung.prevention.queries import sessions as queries
from naung.prevention.queries.sessions_feed import place_of
from naung.prevention.rules.sessions import AUDIENCES
from naung.prevention.views.asking import WRITING, attempt, get_or_post, saved_by, status_of, who
from naung.prevention.views.sessions import session_page

CHANNELS = ("LGS", "SKL")  # the child itself came, or the school wrote it down


@never_cache
@get_or_post
def day(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Count who came, then say that it was held. Numbers that look wrong are asked about once."""
    require(who(request), P.SESSION_PLAN)
    session = queries.sessions(who(request)).get(pk=session_id)
    form = forms.Counting(request.POST or None, initial=forms.counted(queries.counts_of(session), session))
    doubt = ""
    if request.method == "POST" and form.is_valid():
        try:
            _hold(request, session, form, timezone.now())
        except Refused as error:
            doubt = said(error.message)
        except Stale as error:
            _show_clash(form, error)
        else:
            messages.success(request, _("Kegiatan selesai dan jumlah peserta tersimpan."))
            return redirect("prevention:session", session_id)
    return _day_page(request, session, form, doubt)


def _hold(request: HttpRequest, session: AwarenessSession, form: forms.Counting, now: datetime) -> None:
    told, counts = form.cleaned_data, form.counts
    operations.hold_session(
        by=who(request), session_id=session.pk, counts=counts, on_paper=told["on_paper"], list_at=told["list_at"],
        now=now, sure=request.POST.get("seen") == str(sum(counts.values())), version=_version(request, session, form),
    )  # fmt: skip


def _version(request: HttpRequest, session: AwarenessSession, form: forms.Counting) -> int | None:
    """Which numbers she has seen. What she saved herself she has, though the answer may have been lost on the way."""
    entry = last_change([session.pk], WRITING)
    told: int | None = form.cleaned_data["version"]
    return session.version if told and entry and entry.actor_id == who(request).id else told


def _show_clash(form: forms.Counting, error: Stale) -> None:
    """Two people counted: what the other one saved stands beside what was typed."""
    record: AwarenessSession = error.about["record"]  # type: ignore[assignment]
    show_clash(form, forms.counted(queries.counts_of(record), record), record.version, saved_by(record))


def _day_page(request: HttpRequest, session: AwarenessSession, form: forms.Counting, doubt: str) -> HttpResponse:
    now = timezone.now()
    invited = [(text, form.group(code)) for code, text in AUDIENCES.items() if code in session.audiences]
    others = [(text, form.group(code)) for code, text in AUDIENCES.items() if code not in session.audiences]
    context = {
        "session": session, "place": place_of(session), "form": form, "doubt": doubt, "now": now,
        "invited": invited, "others": others, "others_filled": any(b.value() for _, group in others for b in group),
        "seen": sum(form.counts.values()) if doubt else "",
        "open": session.status != SessionStatus.CANCELLED
        and timezone.localdate(now) >= timezone.localdate(session.from_at),
        "files": P.REPORT_FILE in who(request).may,
    }  # fmt: skip
    status = 422 if doubt else status_of(form)
    return render(request, "prevention/session_day.html", context, status=status)


@require_POST
def keep(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Keep the numbers while they are counted."""
    require(who(request), P.SESSION_PLAN)
    form = forms.Counting(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    told, now, session = form.cleaned_data, timezone.now(), queries.sessions(who(request)).get(pk=session_id)
    try:
        kept = operations.keep_counts(
            by=who(request), session_id=session_id, counts=form.counts, on_paper=told["on_paper"],
            list_at=told["list_at"], now=now, version=_version(request, session, form),
        )  # fmt: skip
    except NotAllowedNow:
        return JsonResponse({}, status=422)
    except Stale:
        return JsonResponse({}, status=409)
    return JsonResponse({"saved_at": formats.clock(now), "fields": {"version": kept.version}})


@require_POST
def story(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A child told something: straight to a new report, with its channel and the session filled in."""
    require(who(request), P.SESSION_PLAN)
    require(who(request), P.REPORT_FILE)
    session = AwarenessSession.objects.get(pk=session_id)
    told = request.POST.get("channel", "")
    known = {"channel": told if told in CHANNELS else CHANNELS[0], "session": str(session.pk)}
    return redirect(f"{reverse('intake:entry', args=[new_id()])}?{urlencode(known)}")


@require_POST
def promise(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Write down what the school promised."""
    require(who(request), P.SESSION_PLAN)
    session = queries.sessions(who(request)).get(pk=session_id)
    form = forms.Promise(request.POST)

    def act() -> None:
        operations.add_commitment(by=who(request), session_id=session_id, now=timezone.now(), **form.cleaned_data)

    if form.is_valid() and attempt(form, act):
        messages.success(request, _("Komitmen sekolah tersimpan."))
        return redirect("prevention:session", session_id)
    return session_page(request, session, form)


@require_POST
def promise_kept(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """The school did it."""
    require(who(request), P.SESSION_PLAN)
    held = operations.settle_commitment(by=who(request), commitment_id=commitment_id, now=timezone.now())
    messages.success(request, _("Komitmen ditandai selesai."))
    return redirect("prevention:session", held.session_id)


@never_cache
@get_or_post
def follow_up(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """What became of it after three months."""
    require(who(request), P.SESSION_PLAN)
    session = queries.sessions(who(request)).get(pk=session_id)
    held = FollowUp.objects.filter(session=session).first()
    form = forms.Later(request.POST or None, initial=_known(held) if held else {})

    def act() -> None:
        operations.record_follow_up(by=who(request), session_id=session_id, now=timezone.now(), **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, act, _known):
        messages.success(request, _("Tindak lanjut tersimpan."))
        return redirect("prevention:session", session_id)
    context = {"form": form, "session": session, "held": held, "commitments": queries.commitments_of(session)}
    return render(request, "prevention/session_follow_up.html", context, status=status_of(form))


def _known(held: FollowUp) -> dict[str, object]:
    return {name: getattr(held, name) for name in ("kept", "changed", "next_step", "version")}
