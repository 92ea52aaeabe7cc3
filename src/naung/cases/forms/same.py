"""Forms for two records that may be one child."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from naung.core import forms as core
from naung.people.models import PairState


class Decision(core.Form):
    """What somebody says of a pair; the answer is the button that was pressed."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=1000, required=False, strip=True, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Wajib untuk “anak yang sama” dan “anak berbeda”."),
    )  # fmt: skip
    kept_id = forms.TypedChoiceField(
        label=_("Berkas yang dipakai selanjutnya"), coerce=UUID, widget=forms.RadioSelect, required=False,
        empty_value=None,
    )  # fmt: skip
    closes = forms.BooleanField(
        label=_("Kasus berkas yang tidak dipakai ditutup sebagai rangkap; kasus yang lain tetap berjalan."),
        required=False,
    )
    decision = forms.ChoiceField(choices=PairState.choices, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    low_version = forms.IntegerField(widget=forms.HiddenInput)
    high_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, records: list[tuple[str, str]], both_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept_id"].choices = records  # type: ignore[attr-defined]
        if not both_open:
            del self.fields["closes"]


class Proposal(core.Form):
    """Another case of the same child, by the number that people read."""

    number = forms.CharField(
        label=_("Nomor kasus yang mungkin menyangkut anak yang sama"), max_length=12, strip=True,
        help_text=_("Kedua berkas lalu ditampilkan berdampingan; belum ada yang digabung."),
    )  # fmt: skip


class Lend(core.Form):
    """Another team's supervisor may read this record for a while."""

    to_id = forms.TypedChoiceField(label=_("Supervisor tim lain"), coerce=UUID, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Mengapa berkas ini perlu dibandingkan"), max_length=1000, strip=True,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_id"].choices = people  # type: ignore[attr-defined]


class Undo(core.Form):
    """Why two records are two children after all."""

    reason = forms.CharField(
        label=_("Mengapa ini ternyata dua anak"), max_length=1000, strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    reopens = forms.BooleanField(label=_("Buka kembali kasus yang ditutup saat digabung"), required=False, initial=True)

    def __init__(self, *args: Any, closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not closed:
            del self.fields["reopens"]
