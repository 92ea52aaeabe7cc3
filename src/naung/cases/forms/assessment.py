"""Forms of the assessment: one factor, the child's view, the headings, the end."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naung.cases.queries.assessment import Row
from naung.core import forms as core
from naung.core import reference
from naung.core.levels import Level

NOT_APPLICABLE = "NA"
SCORES = [("4", "4"), ("3", "3"), ("2", "2"), ("1", "1"), (NOT_APPLICABLE, _("Tidak berlaku"))]
NEEDS = [("0", "0"), ("1", "1"), ("2", "2"), ("3", "3")]


def _writing(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Factor(core.Form):
    """One factor: 4 to 1, or not applicable and why; the reason in words."""

    answer = forms.ChoiceField(label=_("Nilai"), choices=SCORES, required=False, widget=forms.RadioSelect)
    not_applicable_code = core.CodeField(
        "alasan_tidak_berlaku", label=_("Mengapa tidak berlaku"), empty=_("Pilih alasan"), required=False
    )
    reason = forms.CharField(
        label=_("Alasan nilai ini"),
        help_text=_("Apa yang Anda lihat atau dengar, bukan kesimpulan. Wajib pada nilai 1 dan 2."),
        required=False,
        widget=_writing(3),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, row: Row, data: Mapping[str, Any] | None = None) -> "Factor":
        """The form of one row of the sheet, under the factor's code."""
        rating = row.rating
        answer = NOT_APPLICABLE if rating.not_applicable else str(rating.score or "")
        initial = {
            "answer": answer, "not_applicable_code": rating.not_applicable_code, "reason": rating.reason or "",
            "version": rating.version,
        }  # fmt: skip
        return cls(data, prefix=row.code, initial=initial)

    def entry(self) -> dict[str, Any]:
        """What was entered, as the operation takes it."""
        held = self.cleaned_data
        answer = held["answer"]
        return {
            "factor": self.prefix or "",
            "version": held["version"],
            "score": int(answer) if answer.isdigit() else None,
            "not_applicable": answer == NOT_APPLICABLE,
            "not_applicable_code": held["not_applicable_code"] if answer == NOT_APPLICABLE else "",
            "reason": held["reason"],
        }


class ChildView(core.Form):
    """The child's own view, and what was taken over from earlier statements."""

    child_view = forms.CharField(
        label=_("Pendapat anak, dengan kata-katanya sendiri"),
        help_text=_("Apa yang menurut anak baik, apa yang berat, dan apa yang ia inginkan."),
        required=False,
        widget=_writing(6),
    )
    reused = forms.MultipleChoiceField(
        label=_("Keterangan lama yang dipakai, sehingga tidak ditanyakan lagi"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    earlier_statements = forms.CharField(
        label=_("Catatan tentang keterangan lama"),
        help_text=_("Bila ada yang harus ditanyakan lagi kepada anak, tulis apa dan mengapa."),
        required=False,
        widget=_writing(3),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, statements: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reused"].choices = statements  # type: ignore[attr-defined]
        if not statements:
            del self.fields["reused"]


class Heading(core.Form):
    """One biopsychosocial heading: how much is needed, and a note."""

    need = forms.ChoiceField(
        label=_("Kebutuhan"), choices=NEEDS, required=False, widget=forms.RadioSelect(attrs={"data-row": "1"})
    )
    note = forms.CharField(label=_("Catatan"), required=False, widget=_writing(2))

    def held(self) -> dict[str, Any]:
        need = self.cleaned_data["need"]
        return {"need": int(need) if need else None, "note": self.cleaned_data["note"].strip()}


def headings(held: Mapping[str, Any] | None, data: Mapping[str, Any] | None = None) -> list[Heading]:
    """The forms of all headings in their order."""
    made = []
    for code in reference.codes("domain_biopsikososial"):
        kept = (held or {}).get(code, {})
        need = kept.get("need")
        initial = {"need": "" if need is None else str(need), "note": kept.get("note", "")}
        made.append(Heading(data, prefix=code, initial=initial))
    return made


class Finish(core.Form):
    """The end of an assessment: how urgent the case is now."""

    level = forms.ChoiceField(label=_("Tingkat menurut asesmen ini"), widget=forms.RadioSelect)
    level_reason = forms.CharField(
        label=_("Alasan tingkat"),
        help_text=_("Wajib bila lebih rendah dari tingkat sekarang; supervisor yang memutuskan."),
        required=False,
        widget=_writing(3),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, current: str, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = Level(current)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level.value, level.text.say(language)) for level in sorted(Level, reverse=True)
        ]
        self.fields["level"].initial = current

    def clean(self) -> dict[str, Any]:
        held = super().clean() or {}
        level = held.get("level")
        if level and Level(level) < self.current and not held.get("level_reason", "").strip():
            self.add_error("level_reason", _("Tulis mengapa tingkatnya lebih rendah."))
        return held
