"""What a teacher ticks and writes about early signs."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from naung.core.forms import CodesField, DayField, Form


class Signs(Form):
    """Signs of one day."""

    codes = CodesField(
        "tanda_dini", label=_("Apa yang Anda lihat?"), required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-long": "1"}),  # sentences: one below the other on a phone
    )  # fmt: skip
    day = DayField(label=_("Hari"), initial=timezone.localdate)
    remark = forms.CharField(
        label=_("Yang Anda lihat, dengan kata-kata Anda"), required=False, max_length=500,
        help_text=_("Hanya yang terlihat atau terdengar. Bukan dugaan, bukan nama orang."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class NewPupil(Signs):
    """The first signs of a pupil whom the teacher begins to watch."""

    label = forms.CharField(
        label=_("Inisial atau nomor"), required=False, max_length=40,
        help_text=_("Bukan nama lengkap. Cukup yang Anda kenali sendiri."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    class_name = forms.CharField(label=_("Kelas"), required=False, max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["label", "class_name", "codes", "day", "remark"])
