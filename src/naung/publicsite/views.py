"""Pages for everybody: telling, coming back with the receipt, and three pages to read."""

import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from naung.access.acting import acting_as
from naung.access.actors import Actor, public
from naung.core import clock, limits
from naung.core.errors import Refused
from naung.core.forms import Form, typed
from naung.core.languages import asked_language, keep_language
from naung.intake.operations import contact, filing
from naung.intake.queries import contact as contact_queries
from naung.intake.rules.phrases import phrase_for
from naung.intake.rules.words import words_for
from naung.prevention.operations.reach import note_contact
from naung.prevention.queries.signs import weights
from naung.prevention.rules.sign_words import PARENTS, PEERS
from naung.prevention.rules.signs import NO_INQUIRY, advise, observed
from naung.publicsite import forms
from naung.publicsite.rules import filing_of
from naung.teams.queries import office_ids

SCREENS = (("what", forms.What), ("who", forms.Who), ("you", forms.You))
SESSION_MINUTES = 30
OPENED, OPENED_AT = "opened_bundle", "opened_at"
SESSION = "kegiatan"  # the code of the awareness session that led here, carried from screen to screen
NOT_TYPED = {"csrfmiddlewaretoken", "pass", "proof", "language"}
Given = dict[str, Form]
OWN_WAY = ("same-origin", "none")  # from a page of ours, or typed; a browser that does not say counts as that


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """In danger now, then three choices."""
    return render(request, "publicsite/home.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """The report in three screens; what was answered before travels along in the form, nothing is stored."""
    if request.method != "POST":
        token = secrets.token_urlsafe(24)
        return _screen(request, 0, {"what": forms.What(), "who": forms.Who(), "you": forms.You()}, token)
    language = asked_language(request)
    given: Given = {name: form(request.POST) for name, form in SCREENS}
    at = _number(request.POST.get("at"))
    token = request.POST.get("token", "")[:64] or secrets.token_urlsafe(24)
    if language:
        return keep_language(request, _screen(request, _reached(given, at), given, token), language)
    if "back" in request.POST:
        return _screen(request, max(at - 1, 0), given, token)
    for number in range(at + 1):
        if not given[SCREENS[number][0]].is_valid():
            return _screen(request, number, given, token, status=422)
    if "send" not in request.POST:
        return _screen(request, min(at + 1, 2), given, token)
    return _send(request, given, token)


def _number(text: str | None) -> int:
    return int(text) if text in {"0", "1", "2"} else 0


def _reached(given: Given, at: int) -> int:
    """The screen to show again: this one, unless something before it is still missing."""
    valid = [given[name].is_valid() for name, _ in SCREENS]
    return next((number for number in range(at) if not valid[number]), at)


def _unasked(kind: type[Form], told: QueryDict) -> Form:
    """A screen with what was typed into it so far."""
    return kind(initial=typed(kind(), told))


def _screen(request: HttpRequest, at: int, given: Given, token: str, status: int = 200) -> HttpResponse:
    """One screen; the answers of the others travel hidden. It complains only when somebody wanted to go on."""
    name, kind = SCREENS[at]
    form = given[name] if status == 422 else _unasked(kind, request.POST)
    others = [bound for other, _ in SCREENS if other != name for bound in given[other]]
    kept = [(bound.html_name, request.POST[bound.html_name]) for bound in others if bound.html_name in request.POST]
    kept += [(SESSION, come_by)] if (come_by := _session_code(request)) else []
    context = {"form": form, "at": at, "kept": kept, "token": token, "given": given}
    return render(request, f"publicsite/tell_{name}.html", context, status=status)


def _session_code(request: HttpRequest) -> str:
    """The code with which somebody came. It is not looked up here: the form is the same for every code."""
    return (request.POST.get(SESSION) or request.GET.get(SESSION, ""))[:6]


def _send(request: HttpRequest, given: Given, token: str) -> HttpResponse:
    now = timezone.now()
    if wait := _wait(request, f"report {token}", settings.PUBLIC_REPORTS_HOUR, now):
        return wait
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        today = timezone.localdate(now)
        told = filing_of(given["what"], given["who"], given["you"], token, today)
        reports = filing.file_report(by=actor, filing=told, now=now)
    except Refused as refusal:
        given["who"].add_error(None, str(refusal.message))
        return _screen(request, 1, given, token, status=422)
    if come_by := _session_code(request):
        note_contact(by=actor, code=come_by, bundle_id=reports[0].bundle_id, now=now)
    digits = contact.make_receipt(by=actor, report=reports[0], token=token, now=now)
    context = {
        "digits": digits,
        "five_words": words_for(digits),
        "proof": contact_queries.proof_of(reports[0].bundle_id),
        "now": now,
        "danger": reports[0].danger,
    }
    return render(request, "publicsite/sent.html", context)


def _wait(request: HttpRequest, about: str, most: int, now: datetime) -> HttpResponse | None:
    """The page that asks to wait, with everything typed still in it, when this address comes often; else nothing.

    A pass is good once. That it is bound to the form's own token makes a report sent again the same report.
    """
    held = request.POST.get("pass", "")
    left = limits.seconds_left(held, about)
    if left is None:
        if limits.came(about.partition(" ")[0], request, now) <= most:
            return None
        held, left = limits.new_pass(about), limits.WAIT
    elif (left == 0 or limits.worked(held, request.POST.get("proof", ""))) and limits.spend(held):
        return None
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_TYPED]
    context = {"typed": typed, "held": held, "left": left, "bits": limits.BITS, "telling": about != "code"}
    return render(request, "publicsite/wait.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Coming back: the receipt opens the status page for half an hour."""
    form = forms.Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor: Actor = request.actor  # type: ignore[attr-defined]
        now = timezone.now()
        if wait := _wait(request, "code", settings.PUBLIC_CODES_HOUR, now):
            return wait
        bundle_id = contact.use_receipt(by=actor, typed=form.cleaned_data["code"], now=now)
        if bundle_id is not None:
            request.session.cycle_key()  # whoever knew the session before, opens nothing with it
            request.session[OPENED], request.session[OPENED_AT] = str(bundle_id), now.timestamp()
            request.session.set_expiry(SESSION_MINUTES * 60)
            return redirect("publicsite:status")
        form.add_error("code", forms.NO_SUCH_CODE)
    return render(request, "publicsite/code.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """What the office says of the report in safe phrases, and the messages both ways."""
    bundle_id = _opened(request)
    if bundle_id is None:
        return redirect("publicsite:code")
    form = forms.Say(request.POST or None)
    with acting_as(public([bundle_id], office_ids())) as reporter:
        reports = list(contact_queries.reports_of_bundle(reporter, bundle_id))
        if not reports:
            return redirect("publicsite:code")
        if request.method == "POST" and form.is_valid():
            contact.say(by=reporter, report_id=reports[0].pk, text=form.cleaned_data["text"], now=timezone.now())
            return redirect("publicsite:status")
        contact.read_messages(by=reporter, report_id=reports[0].pk, now=timezone.now())
        exchange = list(contact_queries.messages_of(reporter, reports[0]))
        context = {
            "form": form,
            "report": reports[0],
            "exchange": exchange,
            "phrase": phrase_for(reports[0].status, reports[0].phrase),
            "may_withdraw": contact_queries.may_withdraw(bundle_id),
        }
        return render(request, "publicsite/status.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take name and number back: first what goes and what stays, then the button that does it."""
    bundle_id = _opened(request)
    if bundle_id is None:
        return redirect("publicsite:code")
    with acting_as(public([bundle_id], office_ids())) as reporter:
        if request.method == "POST":
            contact.withdraw_contact(by=reporter, bundle_id=bundle_id, now=timezone.now())
            messages.success(request, gettext("Nama dan nomor Anda sudah dihapus."))
            return redirect("publicsite:status")
        if not contact_queries.may_withdraw(bundle_id):
            return redirect("publicsite:status")
        return render(request, "publicsite/withdraw.html")


@login_not_required
@never_cache
@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """A file that says that a report was filed on this day, signed; nothing of what was told."""
    bundle_id = _opened(request)
    text = contact_queries.proof_of(bundle_id) if bundle_id else None
    if text is None:
        return redirect("publicsite:code")
    name = {"Content-Disposition": 'attachment; filename="bukti.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=name)


@csrf_exempt  # it changes nothing, and so it needs no cookie
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_proof(request: HttpRequest) -> HttpResponse:
    """Whether a proof that somebody shows is ours, and of which day."""
    form = forms.Shown(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    shown = contact_queries.proof_in(form.cleaned_data["text"]) if asked else None
    context = {"form": form, "asked": asked, "proof": shown}
    return render(request, "publicsite/proof.html", context, status=422 if form.errors else 200)


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the status page on this device."""
    request.session.flush()
    return redirect("publicsite:home")


@login_not_required
@never_cache
@require_safe
def leave_quickly(request: HttpRequest) -> HttpResponse:
    """Out to a neutral page; on the way this browser forgets Naung: cookies, what it stored, files in the cache.

    A browser that does not know the header, or has no TLS, forgets the cookies all the same. Another site that links
    here wipes nothing. Scripts ask with HEAD and leave by themselves, whatever becomes of the answer.
    """
    answer = HttpResponse(status=204) if request.method == "HEAD" else redirect(settings.CITY.quick_exit)
    if request.headers.get("Sec-Fetch-Site", "none") in OWN_WAY:
        logout(request)
        answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        for name in request.COOKIES:
            answer.delete_cookie(name)
    return answer


def _opened(request: HttpRequest) -> UUID | None:
    """The report whose receipt was shown here; closed when the clock went back, for then nobody knows how long ago."""
    opened = request.session.get(OPENED)
    return UUID(opened) if opened and not clock.lies_ahead(request.session.get(OPENED_AT, 0)) else None


@login_not_required
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Your rights, for a child of ten."""
    return render(request, "publicsite/rights.html")


@login_not_required
@require_safe
def afterwards(request: HttpRequest) -> HttpResponse:
    """What happens after you tell."""
    return render(request, "publicsite/afterwards.html")


@login_not_required
@require_safe
def helpers(request: HttpRequest) -> HttpResponse:
    """Who helps."""
    return render(request, "publicsite/helpers.html")


@csrf_exempt  # it changes nothing, and so it needs no cookie
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signs(request: HttpRequest, *, peers: bool = False) -> HttpResponse:
    """Signs that one may notice in a child, for parents or friends: what is ticked is answered, and kept nowhere."""
    language = asked_language(request)
    words = PEERS if peers else PARENTS
    chosen = [code for code in request.POST.getlist("sign") if code in words]
    again = request.POST.getlist("again")[:1]
    seen = observed(chosen, timezone.localdate(), again=bool(again))
    context = {
        "peers": peers, "options": [(code, text.say(translation.get_language())) for code, text in words.items()],
        "chosen": chosen, "again": again, "judgement": advise(seen, weights()) if chosen else None,
        "no_inquiry": NO_INQUIRY,
    }  # fmt: skip
    return keep_language(request, render(request, "publicsite/signs.html", context), language)
