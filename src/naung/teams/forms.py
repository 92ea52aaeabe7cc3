"""Forms of accounts, teams, leave and the duty roster."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from naung.access.policy import Role
from naung.core.errors import Refused
from naung.core.formats import local, office_zone
from naung.core.forms import Answering, DayField, Form, said
from naung.core.importing import Source, decoded, rows_of
from naung.core.text import Text
from naung.places.models import Area, Level
from naung.teams import operations
from naung.teams.models import OrganisationKind, SchoolFunction, Team, User
from naung.teams.queries import pages
from naung.teams.queries.schools import school_of
from naung.teams.rules.accounts import ROLE_TEXTS
from naung.teams.rules.roles import takes_two
from naung.teams.rules.schools import KNOWN_FORMS, MOST_PUPILS, PUPILS_COLUMN, SCHOOL_COLUMNS

LARGEST_LIST = 400_000  # bytes, about 3,000 schools: the text travels twice
LIST_TOO_LARGE = Text(
    "Berkas ini lebih besar dari 400 KB. Bagi berkasnya, atau pakai perintah naung import schools di server.",
    "This file is larger than 400 KB. Split it, or use the command naung import schools on the server.",
)
NO_FILE = Text("Pilih berkas CSV.", "Choose a CSV file.")

SEXES = [("", _("Tidak dicatat")), ("P", _("Perempuan")), ("L", _("Laki-laki"))]
KINDS = [
    ("", _("Semua")),
    (OrganisationKind.SCHOOL, _("Sekolah")),
    (OrganisationKind.PARTNER, _("Lembaga mitra")),
    (OrganisationKind.OFFICE, _("Dinas")),
]

FUNCTIONS = [
    ("", _("Bukan orang sekolah")),
    (SchoolFunction.CLASS_TEACHER, _("Guru atau wali kelas")),
    (SchoolFunction.COUNSELLOR, _("Guru BK")),
    (SchoolFunction.HEAD, _("Kepala sekolah")),
    (SchoolFunction.TEAM, _("Anggota tim sekolah")),
    (SchoolFunction.STAFF, _("Tenaga kependidikan")),
]

_LEVELS = {Level.DISTRICT: _("kecamatan"), Level.WARD: _("kelurahan")}


class Person(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One colleague, chosen by name."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("Pilih orang"))
        super().__init__(User.objects.none(), **options)

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class Search(Form):
    q = forms.CharField(label=_("Cari"), required=False, max_length=60)


class Words(Answering):
    """What a code is called, in both languages."""

    label_id = forms.CharField(label=_("Kata-kata dalam bahasa Indonesia"), max_length=300)
    label_en = forms.CharField(label=_("Kata-kata dalam bahasa Inggris"), max_length=300)


class Retiring(Answering):
    """Until when a code may be chosen."""

    until = DayField(label=_("Hari terakhir dapat dipilih"))


class AccountSearch(Search):
    ended = forms.BooleanField(label=_("Akun yang sudah berakhir"), required=False)


class SchoolList(Answering):
    """A list of schools as a file; after it was looked at, the same text once more."""

    file = forms.FileField(
        label=_("Berkas CSV"), required=False, widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    source: Source | None = None

    def clean(self) -> dict[str, Any]:
        """Read the rows; a file that is none is refused at its field."""
        told: dict[str, Any] = super().clean() or {}
        file = told.get("file")
        try:
            if file is not None:
                if file.size > LARGEST_LIST:
                    raise Refused(LIST_TOO_LARGE, field="file")
                told["kept"], told["name"] = decoded(file.read(), file.name), file.name
            if not told.get("kept"):
                raise Refused(NO_FILE, field="file")
            self.source = rows_of(told["kept"], told["name"], SCHOOL_COLUMNS, [PUPILS_COLUMN])
        except Refused as error:
            self.add_error("file", said(error.message))
        return told


class OrganisationSearch(Search):
    kind = forms.ChoiceField(label=_("Jenis"), choices=KINDS, required=False)


class OrganisationForm(Answering):
    kind = forms.ChoiceField(
        label=_("Jenis"), choices=[choice for choice in KINDS if choice[0] in ("SCHOOL", "PARTNER")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    name = forms.CharField(label=_("Nama"), max_length=200)
    npsn = forms.CharField(
        label="NPSN", max_length=8, required=False, help_text=_("Hanya untuk sekolah: delapan angka.")
    )
    form = forms.ChoiceField(
        label=_("Jenis sekolah"), required=False,
        choices=[("", _("Belum tahu atau bukan sekolah")), *((one, one) for one in sorted(KNOWN_FORMS))],
    )  # fmt: skip
    pupils = forms.IntegerField(
        label=_("Jumlah murid"), min_value=0, max_value=MOST_PUPILS, required=False, help_text=_("Hanya untuk sekolah.")
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Wilayah"), required=False, empty_label=_("Belum tahu atau seluruh kota")
    )
    address = forms.CharField(label=_("Alamat"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.queryset = Area.objects.exclude(level=Level.CITY).order_by("name")
        area.label_from_instance = lambda obj: f"{obj.name} ({_LEVELS[obj.level]})"

    def facts(self) -> operations.OrganisationFacts:
        """What was told, as the operations take it."""
        told = self.cleaned_data
        area: Area | None = told["area"]
        return operations.OrganisationFacts(
            kind=told["kind"], name=told["name"], npsn=told["npsn"], form=told["form"], pupils=told["pupils"],
            address=told["address"], area_id=area.pk if area else None,
        )  # fmt: skip


class RoleFields(Answering):
    """A role and the unit in which it is held."""

    role = forms.ChoiceField(label=_("Peran"))
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=_("Bagian atau tim"),
        required=False,
        empty_label=_("Seluruh dinas"),
        help_text=_("Kepala dinas, pelindung data, analis, dan pengelola akun bekerja untuk seluruh dinas."),
    )
    school = forms.CharField(
        label=_("Sekolah"), max_length=200, required=False,
        help_text=_("Hanya untuk orang sekolah. Ketik nama atau NPSN, lalu pilih."),
        widget=forms.TextInput(attrs={"list": "sekolah", "autocomplete": "off"}),
    )  # fmt: skip
    function = forms.ChoiceField(label=_("Tugas di sekolah"), required=False, choices=FUNCTIONS)
    until = DayField(
        label=_("Hari terakhir"),
        required=False,
        help_text=_("Kosongkan bila perannya tidak berakhir pada hari tertentu."),
    )
    reason = forms.CharField(
        label=_("Alasan"), max_length=300, required=False,
        help_text=_("Untuk peran yang menunggu orang kedua: orang itu membacanya. Tanpa nama anak."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, _named(role)) for role in ROLE_TEXTS]  # type: ignore[attr-defined]
        team: Any = self.fields["team"]
        team.queryset = Team.objects.filter(closed_at=None).order_by("name")
        team.label_from_instance = lambda obj: obj.name

    def chosen_role(self) -> dict[str, Any]:
        """The role, the unit's id, until when and why, as the operation takes them."""
        told = self.cleaned_data
        team: Team | None = told["team"]
        school = school_of(told["school"])
        return {
            "role": Role(told["role"]), "team_id": team.pk if team else None, "until_at": end_of(told["until"]),
            "reason": told["reason"], "school_id": school.pk if school else None, "function": told["function"],
        }  # fmt: skip


