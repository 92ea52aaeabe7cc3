"""Forms of awareness sessions: planning, putting off, the day itself, what came of it."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from naung.core.errors import Refused
from naung.core.formats import local, office_zone
from naung.core.forms import Answering, CodeField, DayField, Form
from naung.core.text import Text
from naung.places.queries import ward_choices
from naung.prevention.models import AwarenessSession
from naung.prevention.queries.sessions import districts
from naung.prevention.rules.sessions import AUDIENCES, KEPT, MOST, SEXES, Counts, SessionFacts
from naung.teams.models import Organisation, User
from naung.teams.queries import pages
from naung.teams.queries.schools import label_of, school_of

CLOCK = {"type": "time"}


def options(texts: dict[str, Text]) -> list[tuple[str, Any]]:
    """Codes with their words, in the language of each page."""
    return [(code, _Said(text)) for code, text in texts.items()]


class _Said:
    """A text that is said when the page is made."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text.say(get_language())


class People(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Colleagues to tick."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class Hours(Answering):
    """A day with two hours, on the office's clock."""

    day = DayField(label=_("Hari"))
    since = forms.TimeField(label=_("Dari pukul"), widget=forms.TimeInput(format="%H:%M", attrs=CLOCK))
    until = forms.TimeField(label=_("Sampai pukul"), widget=forms.TimeInput(format="%H:%M", attrs=CLOCK))
    leave_known = forms.BooleanField(label=_("Pembicara yang cuti tetap datang"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    leave_asked = False

    def refuse(self, error: Refused) -> None:
        self.leave_asked = error.about.get("confirm") == "leave"
        super().refuse(error)

    @property
    def asks_leave(self) -> bool:
        """Whether the box to confirm a speaker on leave is shown."""
        return self.leave_asked or bool(self["leave_known"].value())

    def hours(self) -> dict[str, datetime]:
        """When it begins and ends."""
        told = self.cleaned_data
        zone = office_zone()
        return {
            "from_at": datetime.combine(told["day"], told["since"], zone),
            "until_at": datetime.combine(told["day"], told["until"], zone),
        }


def hours_of(session: AwarenessSession) -> dict[str, Any]:
    """The day and the hours of a session as the form shows them."""
    since, until = local(session.from_at), local(session.until_at)
    return {"day": since.date(), "since": _clock(since), "until": _clock(until), "version": session.version}


def _clock(at: datetime) -> time:
    return at.time().replace(second=0, microsecond=0)


class Plan(Hours):
    """Everything that is planned of a session."""

    kind = CodeField("kegiatan_pencegahan", label=_("Jenis kegiatan"), initial="SOS")
    title = forms.CharField(
        label=_("Judul"),
        max_length=200,
        help_text=_("Seperti pada undangan, misalnya “Hak anak dan cara minta tolong”."),
    )
    school = forms.CharField(
        label=_("Sekolah"), required=False, max_length=200, help_text=_("Nama atau NPSN; pilih dari daftar."),
        widget=forms.TextInput(attrs={"list": "sekolah", "autocomplete": "off"}),
    )  # fmt: skip
    ward = forms.ChoiceField(label=_("Kelurahan, bila bukan di sekolah"), required=False)
    place = forms.CharField(label=_("Ruang"), required=False, max_length=200)
    audiences = forms.MultipleChoiceField(
        label=_("Untuk siapa"), choices=options(AUDIENCES), widget=forms.CheckboxSelectMultiple
    )
    target = forms.IntegerField(
        label=_("Sasaran peserta"), required=False, min_value=1, max_value=20_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    speakers = People(User.objects.none(), label=_("Pembicara"), required=False, widget=forms.CheckboxSelectMultiple)
    material = forms.CharField(label=_("Materi"), required=False, max_length=300)
    PLACE = ("school", "ward", "place")
    WHEN = ("day", "since", "until")
    field_order = ["kind", "title", *WHEN, *PLACE, "audiences", "target", "speakers", "leave_known", "material"]

    def __init__(self, *args: Any, now: datetime, fixed: AwarenessSession | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fixed = fixed
        for name in self.WHEN if fixed else ():
            del self.fields[name]  # another time is put off, with a reason
        self.fields["speakers"].queryset = pages.colleagues(now)  # type: ignore[attr-defined]
        self.fields["ward"].choices = [("", "–"), *ward_choices()]  # type: ignore[attr-defined]

    def part(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        """Some of the fields."""
        return [self[name] for name in names]

    def hours(self) -> dict[str, datetime]:
        if self.fixed:
            return {"from_at": self.fixed.from_at, "until_at": self.fixed.until_at}
        return super().hours()

    def clean_school(self) -> Organisation | None:
        told = self.cleaned_data["school"].strip()
        school = school_of(told) if told else None
        if told and school is None:
            raise forms.ValidationError(
                gettext("Sekolah ini tidak ada di daftar. Tulis NPSN-nya atau pilih dari daftar.")
            )
        return school

    def facts(self) -> SessionFacts:
        """The session as it is planned."""
        told = self.cleaned_data
        school: Organisation | None = told["school"]
        return SessionFacts(
            kind=told["kind"], title=told["title"].strip(), audiences=tuple(told["audiences"]),
            speakers=frozenset(user.pk for user in told["speakers"]), school_id=school.pk if school else None,
            ward_id=UUID(told["ward"]) if told["ward"] else None, place=told["place"].strip(),
            material=told["material"].strip(), target=told["target"], **self.hours(),
        )  # fmt: skip


def plan_of(session: AwarenessSession) -> dict[str, Any]:
    """What stands in a session, for each field of the plan."""
    same = ("kind", "title", "place", "audiences", "target", "material")
    return hours_of(session) | {name: getattr(session, name) for name in same} | {
        "school": label_of(session.school) if session.school else "",
        "ward": str(session.ward_id or ""),
        "speakers": list(User.objects.filter(speaks_at__session=session)),
    }  # fmt: skip


class Postponing(Hours):
    reason = forms.CharField(label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["day", "since", "until", "leave_known", "reason"]


class Cancelling(Answering):
    reason = forms.CharField(label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Filter(Form):
    """What the list of sessions is narrowed to."""

    q = forms.CharField(label=_("Cari"), required=False, max_length=60)
    district = forms.ChoiceField(label=_("Kecamatan"), required=False)
    month = forms.CharField(
        label=_("Bulan"), required=False, max_length=7, widget=forms.TextInput(attrs={"type": "month"})
    )
    mine = forms.BooleanField(label=_("Kegiatan saya saja"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(area.code, area.name) for area in districts()]
        self.fields["district"].choices = [("", _("Semua")), *named]  # type: ignore[attr-defined]

    def clean_month(self) -> date | None:
        return month_in(self.cleaned_data["month"])


def month_in(told: str) -> date | None:
    """The month in `2026-11`; none when something else stands there."""
    try:
        found = date.fromisoformat(f"{told}-01")
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def _number(label: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "data-stepper": "1", "min": "0"})
    wrong = {"min_value": _("Jumlah tidak boleh kurang dari nol."), "max_value": _("Jumlah ini tidak mungkin.")}
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST, widget=widget, error_messages=wrong
    )


class Counting(Answering):
    """How many came: one number for each group and sex. Nobody is named."""

    on_paper = forms.BooleanField(label=_("Dihitung dari daftar di kertas"), required=False)
    list_at = forms.CharField(
        label=_("Tempat daftar hadir kertas disimpan"), required=False, max_length=200,
        help_text=_("Hanya daftar orang dewasa. Nama murid tidak dicatat."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for audience in AUDIENCES:
            for sex, text in SEXES.items():
                self.fields[f"{audience}_{sex}"] = _number(_Said(text))

    def group(self, audience: str) -> list[forms.BoundField]:
        """The numbers of one group."""
        return [self[f"{audience}_{sex}"] for sex in SEXES]

    @property
    def counts(self) -> Counts:
        """The numbers as the operation takes them."""
        return {(audience, sex): self.cleaned_data[f"{audience}_{sex}"] or 0 for audience in AUDIENCES for sex in SEXES}


def counted(counts: Counts, session: AwarenessSession) -> dict[str, Any]:
    """What is counted so far, as the form shows it."""
    known = {f"{audience}_{sex}": counts.get((audience, sex)) for audience in AUDIENCES for sex in SEXES}
    return known | {"on_paper": session.on_paper, "list_at": session.list_at, "version": session.version}


class Promise(Answering):
    """What the school promises."""

    text = forms.CharField(label=_("Apa yang akan dilakukan sekolah"), max_length=300)
    function = forms.CharField(
        label=_("Oleh siapa (jabatan, bukan nama)"), max_length=100,
        help_text=_("Misalnya guru BK, kepala sekolah, koordinator pokja."),
    )  # fmt: skip
    due_date = DayField(label=_("Paling lambat"))


class Later(Answering):
    """What became of it after three months."""

    kept = forms.ChoiceField(label=_("Apakah komitmen dijalankan?"), choices=options(KEPT), widget=forms.RadioSelect)
    changed = forms.CharField(
        label=_("Apa yang berubah?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Tentang sekolah, bukan tentang seorang anak."),
    )  # fmt: skip
    next_step = forms.CharField(
        label=_("Langkah berikutnya"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
