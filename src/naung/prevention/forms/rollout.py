"""What is asked and typed on the pages of the roll-out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naung.core.forms import Answering, Form, said
from naung.prevention.queries import rollout as queries
from naung.prevention.rules.rollout import STATE_TEXTS

FORM_GROUPS = [
    ("", _("Semua jenis")),
    ("PAUD", _("PAUD, TK, RA")),
    ("SD", _("SD, MI")),
    ("SMP", _("SMP, MTs")),
    ("SMA", _("SMA, SMK, MA")),
    ("OTHER", _("SLB, PKBM, pesantren")),
]
ORDERS = [
    ("name", _("Nama")),
    ("pupils", _("Murid terbanyak")),
    ("since", _("Paling lama tanpa sesi")),
]


class Board(Form):
    """Which places to show."""

    q = forms.CharField(label=_("Nama atau NPSN"), required=False, max_length=60)
    district = forms.ChoiceField(label=_("Kecamatan"), required=False)
    state = forms.ChoiceField(label=_("Tahap"), required=False)
    form = forms.ChoiceField(label=_("Jenis"), choices=FORM_GROUPS, required=False)
    order = forms.ChoiceField(label=_("Urutkan menurut"), choices=ORDERS, required=False)
    jenis = forms.ChoiceField(choices=[(queries.SCHOOL, ""), (queries.WARD, "")], required=False)
    tampil = forms.ChoiceField(choices=[("", ""), ("peta", "")], required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        kinds: Any = self.fields
        kinds["district"].choices = [("", _("Semua")), *((area.code, area.name) for area in queries.districts())]
        kinds["state"].choices = [("", _("Semua")), *((code, said(text)) for code, text in STATE_TEXTS.items())]

    def asked(self) -> queries.Asked:
        """What is asked; whatever cannot be is left out."""
        self.is_valid()
        told = {name: value for name, value in self.cleaned_data.items() if value and name not in ("jenis", "tampil")}
        kind = self.cleaned_data.get("jenis") or queries.SCHOOL
        return queries.Asked(kind=kind, **told)

    @property
    def as_map(self) -> bool:
        return self.cleaned_data.get("tampil") == "peta"


class State(Answering):
    """How far a place is, said by hand."""

    state = forms.ChoiceField(label=_("Tahap"))
    reason = forms.CharField(
        label=_("Mengapa"), max_length=300, help_text=_("Tentang tempatnya. Jangan menulis nama orang.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.choices = [(code, said(text)) for code, text in STATE_TEXTS.items()]
