"""Pages of the assessment: begin, one step at a time with autosave, finish, read and print, compare."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from naung.cases.forms import assessment as forms
from naung.cases.models import Assessment, Case
from naung.cases.operations import assessment as operations
from naung.cases.queries import assessment as queries
from naung.cases.queries import staff
from naung.cases.rules.definitions import definitions
from naung.cases.views.page import who
from naung.cases.views.work import file_of, frame
from naung.core import formats
from naung.core.errors import Stale
from naung.core.forms import whole_number
from naung.core.levels import Level

CHILD, HEADINGS, END = "anak", "ranah", "akhir"
STEPS = (*queries.DOMAINS, CHILD, HEADINGS, END)
TITLES = {CHILD: _("Pendapat anak"), HEADINGS: _("Kebutuhan menurut ranah"), END: _("Tingkat dan penyelesaian")}


@dataclass(frozen=True)
class Way:
    """One step of the assessment in the list of steps."""

    slug: str
    title: Any
    done: bool
    current: bool


@require_POST
def start(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Begin an assessment, or go on with the one being written."""
    operations.start_assessment(by=who(request), case_id=case_id, now=timezone.now())
    return redirect("cases:assessment_step", case_id, STEPS[0])


@require_GET
def overview(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The assessment as it stands: the one being written, else the last one; with all that it lacks."""
    case = file_of(request, case_id, "assessment")
    assessments = queries.of_case(who(request), case)
    return _sheet(request, case, assessments, queries.draft(assessments) or queries.latest(assessments))


@require_GET
def read(request: HttpRequest, case_id: UUID, sequence: int) -> HttpResponse:
    """One assessment to read and print (document ASM)."""
    case = file_of(request, case_id, "assessment")
    assessments = queries.of_case(who(request), case)
    chosen = next((a for a in assessments if a.sequence == sequence), None)
    if chosen is None:
        raise Assessment.DoesNotExist
    return _sheet(request, case, assessments, chosen)


def _sheet(request: HttpRequest, case: Case, assessments: list[Assessment], chosen: Assessment | None) -> HttpResponse:
    statements = queries.earlier_statements(who(request), case) if chosen else []
    writers = staff.names([chosen.started_by_id, chosen.finished_by_id] if chosen else [])
    context = {
        "assessments": assessments,
        "assessment": chosen,
        "rows": queries.sheet(chosen, assessments) if chosen else [],
        "domains": queries.DOMAINS,
        "statements": [s for s in statements if chosen and s.id in chosen.reused],
        "missing": queries.missing_for_finish(chosen) if chosen and not chosen.finished_at else [],
        "names": writers,
        "draft_words": definitions().draft,
    }
    return render(request, "cases/assessment.html", frame(request, case) | context)


@require_GET
def compare(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Finished assessments side by side, first to last."""
    case = file_of(request, case_id, "assessment")
    found = queries.compare(queries.of_case(who(request), case))
    context = frame(request, case) | {"comparison": found, "domains": queries.DOMAINS}
    return render(request, "cases/assessment_comparison.html", context)


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, case_id: UUID, step: str) -> HttpResponse:
    """One step of the assessment being written: two factors, the child's view, the headings, or the end."""
    case = file_of(request, case_id, "assessment")
    assessments = queries.of_case(who(request), case)
    writing = queries.draft(assessments)
    if writing is None or step not in STEPS:
        return redirect("cases:assessment", case_id)
    shown = _Step(request, case, writing, assessments, step)
    if request.method == "GET":
        return shown.page()
    if not shown.valid():
        return shown.page(status=422)
    try:
        shown.save()
    except Stale:
        return _Step(request, case, writing, assessments, step, clash=True).page(status=409)
    if step == END:
        messages.success(request, gettext("Asesmen selesai."))
        return redirect("cases:work", case_id)
    return redirect("cases:assessment_step", case_id, STEPS[STEPS.index(step) + 1])


@require_POST
def autosave(request: HttpRequest, case_id: UUID, step: str) -> HttpResponse:
    """Keep a step while it is being written; says which versions the form now holds."""
    case = file_of(request, case_id, "assessment", opened=False)
    assessments = queries.of_case(who(request), case)
    writing = queries.draft(assessments)
    if writing is None or step not in STEPS[:-1]:
        return JsonResponse({}, status=409)
    shown = _Step(request, case, writing, assessments, step)
    if not shown.valid():
        return JsonResponse({}, status=422)
    try:
        fields = shown.save()
    except Stale:
        return JsonResponse({}, status=409)
    return JsonResponse({"saved_at": formats.clock(timezone.now()), "fields": fields})


