"""What a plan is asked for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naung.core import formats
from naung.core.forms import Answering
from naung.prevention.queries.planning import Terms, usual_terms
from naung.prevention.rules.planning import months_from


class Plan(Answering):
    """Which months, and what teams and sessions can do."""

    from_month = forms.ChoiceField(label=_("Mulai bulan"))
    months = forms.IntegerField(label=_("Berapa bulan"), min_value=1, max_value=12)
    per_team = forms.IntegerField(label=_("Sesi tiap tim dalam sebulan"), min_value=1, max_value=20)
    per_session = forms.IntegerField(label=_("Murid dalam satu sesi"), min_value=20, max_value=1000)

    def __init__(self, data: Any, today: date) -> None:
        usual = usual_terms(today)
        told = {"months": usual.months, "per_team": usual.per_team, "per_session": usual.per_session}
        super().__init__(data, initial={**told, "from_month": usual.from_month.isoformat()})
        choices = [(month.isoformat(), formats.month(month)) for month in months_from(usual.from_month, 12, ())]
        self.fields["from_month"].choices = choices  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """What was asked, as the operation takes it."""
        told = self.cleaned_data
        return Terms(
            from_month=date.fromisoformat(told["from_month"]), months=told["months"], per_team=told["per_team"],
            per_session=told["per_session"],
        )  # fmt: skip
