"""What is typed on the pages of data protection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from naung.core.forms import Form


class Glass(Form):
    """Which child, and why now."""

    asked_for = forms.CharField(
        label=_("Nomor kasus, NIK, atau nama lengkap anak"), min_length=3, max_length=60, strip=True,
        help_text=_("Nama harus lengkap. Nomor kasus paling pasti."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Apa yang terjadi sekarang?"),
        help_text=_("Paling sedikit 20 huruf. Tersimpan tersegel; dibaca supervisor dan pejabat pelindungan data."),
        max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class Ending(Form):
    """Why somebody's access ends now."""

    reason = forms.CharField(
        label=_("Mengapa diakhiri?"), max_length=1000, strip=True, widget=forms.Textarea(attrs={"rows": 2})
    )


class Access(Form):
    """Which access is listed."""

    ended = forms.BooleanField(label=_("Juga yang sudah berakhir"), required=False)
    assigned = forms.BooleanField(label=_("Juga pendamping yang ditugaskan"), required=False)
