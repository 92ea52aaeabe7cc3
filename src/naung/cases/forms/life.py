"""Forms of the life of a case: registration, people, stage, closing, suspension."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from naung.cases.forms.contact import writing
from naung.cases.operations.closure import LABELS
from naung.cases.rules.assigning import Candidate
from naung.cases.rules.closing import ClosingFacts
from naung.cases.rules.steps import FIRST_STAGES
from naung.core import forms as core
from naung.teams.models import Team

NEW = "NEW"


class People(core.Form):
    """Who takes the case: team, holder, companions."""

    holder_id = forms.TypedChoiceField(label=_("Pekerja sosial pemegang kasus"), coerce=UUID, widget=forms.RadioSelect)
    companion_ids = forms.TypedMultipleChoiceField(
        label=_("Pendamping"), coerce=UUID, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [person for person in candidates if not person.shut_out]
        for name, role in (("holder_id", "SOCIAL_WORKER"), ("companion_ids", "COMPANION")):
            choices = [(str(person.id), person.name) for person in there if person.role == role]
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class Registration(People):
    """A triaged report becomes a case."""

    child = forms.ChoiceField(label=_("Apakah anak ini sudah dikenal?"), widget=forms.RadioSelect)
    ppks = core.CodeField("ppks_anak", label=_("Kategori PPKS anak"), empty=_("Pilih satu"))
    ampk = core.CodesField("ampk", label=_("Kategori AMPK (boleh beberapa)"), required=False)
    court_role = core.CodeField("peran_abh", label=_("Peran dalam proses pidana"), empty=_("Tidak ada"), required=False)
    stage = forms.ChoiceField(label=_("Tahap awal"), widget=forms.RadioSelect, initial="INTERVENTION")
    team = forms.ModelChoiceField(label=_("Tim"), queryset=Team.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, children: Iterable[tuple[str, str]], teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = [(NEW, _("Anak baru, belum ada berkasnya")), *children]  # type: ignore[attr-defined]
        stages = dict(core.code_options("tahap"))
        self.fields["stage"].choices = [(code, stages[code]) for code in FIRST_STAGES]  # type: ignore[attr-defined]
        team: Any = self.fields["team"]
        team.queryset = teams
        team.label_from_instance = lambda held: held.name


class Assignment(People):
    """Other people for a running case, of its team or another."""

    team_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Alasan"), required=False)


class Join(core.Form):
    """The report belongs to an open case."""

    reason = forms.CharField(label=_("Mengapa laporan ini menyangkut kasus yang sama"), widget=writing(2))


class Stage(core.Form):
    """A decision about the stage."""

    reason = forms.CharField(label=_("Keputusan konferensi kasus atau supervisor"), widget=writing(4))


# What each way of closing asks for besides its reason.
ASKED = {
    "TJN": {"next_contact", "early_reason"},
    "UMR": {"transition_plan"},
    "PGN": {"guardianship_order"},
    "MGL": {"death_review"},
    "DUP": {"duplicate_of"},
}

# Where the gates' links lead to (`rules/gates.py`).
ANCHORS = {
    "reason": "alasan", "next_contact": "kontak", "early_reason": "alasan-awal", "transition_plan": "transisi",
    "guardianship_order": "penetapan", "death_review": "telaah", "duplicate_of": "duplikat",
}  # fmt: skip


class Closing(core.Form):
    """Closing a case in one of its ways; only what that way needs is asked."""

    way = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=LABELS["reason"], widget=writing(3), required=False)
    next_contact = forms.CharField(label=LABELS["next_contact"], widget=writing(2), required=False)
    early_reason = forms.CharField(label=LABELS["early_reason"], widget=writing(2), required=False)
    transition_plan = forms.CharField(label=LABELS["transition_plan"], widget=writing(2), required=False)
    guardianship_order = forms.CharField(label=LABELS["guardianship_order"], max_length=200, required=False)
    death_review = forms.CharField(label=LABELS["death_review"], widget=writing(3), required=False)
    duplicate_of = forms.CharField(label=_("Nomor kasus yang menggantikan"), max_length=12, required=False)

    def __init__(self, *args: Any, way: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - {"way", "version", "reason"} - ASKED.get(way, set()):
            del self.fields[name]

    def facts(self) -> ClosingFacts:
        """The closing as it is decided."""
        return ClosingFacts(**{name: held for name, held in self.cleaned_data.items() if name != "version"})

    def clean_version(self) -> int:
        """The version of the closing that was shown; 0 when there was none yet."""
        return self.cleaned_data["version"] or 0


class Suspension(core.Form):
    """Letting a case rest until a review."""

    reason_code = core.CodeField("alasan_tangguh", label=_("Alasan penangguhan"), empty=_("Pilih satu"))
    reason = forms.CharField(label=_("Penjelasan"), widget=writing(3), required=False)
    review_date = core.DayField(label=_("Ditinjau pada"), help_text=_("Paling lama 30 hari lagi."))


class Review(core.Form):
    """Letting it rest on."""

    reason = forms.CharField(label=_("Mengapa penangguhan dilanjutkan"), widget=writing(2))
    review_date = core.DayField(label=_("Ditinjau pada"), help_text=_("Paling lama 30 hari lagi."))


class HandOver(core.Form):
    """Somebody's cases go to a colleague."""

    to_id = forms.TypedChoiceField(label=_("Diserahkan kepada"), coerce=UUID, widget=forms.RadioSelect)
    case_ids = forms.TypedMultipleChoiceField(
        label=_("Kasus yang diserahkan"), coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Alasan serah terima"), widget=writing(2))

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], cases: Iterable[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to_id"].choices = list(people)  # type: ignore[attr-defined]
        self.fields["case_ids"].choices = list(cases)  # type: ignore[attr-defined]
