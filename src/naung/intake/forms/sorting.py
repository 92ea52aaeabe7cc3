"""Sorting a report: the triage sheet, its end, and what becomes of the report."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naung.core import reference
from naung.core.forms import CodeField, CodesField, DayField, Form, YesNoUnknownField
from naung.core.levels import Level
from naung.intake.queries.sheets import Sheet
from naung.intake.rules import SCREENED_OUT, STATUS_TEXTS, Known, ReportStatus, SheetEntry, StaffAnswer
from naung.intake.rules.opening import OTHER, REASONS, reason_of
from naung.places.models import Area
from naung.places.models import Level as AreaLevel
from naung.teams.models import Team, TeamKind, User

STAFF_ANSWERS = [
    (StaffAnswer.NO, _("Tidak")),
    (StaffAnswer.OFFICE, _("Ya, di kantor ini")),
    (StaffAnswer.PARTNER, _("Ya, di lembaga mitra")),
    (StaffAnswer.UNKNOWN, _("Belum tahu")),
]
PARTS = ("bahaya", "faktor_risiko", "faktor_pelindung")


def _labels(list_name: str) -> list[tuple[str, str]]:
    english = (get_language() or "").startswith("en")
    return [(c.code, c.label_en if english else c.label_id) for c in reference.codes(list_name).values()]


class SheetForm(Form):
    """The triage sheet of one child."""

    version = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": "versi"}), required=False)
    forms_ = CodesField("bentuk_kekerasan", label=_("Bentuk"), required=False)
    tpks = CodesField("tpks", label=_("Jenis kekerasan seksual"), required=False)
    birth_date = DayField(label=_("Tanggal lahir"), required=False)
    age_estimate = forms.IntegerField(
        label=_("Atau umur kira-kira (tahun)"), required=False, min_value=0, max_value=120
    )
    age_unknown = forms.BooleanField(label=_("Umur belum tahu"), required=False)
    where_now = CodeField(
        "keberadaan_anak", label=_("Di mana anak sekarang?"), empty=_("Belum ditanyakan"), required=False
    )
    where_now_text = forms.CharField(label=_("Bersama siapa, di mana persisnya?"), required=False, max_length=300)
    staff_answer = forms.ChoiceField(
        label=_("Apakah terlapor bekerja di kantor ini atau di lembaga mitra?"), required=False,
        choices=STAFF_ANSWERS, widget=forms.RadioSelect,
    )  # fmt: skip
    named_user_ids = forms.ModelMultipleChoiceField(
        label=_("Orang yang dimaksud"), required=False, queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Orang ini dan timnya tidak akan melihat laporan."),
    )  # fmt: skip
    known_child_checked = forms.BooleanField(label=_("Sudah saya periksa apakah anak ini dikenal"), required=False)

    def __init__(self, *args: Any, people: Iterable[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: Any = self.fields["named_user_ids"]
        named.queryset = User.objects.filter(pk__in=[user.pk for user in people]).order_by("name")
        named.label_from_instance = lambda user: user.name
        for list_name in PARTS:
            for code, label in _labels(list_name):
                self.fields[code] = YesNoUnknownField(label=label, required=False)

    @classmethod
    def of(cls, sheet: Sheet, people: Iterable[User]) -> "SheetForm":
        """The form filled with what stands on the sheet."""
        entry = sheet.entry
        return cls(
            people=people,
            initial={
                **entry.answers, "version": sheet.triage.version, "forms_": sorted(entry.forms),
                "tpks": sorted(entry.tpks), "birth_date": entry.birth_date, "age_estimate": entry.age_estimate,
                "age_unknown": entry.age_known == Known.UNKNOWN, "where_now": entry.where_now,
                "where_now_text": entry.where_now_text, "staff_answer": entry.staff_answer,
                "named_user_ids": sorted(entry.named_user_ids), "known_child_checked": entry.known_child_checked,
            },
        )  # fmt: skip

    def questions(self, list_name: str) -> list[tuple[str, forms.BoundField]]:
        """The questions of one list, with their codes."""
        return [(code, self[code]) for code in reference.codes(list_name)]

    @property
    def answered(self) -> Callable[[str], bool]:
        """Whether any risk or protective factor of a list is answered."""
        return lambda list_name: any(self[code].value() for code in reference.codes(list_name))

    def entry(self) -> SheetEntry:
        """What was entered."""
        told = self.cleaned_data
        codes = [code for list_name in PARTS for code in reference.codes(list_name)]
        return SheetEntry(
            forms=frozenset(told["forms_"]),
            tpks=frozenset(told["tpks"]),
            answers={code: told[code] for code in codes if told[code]},
            birth_date=told["birth_date"],
            age_estimate=None if told["birth_date"] else told["age_estimate"],
            age_known=Known.UNKNOWN if told["age_unknown"] else "",
            where_now=told["where_now"],
            where_now_text=told["where_now_text"],
            staff_answer=told["staff_answer"],
            named_user_ids=frozenset(user.pk for user in told["named_user_ids"]),
            known_child_checked=told["known_child_checked"],
        )


class Ending(Form):
    """The level with which triage ends: the rule's, a higher one, or by a supervisor a lower one."""

    level = forms.ChoiceField(label=_("Tingkat"), required=False)
    reason = CodeField("alasan_turun_tingkat", label=_("Alasan menurunkan tingkat"), required=False)
    note = forms.CharField(
        label=_("Penjelasan"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, level: str, may_lower: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"level": level}, **kwargs)
        held, choice = Level(level), self.fields["level"]
        offered = [one for one in reversed(Level) if may_lower or one >= held]
        choice.choices = [(one.value, one.text.say(get_language())) for one in offered]  # type: ignore[attr-defined]
        if not may_lower:
            del self.fields["reason"], self.fields["note"]


