"""Forms of files: add, describe, remove."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from naung.core.forms import Answering
from naung.files.rules import ACCEPTED


class Adding(Answering):
    """One file, chosen from the device or taken with the camera, and a line about it.

    With scripts the file was sent in pieces before; then `upload` names it and `name` is what it was called.
    """

    file = forms.FileField(
        label=pgettext_lazy("one file", "Berkas"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    described = forms.CharField(
        label=_("Keterangan"),
        required=False,
        max_length=300,
        help_text=_("Apa yang terlihat, terdengar, atau tertulis."),
    )
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    part = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("upload") and not told.get("file") and "file" not in self.errors:
            self.add_error("file", _("Pilih berkasnya dahulu."))
        return told


class Describing(Answering):
    """A line about a file."""

    described = forms.CharField(label=_("Keterangan"), required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class Removing(Answering):
    """Why a file is removed."""

    reason = forms.CharField(label=_("Mengapa dihapus?"), max_length=300)


def limits() -> dict[str, int]:
    """How large a file may be, in millions of bytes: with scripts, and in a form alone."""
    return {"most": settings.FILE_LARGEST // 1_000_000, "most_in_form": settings.FILE_IN_A_FORM // 1_000_000}
