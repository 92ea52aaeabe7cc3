"""What the office enters about a concern: a task for the school, the kind of breach, a body's step."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naung.core.forms import Answering, DayField
from naung.prevention.forms.concerns import options
from naung.prevention.rules.bodies import BODIES
from naung.prevention.rules.pokja import BREACH_TEXTS, STEP_TEXTS


class TaskForm(Answering):
    """A task for one person of a school."""

    user: Any = forms.ModelChoiceField(None, label=_("Untuk siapa"), empty_label=_("Pilih orang sekolah"))
    text = forms.CharField(
        label=_("Apa yang diminta"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tanpa nama anak dan tanpa isi laporan; yang diberi tugas hanya membaca kalimat ini."),
    )  # fmt: skip
    due = DayField(label=_("Paling lambat"), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        field.queryset = people
        field.label_from_instance = lambda obj: obj.name


class BreachForm(Answering):
    """The kind of breach and the reason."""

    kind = forms.ChoiceField(label=_("Golongan"), widget=forms.RadioSelect, choices=lambda: options(BREACH_TEXTS))
    reason = forms.CharField(label=_("Alasannya"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))


class StepForm(Answering):
    """What went to a body or came back."""

    step = forms.ChoiceField(label=_("Langkah"), widget=forms.RadioSelect, choices=lambda: options(STEP_TEXTS))
    body = forms.ChoiceField(
        label=_("Lembaga"), choices=lambda: [(body.code, body.name.say(get_language())) for body in BODIES]
    )
    on_date = DayField(label=_("Tanggal"))
    letter = forms.CharField(label=_("Nomor surat"), max_length=100, required=False)
    text = forms.CharField(
        label=_("Kesimpulan atau catatan"), max_length=4_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