class _Step:
    """One step with its forms; `clash` shows what somebody else saved beside what was entered here."""

    def __init__(
        self,
        request: HttpRequest,
        case: Case,
        assessment: Assessment,
        assessments: list[Assessment],
        step: str,
        *,
        clash: bool = False,
    ) -> None:
        self.request, self.case, self.assessment, self.step, self.clash = request, case, assessment, step, clash
        self.rows = queries.sheet(assessment, assessments)
        self.here = [row for row in self.rows if row.code[0] == step]
        needs_statements = step == CHILD or bool(self.here)
        self.statements = queries.earlier_statements(who(request), case) if needs_statements else []
        data = request.POST if request.method == "POST" else None
        self.forms = self._forms(data.copy() if data is not None and clash else data)

    def _forms(self, data: Any) -> list[Any]:
        if self.clash:
            self._renew_versions(data)
        if self.here:
            return [forms.Factor.of(row, data) for row in self.here]
        if self.step == HEADINGS:
            return list(forms.headings(self.assessment.headings, data))
        if self.step == CHILD:
            return [self._child_view(data)]
        initial = {"version": self.assessment.version}
        language = get_language() or "id"
        return [forms.Finish(data, initial=initial, current=self.case.level, language=language)]

    def _child_view(self, data: Any) -> forms.ChildView:
        held = self.assessment
        initial = {
            "child_view": held.child_view or "", "earlier_statements": held.earlier_statements or "",
            "reused": [str(key) for key in held.reused], "version": held.version,
        }  # fmt: skip
        return forms.ChildView(data, initial=initial, statements=[(str(s.id), str(s.at)) for s in self.statements])

    def _renew_versions(self, data: Any) -> None:
        """The next saving is a choice made with both texts in sight."""
        data["version"] = self.assessment.version
        for row in self.here:
            data[f"{row.code}-version"] = row.rating.version

    def valid(self) -> bool:
        found_wrong = [form for form in self.forms if not form.is_valid()]  # every form shows its own errors
        return not found_wrong

    def save(self) -> dict[str, int]:
        by, now, key = who(self.request), timezone.now(), self.assessment.pk
        if self.here:
            entries = [operations.Entry(**form.entry()) for form in self.forms]
            versions = operations.save_ratings(by=by, assessment_id=key, entries=entries, now=now)
            return {f"{factor}-version": version for factor, version in versions.items()}
        if self.step == HEADINGS:
            version = whole_number(self.request.POST.get("version", ""))
            saved = operations.save_headings(
                by=by, assessment_id=key, now=now, version=version,
                headings={form.prefix: form.held() for form in self.forms},
            )  # fmt: skip
            return {"version": saved.version}
        held = self.forms[0].cleaned_data
        if self.step == CHILD:
            reused = [UUID(one) for one in held.pop("reused", [])]
            saved = operations.save_child_view(by=by, assessment_id=key, reused=reused, now=now, **held)
            return {"version": saved.version}
        level = Level(held.pop("level"))
        operations.finish_assessment(by=by, assessment_id=key, level=level, now=now, **held)
        return {}

    def ways(self) -> list[Way]:
        done = {domain: all(r.done for r in self.rows if r.code[0] == domain) for domain in queries.DOMAINS}
        done[CHILD] = bool(self.assessment.child_view) and bool(
            self.assessment.reused or self.assessment.earlier_statements
        )
        done[HEADINGS] = bool(self.assessment.headings)
        titles = {**queries.DOMAINS, **TITLES}
        return [Way(slug, titles[slug], done.get(slug, False), slug == self.step) for slug in STEPS]

    def page(self, status: int = 200) -> HttpResponse:
        position = STEPS.index(self.step)
        context = {
            "assessment": self.assessment,
            "step": self.step,
            "ways": self.ways(),
            "position": position + 1,
            "total": len(STEPS),
            "before": STEPS[position - 1] if position else None,
            "title": queries.DOMAINS.get(self.step) or TITLES[self.step],
            "pairs": list(zip(self.here, self.forms, strict=False)) if self.here else [],
            "forms": self.forms,
            "statements": self.statements,
            "missing": queries.missing_for_finish(self.assessment) if self.step == END else [],
            "rated": sum(row.done for row in self.rows),
            "draft_words": definitions().draft,
            "clash": self.clash,
            "names": staff.names([s.by_id for s in self.statements]),
        }
        return render(
            self.request, "cases/assessment_step.html", frame(self.request, self.case) | context, status=status
        )