class LastDay(Answering):
    """With which day a role ends."""

    until = DayField(label=_("Hari terakhir"))


class LastDayOfAccount(Answering):
    """With which day an account ends, or none."""

    until = DayField(
        label=_("Hari terakhir akun"),
        required=False,
        help_text=_("Kosongkan bila akunnya tidak berakhir pada hari tertentu."),
    )


class Refusal(Answering):
    why = forms.CharField(label=_("Alasan penolakan"), max_length=300)


def _named(role: Role) -> str:
    """A role's words, and whether it waits for a second person."""
    words, waits = said(ROLE_TEXTS[role]), gettext("menunggu orang kedua")
    return f"{words} ({waits})" if takes_two(role) else words


def end_of(day: date | None) -> datetime | None:
    """The midnight, on the office's clock, with which a day ends."""
    return datetime.combine(day + timedelta(days=1), time.min, office_zone()) if day else None


def last_day(at: datetime | None) -> date | None:
    """The day with which something ends that ends at this midnight."""
    return (local(at) - timedelta(microseconds=1)).date() if at else None


class NewAccount(RoleFields):
    name = forms.CharField(label=_("Nama"), max_length=60)
    username = forms.CharField(
        label=_("Nama pengguna"), max_length=60, help_text=_("Untuk masuk: huruf kecil, misalnya sari.puspita")
    )
    email = forms.EmailField(
        label=_("Surel dinas"), required=False, help_text=_("Untuk pemberitahuan; tanpa isi kasus.")
    )
    phone = forms.CharField(label=_("Telepon"), max_length=20, required=False)
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=SEXES, required=False)
    field_order = ["name", "username", "role", "team", "school", "function", "until", "reason", "email", "phone", "sex"]


