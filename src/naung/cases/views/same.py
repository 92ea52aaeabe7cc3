"""Records that may be one child: the queue, two side by side, and taking a merge back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from naung.access.policy import Permission as P
from naung.access.queries import permits, require
from naung.cases import operations
from naung.cases.forms import same as forms
from naung.cases.models import Case
from naung.cases.queries import cases, family, pairs, staff
from naung.cases.queries.same import written_between
from naung.cases.views.page import attempt, form_page, opened, shell, status_of, who
from naung.people import operations as people
from naung.people.matching.words import reasons
from naung.people.models import CandidatePair, Merge, PairState

SHOWN = 25
FORM = ("GET", "HEAD", "POST")


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The pairs of records that wait for this person's word, the likeliest first."""
    require(who(request), P.CHILD_MERGE)
    page = Paginator(pairs.waiting_pairs(who(request)), SHOWN).get_page(request.GET.get("page"))
    return render(request, "cases/pairs.html", {"page": page, "now": timezone.now()})


@never_cache
@require_http_methods(FORM)
def pair(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Two records side by side, and what somebody says of them."""
    actor, now = who(request), timezone.now()
    held = pairs.pair_of(actor, pair_id)
    require(actor, P.CHILD_MERGE, held)
    told = pairs.compared(actor, held, timezone.localdate(now))
    _look(request, held, told)
    form = _decision(request, held, told)
    before, after = pairs.neighbours(actor, held)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _decide(request, held, told, form)):
        return redirect("cases:pair", after) if after else redirect("cases:pairs")
    context = {
        "pair": held, "told": told, "form": form, "before": before, "after": after, "now": now,
        "reasons": reasons(held.reasons),
        "waits": held.state in people.WAITING and not (held.low.merged_into_id or held.high.merged_into_id),
        "decided_by": staff.names([held.decided_by_id]).get(held.decided_by_id) if held.decided_by_id else None,
    }  # fmt: skip
    return render(request, "cases/pair.html", context, status=status_of(form))


def _look(request: HttpRequest, held: CandidatePair, told: pairs.Compared) -> None:
    """Both files were opened; that is written down with each of them."""
    now = timezone.now()
    people.open_pair(by=who(request), pair=held, now=now)
    for record in (told.left, told.right):
        if record.case is not None:
            operations.open_file(by=who(request), case=record.case, page="pair", now=now)


def _decision(request: HttpRequest, held: CandidatePair, told: pairs.Compared) -> forms.Decision:
    sides = (told.left, told.right)
    return forms.Decision(
        request.POST or None, both_open=told.both_open,
        records=[(str(one.child.pk), _called(one)) for one in sides if told.free or one.child.pk == told.stands],
        initial={
            "kept_id": str(told.stands), "version": held.version, "low_version": held.low.version,
            "high_version": held.high.version,
        },
    )  # fmt: skip


def _called(record: pairs.Record) -> str:
    name = record.child.name or gettext("Tanpa nama")
    return f"{name} · {record.case.number}" if record.case else name


def _decide(request: HttpRequest, held: CandidatePair, told: pairs.Compared, form: forms.Decision) -> None:
    given, now = form.cleaned_data, timezone.now()
    if given["decision"] != PairState.SAME:
        people.decide_pair(
            by=who(request), pair_id=held.pk, state=PairState(given["decision"]), reason=given["reason"],
            version=given["version"], now=now,
        )  # fmt: skip
        later = given["decision"] == PairState.LATER
        messages.success(request, gettext("Ditunda. Pasangan ini tetap dalam daftar.") if later else
                         gettext("Tercatat sebagai dua anak. Pasangan ini tidak ditawarkan lagi."))  # fmt: skip
        return
    kept = given["kept_id"] or told.stands
    merged = told.right.child.pk if kept == told.left.child.pk else told.left.child.pk
    shown = {held.low_id: given["low_version"], held.high_id: given["high_version"]}
    operations.merge_children(
        by=who(request), kept_id=kept, merged_id=merged, reason=given["reason"], closes=given.get("closes", False),
        versions=(shown[kept], shown[merged]), now=now,
    )  # fmt: skip
    messages.success(request, gettext("Kedua berkas kini satu anak. Ini dapat dibatalkan dari berkas yang dipakai."))


@require_POST
def propose(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put this case's child and that of another case side by side."""
    case = opened(request, case_id, "people", P.CHILD_MERGE)
    form = forms.Proposal(request.POST, prefix="s")
    made: list[CandidatePair] = []
    if form.is_valid() and attempt(form, lambda: made.append(_propose(request, case, form))):
        return redirect("cases:pair", made[0].pk)
    context = shell(request, case, "people") | {"form": form}
    return render(request, "cases/pair_propose.html", context, status=422)


def _propose(request: HttpRequest, case: Case, form: forms.Proposal) -> CandidatePair:
    other = family.child_by_number(who(request), form.cleaned_data["number"])
    return people.propose_pair(by=who(request), child_id=case.child_id, other_id=other, now=timezone.now())


@require_http_methods(FORM)
def lend(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show this record to another team's supervisor for some days."""
    case = opened(request, case_id, "people", P.CASE_ASSIGN)
    others = staff.other_supervisors(case, timezone.now())
    form = forms.Lend(request.POST or None, people=[(str(one.id), f"{one.name}, {one.team}") for one in others])
    return form_page(
        request, case, "cases/lend.html", form,
        lambda: operations.lend_case(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data),
        gettext("Berkas ditunjukkan selama tiga hari."), then="cases:people",
    )  # fmt: skip


@never_cache
@require_http_methods(FORM)
def merged(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """A merge: what was written since, and taking it back; afterwards the list for sorting."""
    actor, now = who(request), timezone.now()
    made, kept, child = pairs.merge_of(actor, merge_id)
    require(actor, P.CHILD_MERGE, made)
    form = forms.Undo(request.POST or None, closed=made.closed_case_id is not None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _undo(request, made, form)):
        messages.success(
            request, gettext("Kedua berkas kini dua anak. Yang ditulis selama menjadi satu ada di bawah ini.")
        )
        return redirect("cases:merged", made.pk)
    current = {one.pk: case for one in (kept, child) if (case := cases.current_of(actor, one)) is not None}
    for case in current.values():
        operations.open_file(by=actor, case=case, page="merged", now=now)
    context: dict[str, Any] = {
        "made": made, "kept": kept, "child": child, "form": form, "now": now,
        "since": written_between(actor, made, made.undone_at), "cases": current,
        "names": staff.names([made.by_id, made.undone_by_id]), "may_undo": permits(actor, P.CHILD_MERGE, kept),
    }  # fmt: skip
    return render(request, "cases/merged.html", context, status=status_of(form))


def _undo(request: HttpRequest, made: Merge, form: forms.Undo) -> None:
    operations.undo_merge(
        by=who(request), merge_id=made.pk, reason=form.cleaned_data["reason"],
        reopens=form.cleaned_data.get("reopens", False), now=timezone.now(),
    )  # fmt: skip
