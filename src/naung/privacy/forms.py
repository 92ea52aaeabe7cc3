"""What is typed on the pages of data protection."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from naung.core.forms import Answering, DayField, Form, MomentField
from naung.core.ids import number_in
from naung.core.text import Text
from naung.privacy.models import Verdict
from naung.privacy.operations import Asked, Told
from naung.privacy.rules import breaches, requests
from naung.privacy.rules.classes import KINDS
from naung.privacy.rules.erasing import BASES
from naung.privacy.rules.kinds import ALL


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


class Review(Form):
    """What a look was found to be."""

    verdict = forms.ChoiceField(choices=[(verdict.value, verdict.value) for verdict in Verdict])
    note = forms.CharField(
        label=_("Yang diperiksa dan ditemukan"), max_length=1000, strip=True, widget=forms.Textarea(attrs={"rows": 2})
    )


class Period(Form):
    """From one day to another, both counted in, at most a month."""

    longest = timedelta(days=31)
    usual = timedelta(days=6)

    since = DayField(label=_("Sejak"), required=False)
    until = DayField(label=_("Sampai"), required=False)

    def clean(self) -> dict[str, Any]:
        """Days that are missing are the last ones; a period that is too long is told."""
        given = super().clean() or self.cleaned_data
        given["until"] = given.get("until") or timezone.localdate(timezone=settings.CITY.zone)
        given["since"] = given.get("since") or given["until"] - self.usual
        if given["since"] > given["until"]:
            self.add_error("since", _("Hari pertama sesudah hari terakhir."))
        elif given["until"] - given["since"] > self.longest:
            message = gettext("Paling lama %(days)s hari sekaligus.") % {"days": self.longest.days}
            self.add_error("since", message)
        return given

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The period from midnight to midnight on the office's clock; the usual one when what was asked is wrong."""
        told = self.cleaned_data if self.is_valid() else {}
        last = told.get("until") or timezone.localdate(timezone=settings.CITY.zone)
        first = told.get("since") or last - self.usual
        return _midnight(first), _midnight(last + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), settings.CITY.zone)