class Decision(Form):
    """How a report ends without a case, and why."""

    outcome = forms.ChoiceField(label=_("Hasil"), widget=forms.RadioSelect, choices=())
    receiver = forms.CharField(label=_("Diteruskan kepada"), required=False, max_length=200)
    reason = forms.CharField(label=_("Alasan"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = [(code, label) for code, label in _labels("hasil_triase") if code in SCREENED_OUT]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]


class SendOn(Form):
    """Which team's supervisor takes it on, and what is proposed."""

    team = forms.ModelChoiceField(
        label=_("Tim"), queryset=Team.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    proposed = forms.ChoiceField(label=_("Usul"), choices=())

    def __init__(self, *args: Any, office_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team: Any = self.fields["team"]
        team.queryset = Team.objects.filter(office=office_id, kind=TeamKind.COMPANIONS, closed_at=None).order_by("name")
        team.label_from_instance = lambda one: one.name
        self.fields["proposed"].choices = _labels("hasil_triase")  # type: ignore[attr-defined]


def _reasons() -> list[tuple[str, Any]]:
    return [("", "–"), *((code, text.say(get_language())) for code, text in REASONS.items())]


class Reveal(Form):
    """Why something masked is opened: from a short list, in own words, or both."""

    why = forms.ChoiceField(label=_("Alasan membuka"), required=False, choices=_reasons)
    reason = forms.CharField(label=_("Dengan kata sendiri"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """One of the two must say something."""
        told: dict[str, Any] = super().clean() or {}
        told["why"] = told.get("why") or OTHER
        if not reason_of(told["why"], told.get("reason", "")):
            self.add_error("reason", _("Tulis dulu alasannya."))
        return told


class Say(Form):
    """A message to the reporter."""

    text = forms.CharField(label=_("Pesan kepada pelapor"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 3}))


class Phrase(Form):
    """One of the safe phrases for the status page."""

    code = CodeField("frasa_aman", label=_("Kalimat di halaman status"))


class LookUp(Form):
    """Is this child known?"""

    name = forms.CharField(label=_("Nama"), required=False, max_length=60)
    birth_date = DayField(label=_("Tanggal lahir"), required=False)
    nik = forms.CharField(label=_("NIK"), required=False, max_length=25)


def _districts() -> list[tuple[str, Any]]:
    areas = Area.objects.filter(level=AreaLevel.DISTRICT).order_by("name").values_list("pk", "name")
    return [("", _("Semua")), *((str(pk), name) for pk, name in areas)]


def _statuses() -> list[tuple[str, Any]]:
    codes = [ReportStatus.RECEIVED, ReportStatus.TRIAGED]
    return [("", _("Semua")), *((code, STATUS_TEXTS[code].say(get_language())) for code in codes)]


class Filter(Form):
    """What to show of the queue or of the reports that ended."""

    number = forms.CharField(label=_("Nomor laporan"), required=False, max_length=20)
    name = forms.CharField(label=_("Nama anak"), required=False, max_length=60)
    area = forms.ChoiceField(label=_("Kecamatan"), required=False, choices=_districts)
    status = forms.ChoiceField(label=_("Keadaan"), required=False, choices=_statuses)


class Junk(Form):
    """Why a group is no report; up to which one it was looked through."""

    last_id = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Mengapa semua ini bukan laporan"), max_length=300)
