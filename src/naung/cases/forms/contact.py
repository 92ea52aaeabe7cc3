"""Forms of visits and of the chronology: phone-sized, one question after the other."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from naung.cases.rules.contact import VisitFacts
from naung.core import forms as core

TAPPED = ("child_seen", "seen_alone", "stable")  # answered by Ya or Tidak
YES_NO = [("yes", _("Ya")), ("no", _("Tidak"))]


def writing(rows: int = 3) -> forms.Textarea:
    """A place to write."""
    return forms.Textarea(attrs={"rows": rows})


def yes_or_no(value: str) -> bool:
    """What a tapped yes or no means."""
    return value == "yes"


class YesNoField(forms.TypedChoiceField):
    """Ya or tidak: two answers to tap; left open it says nothing."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.RadioSelect(attrs={"data-row": "1"}))
        super().__init__(choices=YES_NO, coerce=yes_or_no, empty_value=None, **options)


class Visit(core.Form):
    """A visit or another contact with the child."""

    visit_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = core.CodeField("jenis_kontak", label=_("Jenis kontak"))
    at = core.MomentField(label=_("Kapan"))
    child_seen = YesNoField(label=_("Anak ditemui langsung?"))
    seen_alone = YesNoField(label=_("Sempat berbicara dengan anak sendirian?"), required=False)
    safe = core.YesNoUnknownField(label=_("Apakah anak aman sekarang?"))
    stable = YesNoField(label=_("Apakah keadaannya stabil?"), required=False)
    flags = core.CodesField("bahaya", label=_("Tanda bahaya yang terlihat atau diceritakan"), required=False)
    child_words = forms.CharField(
        label=_("Kata-kata anak sendiri"), help_text=_("Tulis seperti diucapkan."), widget=writing(), required=False
    )
    observed = forms.CharField(label=_("Yang terlihat dan terdengar"), widget=writing(), required=False)
    agreed = forms.CharField(label=_("Yang disepakati sesudah ini"), widget=writing(2), required=False)

    def facts(self) -> VisitFacts:
        """The visit as it is kept."""
        told = {name: held for name, held in self.cleaned_data.items() if name != "visit_id"}
        return VisitFacts(**{**told, "flags": tuple(told["flags"])})


class EditedVisit(Visit):
    """A correction of what was written about a visit; what it said stays."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    in_school = core.YesNoUnknownField(label=_("Apakah anak bersekolah?"), required=False)
    caregiver_coping = core.YesNoUnknownField(label=_("Apakah pengasuh sanggup?"), required=False)
    reason = forms.CharField(label=_("Mengapa diubah"), help_text=_("Catatan yang lama tetap tersimpan."))

    # A danger seen is ended by a supervisor, never written away.
    visit_id = flags = None  # type: ignore[assignment]

    def facts(self) -> VisitFacts:
        """The visit as it should have been written."""
        return VisitFacts(
            **{name: told for name, told in self.cleaned_data.items() if name not in ("version", "reason")}
        )


def shown(visit: Any) -> dict[str, Any]:
    """A stored visit as the fields of its form name it."""
    told = {name: getattr(visit, name) for name in EditedVisit.base_fields if name not in ("version", "reason")}
    yes_no = {name: None if told[name] is None else "yes" if told[name] else "no" for name in TAPPED}
    return told | yes_no


class Note(core.Form):
    """An entry of the chronology."""

    narrative_id = forms.UUIDField(widget=forms.HiddenInput)
    at = core.MomentField(label=_("Kapan terjadi"), help_text=_("Boleh lebih awal: catatan ditempatkan pada waktunya."))
    text = forms.CharField(label=_("Catatan"), widget=writing(6))


class EditedNote(core.Form):
    """A correction of an entry; what it said stays."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    at = core.MomentField(label=_("Kapan terjadi"))
    text = forms.CharField(label=_("Catatan"), widget=writing(6))
    reason = forms.CharField(label=_("Mengapa diubah"), help_text=_("Catatan yang lama tetap tersimpan."))


def new_visit(visit_id: UUID, now: datetime) -> dict[str, Any]:
    """How the form begins: now, at home."""
    return {"visit_id": visit_id, "at": now, "kind": "RUMAH"}