class Account(Answering):
    name = forms.CharField(label=_("Nama"), max_length=60)
    email = forms.EmailField(label=_("Surel dinas"), required=False)
    phone = forms.CharField(label=_("Telepon"), max_length=20, required=False)
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=SEXES, required=False)


class InvitationCode(Answering):
    """The code of an invitation, from the link or typed from paper."""

    code = forms.CharField(
        label=_("Kode undangan"), max_length=60, help_text=_("Dua puluh huruf dan angka, seperti BCDF-2345-…"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


class OwnPassword(Answering):
    """A password of one's own, written twice."""

    code = forms.CharField(max_length=60, widget=forms.HiddenInput)
    username = forms.CharField(
        label=_("Nama pengguna Anda"), required=False,
        widget=forms.TextInput(attrs={"autocomplete": "username", "readonly": "readonly"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Kata sandi baru"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Paling sedikit dua belas huruf. Beberapa kata tanpa kaitan: mudah diingat, sulit ditebak."),
    )  # fmt: skip
    again = forms.CharField(
        label=_("Kata sandi baru sekali lagi"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(gettext("Kedua kata sandi berbeda."))
        return again


class OwnAccount(Answering):
    name = forms.CharField(label=_("Nama"), max_length=60)
    phone = forms.CharField(label=_("Telepon"), max_length=20, required=False)
    language = forms.ChoiceField(
        label=_("Bahasa halaman dan surel"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class TeamForm(Answering):
    name = forms.CharField(label=_("Nama tim"), max_length=100)
    areas = forms.ModelMultipleChoiceField(
        Area.objects.none(), label=_("Wilayah kerja"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["areas"]
        areas.queryset = Area.objects.filter(level=Level.DISTRICT).order_by("name")
        areas.label_from_instance = lambda obj: obj.name

    def area_ids(self) -> list[UUID]:
        """The chosen areas."""
        return [area.pk for area in self.cleaned_data["areas"]]


class Skills(Answering):
    skills = forms.CharField(
        label=_("Keahlian"),
        max_length=300,
        required=False,
        help_text=_("Pisahkan dengan koma, misalnya: bahasa isyarat, balita"),
    )


class Leave(Answering):
    user = Person(label=_("Siapa yang tidak masuk"))
    from_date = DayField(label=_("Hari pertama"))
    until_date = DayField(label=_("Hari terakhir"))
    substitute = Person(
        label=_("Pengganti"),
        required=False,
        empty_label=_("Belum ada"),
        help_text=_("Pada hari-hari itu pengganti dapat membuka dan mengerjakan kasus orang ini."),
    )

    def __init__(self, *args: Any, people: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["substitute"].queryset = pages.colleagues(now)  # type: ignore[attr-defined]


class Turn(Answering):
    """One turn of duty. One that ends before it begins ends the next day."""

    day = DayField(label=_("Hari"))
    since = forms.TimeField(label=_("Dari pukul"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    until = forms.TimeField(
        label=_("Sampai pukul"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Lebih awal dari mulainya berarti sampai hari berikutnya."),
    )
    first = Person(label=_("Orang pertama"))
    second = Person(label=_("Orang kedua"), required=False, empty_label=_("Belum ada"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].queryset = pages.colleagues(now)  # type: ignore[attr-defined]

    def turn(self) -> dict[str, Any]:
        """The turn as the operation takes it."""
        told = self.cleaned_data
        zone = office_zone()
        since, until = (datetime.combine(told["day"], told[name], zone) for name in ("since", "until"))
        second: User | None = told["second"]
        return {
            "from_at": since,
            "until_at": until if until > since else until + timedelta(days=1),
            "first_id": told["first"].pk,
            "second_id": second.pk if second else None,
        }
