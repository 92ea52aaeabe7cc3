"""Forms of the plan and of carrying it out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from naung.cases.queries import plan as queries
from naung.cases.rules import assessment as rules
from naung.core import formats
from naung.core import forms as core
from naung.core.levels import Level


def _writing(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _today(now: datetime) -> str:
    return formats.local(now).date().isoformat()


class Goal(core.Form):
    """What should become better, for one factor."""

    factor = core.CodeField("domain_asesmen", label=_("Faktor"))
    text = forms.CharField(
        label=_("Tujuan"), help_text=_("Keadaan yang ingin dicapai, yang dapat dilihat."), widget=_writing(3)
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, low: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["factor"].choices = _low_first(low)  # type: ignore[attr-defined]


def _low_first(low: tuple[str, ...]) -> list[Any]:
    options = dict(core.code_options(rules.FACTOR_LIST))
    first = [(code, f"{code} · {options[code]}") for code in low]
    rest = [(code, f"{code} · {label}") for code, label in options.items() if code not in low]
    return [(_("Bernilai 1 atau 2"), first), (_("Faktor lain"), rest)] if first else rest


class Action(core.Form):
    """Who does what until when, with which service."""

    text = forms.CharField(label=_("Kegiatan"), widget=_writing(2))
    responsible_id = forms.TypedChoiceField(label=_("Penanggung jawab"), coerce=UUID)
    due_date = core.DayField(label=_("Selesai paling lambat"))
    service = core.CodeField("layanan", label=_("Layanan"), empty=_("Tanpa layanan"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible_id"].choices = [(str(key), name) for key, name in people.items()]  # type: ignore[attr-defined]


class Told(core.Form):
    """Who was told the plan, how, and what they said."""

    who = forms.ChoiceField(
        label=_("Siapa"),
        choices=[(queries.CHILD, _("Anak")), (queries.CAREGIVER, _("Pengasuh"))],
        widget=forms.RadioSelect(attrs={"data-row": "1"}),
    )
    told = forms.TypedChoiceField(
        label=_("Sudah diberi tahu?"),
        choices=[("yes", _("Ya")), ("no", _("Tidak, dengan alasan"))],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect(attrs={"data-row": "1"}),
    )
    told_at = core.MomentField(label=_("Kapan"))
    how = core.CodeField("jenis_kontak", label=_("Bagaimana"), empty=_("Pilih caranya"), required=False)
    said = forms.CharField(
        label=_("Apa kata mereka"),
        help_text=_("Bila tidak diberi tahu: alasannya."),
        widget=_writing(3),
    )

    def clean(self) -> dict[str, Any]:
        held = super().clean() or {}
        if held.get("told") and not held.get("how"):
            self.add_error("how", _("Pilih salah satu jawaban."))
        return held


class Reason(core.Form):
    """A reason or a note in words."""

    reason = forms.CharField(label=_("Apa yang perlu diubah"), widget=_writing(4))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class Review(core.Form):
    """The result of looking at the plan again."""

    note = forms.CharField(
        label=_("Hasil tinjauan"),
        help_text=_("Apa yang berubah pada anak dan keluarga; mengapa rencana tetap."),
        widget=_writing(4),
    )
    level = forms.TypedChoiceField(label=_("Tingkat sekarang"), coerce=Level, widget=forms.RadioSelect)
    level_reason = forms.CharField(
        label=_("Alasan tingkat"),
        help_text=_("Wajib bila lebih rendah dari tingkat sekarang; supervisor yang memutuskan."),
        required=False,
        widget=_writing(2),
    )

    def __init__(self, *args: Any, current: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current = Level(current)
        self.fields["level"].choices = core.code_options("tingkat")  # type: ignore[attr-defined]
        self.fields["level"].initial = current

    def clean(self) -> dict[str, Any]:
        held = super().clean() or {}
        level = held.get("level")
        if level and level < self.current and not held.get("level_reason", "").strip():
            self.add_error("level_reason", _("Tulis mengapa tingkatnya lebih rendah."))
        return held


class Outcome(core.Form):
    """How an action of the plan ended."""

    result = core.CodeField("hasil_layanan", label=_("Hasil"), tap=True)
    explained = forms.CharField(
        label=_("Penjelasan"),
        help_text=_("Wajib bila tidak tercapai."),
        required=False,
        widget=_writing(3),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        held = super().clean() or {}
        if held.get("result") not in (None, "TCP", "SBG") and not held.get("explained", "").strip():
            self.add_error("explained", _("Jelaskan hasil ini."))
        return held


class Delivery(core.Form):
    """A service that the child received."""

    service = core.CodeField("layanan", label=_("Layanan"), empty=_("Pilih layanan"))
    provider = forms.CharField(label=_("Penyedia"), max_length=200, required=False)
    date = core.DayField(label=_("Tanggal"))
    note = forms.CharField(label=_("Catatan"), required=False, widget=_writing(3))
    action_id = forms.TypedChoiceField(label=_("Bagian dari kegiatan"), required=False, coerce=UUID, empty_value=None)

    def __init__(self, *args: Any, actions: Mapping[UUID, str], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Di luar rencana")), *((str(key), text) for key, text in actions.items())]
        self.fields["action_id"].choices = choices  # type: ignore[attr-defined]
        self.fields["date"].initial = formats.local(now).date()
        self.fields["date"].widget.attrs["max"] = _today(now)


class GoalSettled(core.Form):
    """Whether a goal is met, and if not, why."""

    met = forms.TypedChoiceField(
        label=_("Tercapai?"),
        choices=[("yes", _("Tercapai")), ("no", _("Belum tercapai"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(attrs={"data-row": "1"}),
    )
    explained = forms.CharField(
        label=_("Penjelasan"), help_text=_("Wajib bila belum tercapai."), required=False, widget=_writing(3)
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        held = super().clean() or {}
        if held.get("met") is False and not held.get("explained", "").strip():
            self.add_error("explained", _("Jelaskan mengapa tujuan belum tercapai."))
        return held
