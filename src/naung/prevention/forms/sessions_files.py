"""The form of a session's photos and of the list that adults signed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from naung.core.forms import Answering
from naung.files.rules import KINDS as FILE_KINDS
from naung.files.rules import Family
from naung.prevention.forms.sessions import options
from naung.prevention.rules.sessions_files import CONFIRMED, KINDS, PHOTO, SIGNED_LIST

PICTURES = ",".join(kind.mime for kind in FILE_KINDS if kind.family is not Family.SOUND)


class SessionPicture(Answering):
    """One photo, or the signed list; what the sender says of the faces. A list is offered only where it may be kept."""

    kind = forms.ChoiceField(label=_("Apa yang disimpan?"), widget=forms.RadioSelect, initial=PHOTO)
    confirmed = forms.ChoiceField(
        label=_("Wajah di foto"),
        required=False,
        widget=forms.RadioSelect,
        choices=options(dict(CONFIRMED)),
    )
    file = forms.FileField(
        label=pgettext_lazy("one file", "Berkas"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )
    described = forms.CharField(label=_("Keterangan"), required=False, max_length=300, help_text=_("Tanpa nama orang."))
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lists: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101
        kind.choices = options({code: text for code, text in KINDS.items() if lists or code != SIGNED_LIST})

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("upload") and not told.get("file") and "file" not in self.errors:
            self.add_error("file", _("Pilih berkasnya dahulu."))
        return told