class Trace(Period):
    """Which entries of the trace are read."""

    longest = timedelta(days=366)
    usual = timedelta(days=29)

    person = forms.ChoiceField(label=_("Siapa"), required=False)
    number = forms.CharField(label=_("Nomor kasus atau laporan"), max_length=60, strip=True, required=False)
    kind = forms.ChoiceField(label=_("Jenis"), required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Semua")), *people]  # type: ignore[attr-defined]
        kinds = [(kind.code, kind.text.say(get_language())) for kind in ALL]
        self.fields["kind"].choices = [("", _("Semua")), *kinds]  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        """The number with its hyphen: nothing else that somebody typed gets into the trace."""
        return number_of(self.cleaned_data["number"])


class Guardian(Form):
    """About which case, and to which guardian, the list is given."""

    number = forms.CharField(label=_("Nomor kasus"), max_length=60, strip=True)
    name = forms.CharField(
        label=_("Nama wali, seperti pada kartu identitasnya"), max_length=60, strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    checked = forms.BooleanField(label=_("Kartu identitasnya sudah saya periksa; wali hadir sendiri."))

    def clean_number(self) -> str:
        """The number with its hyphen."""
        return number_of(self.cleaned_data["number"])


def _options(texts: Mapping[Any, Text]) -> Callable[[], list[tuple[str, str]]]:
    """The choices in the page's language."""
    return lambda: [(str(code), text.say(get_language())) for code, text in texts.items()]


class Received(Answering):
    """Who asks for what about which child."""

    number = forms.CharField(label=_("Nomor kasus"), max_length=60, strip=True)
    kind = forms.ChoiceField(label=_("Apa yang diminta"), choices=_options(requests.KINDS), widget=forms.RadioSelect)
    asker = forms.ChoiceField(
        label=_("Siapa yang meminta"), choices=_options(requests.ASKERS), widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Namanya, seperti pada kartu identitasnya"), max_length=60, strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    identity = forms.ChoiceField(
        label=_("Bagaimana identitasnya diperiksa"), choices=_options(requests.IDENTITIES), widget=forms.RadioSelect
    )
    asked_at = MomentField(label=_("Kapan diminta"), help_text=_("Batas waktu dihitung dari sini."))
    words = forms.CharField(
        label=_("Kata pemohon"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Untuk perbaikan: data mana yang salah dan apa yang benar."),
    )  # fmt: skip

    def clean_number(self) -> str:
        """The number with its hyphen."""
        return number_of(self.cleaned_data["number"])

    @property
    def asked(self) -> Asked:
        """What was typed, for the operation."""
        told = self.cleaned_data
        return Asked(
            number=told["number"], kind=requests.Kind(told["kind"]), asker=requests.Asker(told["asker"]),
            name=told["name"], identity=requests.Identity(told["identity"]), asked_at=told["asked_at"],
            words=told["words"],
        )  # fmt: skip


class Answered(Answering):
    """What became of a request."""

    outcome = forms.ChoiceField(
        label=_("Apa keputusannya"), choices=_options(requests.OUTCOMES), widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(
        label=_("Dasar hukum, bila tidak dipenuhi"), required=False,
        help_text=_("Surat hanya menyebut pasalnya, sama untuk penegakan hukum dan kepentingan umum."),
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Jawaban untuk pemohon"), max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Jangan menyebut pelapor, terlapor, anak lain, atau pemeriksaan."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(code, ground.text.say(get_language())) for code, ground in requests.GROUNDS.items()]
        self.fields["ground"].choices = [("", "–"), *found]  # type: ignore[attr-defined]

    @property
    def answer_given(self) -> dict[str, Any]:
        """What was typed, for the operation."""
        return self.cleaned_data | {"outcome": requests.Outcome(self.cleaned_data["outcome"])}


def number_of(typed: str) -> str:
    """The number in what was typed; empty for nothing."""
    number = number_in(typed) if typed else ""
    if number is None:
        raise forms.ValidationError(_("Nomor terdiri dari tujuh huruf atau angka, seperti K7RD-4WX."))
    return number


class Numbered(Form):
    """The number of a case or of a report without one, and why."""

    number = forms.CharField(
        label=_("Nomor kasus, atau laporan tanpa kasus"), max_length=20, strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Alasan"), max_length=1000, strip=True, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Jangan tulis nama anak. Alasan tersimpan tersegel."),
    )  # fmt: skip

    def clean_number(self) -> str:
        """The number as it is kept, however it was typed."""
        return number_in(self.cleaned_data["number"]) or self.cleaned_data["number"]


class Erasing(Numbered):
    """Whose data are to be erased, on what ground."""

    basis = forms.ChoiceField(label=_("Dasar hukum"), choices=_options(BASES), widget=forms.RadioSelect)
    field_order = ("number", "basis", "reason")


class Opening(Form):
    """Why a sealed record is opened once more, and until when."""

    until = DayField(label=_("Dibuka sampai"))
    reason = forms.CharField(label=_("Alasan"), max_length=1000, strip=True)


class Holding(Numbered):
    """Whose record is kept, until when."""

    until = DayField(label=_("Ditahan sampai"))
    field_order = ("number", "until", "reason")


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Breach(Answering):
    """What is known of a breach of data protection."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    what = forms.CharField(
        label=_("Apa yang terjadi"), max_length=4000, widget=_lines(4),
        help_text=_("Dibaca lembaga dan orang yang terkena. Jangan tulis nama anak, keluarga, atau pelapor."),
    )  # fmt: skip
    happened_at = MomentField(label=_("Kapan terjadi"), required=False, help_text=_("Kosongkan bila belum diketahui."))
    known_at = MomentField(label=_("Kapan diketahui"), help_text=_("Batas 3×24 jam dihitung dari sini."))
    kinds = forms.MultipleChoiceField(
        label=_("Data yang terkena"), choices=_options(KINDS), widget=forms.CheckboxSelectMultiple
    )
    people = forms.IntegerField(
        label=_("Berapa orang yang datanya terkena"), min_value=0, max_value=10_000_000,
        help_text=_("Perkiraan boleh. Tulis 0 bila tidak ada."),
    )  # fmt: skip
    consequences = forms.CharField(label=_("Akibat yang mungkin"), max_length=2000, widget=_lines(3))
    measures = forms.CharField(label=_("Yang sudah dilakukan"), max_length=4000, widget=_lines(3))
    contact = forms.CharField(
        label=_("Siapa yang dapat ditanya"), max_length=200, help_text=_("Nama, telepon, atau surel.")
    )

    @property
    def told(self) -> Told:
        """What was typed, for the operation."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Told(**typed | {"kinds": tuple(typed["kinds"])})


class Addition(Answering):
    """What was found out later."""

    text = forms.CharField(
        label=_("Yang diketahui kemudian"), max_length=4000, widget=_lines(3),
        help_text=_("Ikut tercetak pada pemberitahuan. Jangan tulis nama anak, keluarga, atau pelapor."),
    )  # fmt: skip


class NoticeSent(Answering):
    """When, how and to whom a written notice went."""

    at = MomentField(label=_("Kapan disampaikan"))
    way = forms.ChoiceField(label=_("Dengan cara apa"), choices=_options(breaches.WAYS), widget=forms.RadioSelect)
    receiver = forms.CharField(label=_("Siapa yang menerima"), max_length=200)


class Concerned(Answering):
    """Somebody to be told."""

    whom = forms.TypedChoiceField(
        label=_("Siapa"), choices=_options(breaches.PEOPLE), coerce=breaches.Whom, widget=forms.RadioSelect
    )
    number = forms.CharField(
        label=_("Nomor kasus"), max_length=60, required=False, help_text=_("Hanya untuk anak atau walinya.")
    )
    person = forms.CharField(
        label=_("Nama pada surat"), max_length=100, required=False,
        help_text=_("Tersimpan tersegel. Untuk pelapor jangan tulis nama: tulis nomor laporannya."),
    )  # fmt: skip

    def clean_number(self) -> str:
        """The number with its hyphen."""
        return number_of(self.cleaned_data["number"])


class Untold(Answering):
    """Why somebody is not told."""

    reason = forms.CharField(
        label=_("Mengapa tidak diberi tahu"), max_length=1000, widget=_lines(2),
        help_text=_("Misalnya surat itu membahayakan anak. Tersimpan tersegel."),
    )  # fmt: skip


class BreachEnd(Answering):
    """What was learnt."""

    closing = forms.CharField(
        label=_("Apa yang dipelajari, atau mengapa bukan pelanggaran"), max_length=2000, widget=_lines(3)
    )
    no_breach = forms.BooleanField(label=_("Ternyata bukan pelanggaran data"), required=False)


BREACH_FORMS: Mapping[str, type[Answering]] = {
    "agency": NoticeSent, "person": Concerned, "addition": Addition, "close": BreachEnd,
}  # fmt: skip
