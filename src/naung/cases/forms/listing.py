"""The filters of the list of cases."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from naung.cases.queries.listing import DUE, NEWEST, OLDEST, Wanted
from naung.core import forms as core

ALL = _("Semua")
SORTS = [(NEWEST, _("Terbaru dahulu")), (OLDEST, _("Terlama dahulu")), (DUE, _("Tenggat terdekat dahulu"))]


class Filters(core.Form):
    """What to show of the list; anything that is not understood shows everything."""

    status = core.CodeField("status_kasus", label=_("Status"), empty=_("Semua yang terbuka"), required=False)
    level = core.CodeField("tingkat", label=_("Tingkat"), empty=ALL, required=False)
    stage = core.CodeField("tahap", label=_("Tahap"), empty=ALL, required=False)
    team = forms.TypedChoiceField(label=_("Tim"), coerce=UUID, empty_value=None, required=False)
    holder = forms.TypedChoiceField(label=_("Pemegang"), coerce=UUID, empty_value=None, required=False)
    sort = forms.ChoiceField(label=_("Urutan"), choices=SORTS, required=False)
    late = forms.BooleanField(label=_("Hanya yang lewat waktu"), required=False)

    def __init__(
        self, *args: Any, teams: Iterable[tuple[UUID, str]], holders: Iterable[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (("team", teams), ("holder", holders)):
            self.fields[name].choices = [("", ALL), *((str(key), label) for key, label in options)]  # type: ignore[attr-defined]

    def wanted(self, after: str) -> Wanted:
        """The wish as far as it is understood."""
        self.is_valid()
        told = {name: held for name, held in self.cleaned_data.items() if held}
        return Wanted(**told, after=after)
