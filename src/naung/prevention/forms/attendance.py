"""The file with a school's absent pupils, and the same rows again once somebody saw what was refused."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from naung.core.errors import Refused
from naung.core.forms import Answering
from naung.prevention.rules import attendance
from naung.prevention.rules.attendance import LARGEST, Reading


class AbsenceFile(Answering):
    """A file, or the rows of it that can be taken."""

    file = forms.FileField(
        label=_("Berkas CSV"), required=False, allow_empty_file=True,
        help_text=_("Kolomnya: NISN, nama, kelas, hari tidak hadir, dari, sampai. Urutannya bebas."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )  # fmt: skip
    rows = forms.CharField(required=False, strip=False, max_length=LARGEST, widget=forms.HiddenInput)
    reading: Reading | None = None

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        rows, file = told.get("rows", ""), told.get("file")
        if rows:
            self._read(rows.encode())
        elif file is not None:
            self._read(file.read(LARGEST + 1))
        else:
            self.add_error("file", _("Pilih berkasnya dulu."))
        return told

    def _read(self, data: bytes) -> None:
        try:
            self.reading = attendance.read(data, today=timezone.localdate(), fewest=settings.ABSENCE_DAYS)
        except Refused as refusal:
            self.refuse(refusal)
