"""What a worker types on the home pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from naung.core.forms import Form


class Search(Form):
    """A child's name, or the number of a case or report."""

    q = forms.CharField(
        label=_("Nama anak atau nomor"), min_length=2, max_length=60, strip=True,
        help_text=_("Sedikitnya dua huruf. Ejaan lama dan singkatan ikut dicari."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
