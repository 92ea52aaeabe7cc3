"""Forms of the return: the plan, the return itself, and a visit of the series after it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naung.cases.models import Rating
from naung.cases.models.reintegration import Destination
from naung.cases.operations.reintegration import BEHIND
from naung.cases.rules import assessment as rules
from naung.cases.rules.contact import VisitFacts
from naung.core import forms as core

DESTINATIONS = [
    (Destination.HOME, _("Rumah orang tua")),
    (Destination.KIN, _("Kerabat")),
    (Destination.INDEPENDENT, _("Mandiri")),
]
RATED_AGAIN = [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("NA", _("Tidak berlaku"))]


def _note(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class Plan(core.Form):
    """Where the child returns to and what already stands."""

    destination = forms.ChoiceField(
        label=_("Anak kembali ke mana"), choices=DESTINATIONS, required=False, widget=forms.RadioSelect
    )
    caregiver_assessed = forms.BooleanField(label=_("Kesiapan pengasuh sudah dinilai"), required=False)
    caregiver_note = _note(_("Apa yang ditemukan tentang pengasuh"))
    school_place = forms.BooleanField(label=_("Tempat di sekolah sudah pasti"), required=False)
    school_note = _note(_("Sekolah, kelas, dan siapa yang dihubungi"))
    child_agrees = forms.BooleanField(label=_("Anak setuju kembali"), required=False)
    child_words = _note(_("Kata-kata anak sendiri"))
    community_checked = forms.BooleanField(label=_("Penerimaan lingkungan sudah diperiksa"), required=False)
    community_note = _note(_("Siapa yang ditanya dan apa jawabannya"))
    text = forms.CharField(
        label=_("Rencana kepulangan"),
        help_text=_("Persiapan, pendampingan, dan apa yang dilakukan bila anak tidak aman."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        held = super().clean() or {}
        for answer, note in BEHIND.items():
            if held.get(answer) and not held.get(note, "").strip():
                self.add_error(note, _("Tulis apa yang ditemukan."))
        return held


class Return(core.Form):
    """The return: on what day, with which signed handover."""

    returned_date = core.DayField(label=_("Tanggal anak kembali"))
    handover_signed = forms.BooleanField(label=_("Berita acara serah terima sudah ditandatangani"))
    handover_number = forms.CharField(label=_("Nomor berita acara"), max_length=60)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class Decision(core.Form):
    """The supervisor's decision in words."""

    reason = forms.CharField(
        label=_("Dasar keputusan"),
        help_text=_("Apa yang Anda periksa dan mengapa anak dapat kembali."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RatedAgain(core.Form):
    """The twelve factors at a visit; what did not change keeps its last rating."""

    def __init__(self, *args: Any, previous: Mapping[str, Rating], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.previous = previous
        for code, label in core.code_options(rules.FACTOR_LIST):
            self.fields[code] = forms.ChoiceField(
                label=f"{code} · {label}",
                choices=RATED_AGAIN,
                required=False,
                initial=_last(previous.get(code)),
                widget=forms.RadioSelect(attrs={"data-row": "1"}),
            )

    def entries(self) -> list[dict[str, Any]]:
        """What was rated, as the operation takes it; "not applicable" keeps the reason given before."""
        return [self._entry(code, answer) for code, answer in self.cleaned_data.items() if answer]

    def _entry(self, code: str, answer: str) -> dict[str, Any]:
        before = self.previous.get(code)
        if answer.isdigit():
            return {"factor": code, "score": int(answer)}
        why = before.not_applicable_code if before is not None and before.not_applicable else ""
        reason = (before.reason or "") if before is not None and why else ""
        return {"factor": code, "not_applicable": True, "not_applicable_code": why or "TINGGAL", "reason": reason}


def _last(rating: Rating | None) -> str:
    if rating is None:
        return ""
    return "NA" if rating.not_applicable else str(rating.score or "")


class Visit(core.Form):
    """A visit of the series after the return."""

    visit_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = core.CodeField("jenis_kontak", label=_("Jenis kontak"))
    at = core.MomentField(label=_("Kapan"))
    child_seen = forms.BooleanField(label=_("Anak ditemui langsung"), required=False)
    seen_alone = core.YesNoUnknownField(label=_("Berbicara dengan anak sendirian?"), required=False)
    safe = core.YesNoUnknownField(label=_("Apakah anak aman?"))
    in_school = core.YesNoUnknownField(label=_("Apakah anak bersekolah?"))
    caregiver_coping = core.YesNoUnknownField(label=_("Apakah pengasuh sanggup?"))
    child_words = forms.CharField(
        label=_("Kata-kata anak sendiri"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    observed = forms.CharField(label=_("Yang terlihat"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.CharField(label=_("Yang disepakati"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    flags = core.CodesField("bahaya", label=_("Tanda bahaya"), required=False)

    def facts(self, number: int) -> VisitFacts:
        """What was entered, as the operation takes it. Stable: safe, carer coping and no danger."""
        held = self.cleaned_data
        calm = held["safe"] == core.YES and held["caregiver_coping"] == core.YES and not held["flags"]
        worse = held["safe"] == core.NO or held["caregiver_coping"] == core.NO or bool(held["flags"])
        return VisitFacts(
            kind=held["kind"],
            at=held["at"],
            child_seen=held["child_seen"],
            seen_alone={core.YES: True, core.NO: False}.get(held["seen_alone"]),
            safe=held["safe"],
            stable=True if calm else False if worse else None,
            in_school=held["in_school"],
            caregiver_coping=held["caregiver_coping"],
            child_words=held["child_words"],
            observed=held["observed"],
            agreed=held["agreed"],
            flags=tuple(held["flags"]),
            series_no=number,
        )
