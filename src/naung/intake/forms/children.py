"""The children of a report that is being written down: one small form each."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naung.core import reference
from naung.core.forms import CodeField, CodesField, DayField, Form, typed
from naung.intake.rules import Caregiver, FiledChild, Known
from naung.people.rules import SEX_TEXTS, Finding, check_child, check_phone
from naung.places.queries import ward_choices
from naung.teams.queries.schools import school_of

MOST = 12
CAREGIVERS = 2
NOTHING: tuple[Any, ...] = (None, "", "TTH", [], ())  # what a field holds that nobody has filled in
UNKNOWN_WARD = _("Belum tahu")


def sex_choices() -> list[tuple[str, Any]]:
    """Boy, girl, not known, in the page's language."""
    return [*((sex.value, text.say(get_language())) for sex, text in SEX_TEXTS.items()), ("", _("Belum tahu"))]


def wards() -> list[tuple[str, Any]]:
    """Every kelurahan under its kecamatan; first not knowing."""
    return [("", UNKNOWN_WARD), *ward_choices()]


class ChildForm(Form):
    """One child. Nothing of it must be filled in."""

    name = forms.CharField(
        label=_("Nama lengkap"), required=False, max_length=60, help_text=_("Seperti yang disebut; satu kata boleh.")
    )
    nickname = forms.CharField(label=_("Nama panggilan"), required=False, max_length=60)
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"), required=False, choices=sex_choices, widget=forms.RadioSelect(attrs={"data-row": "1"})
    )
    birth_date = DayField(label=_("Tanggal lahir"), required=False)
    age_estimate = forms.IntegerField(
        label=_("Atau umur kira-kira (tahun)"), required=False, min_value=0, max_value=120
    )
    age_unknown = forms.BooleanField(label=_("Umur belum tahu"), required=False)
    where_now = CodeField(
        "keberadaan_anak", label=_("Di mana anak sekarang?"), empty=_("Belum ditanyakan"), required=False
    )
    where_now_text = forms.CharField(label=_("Bersama siapa, di mana persisnya?"), required=False, max_length=300)
    ward = forms.ChoiceField(label=_("Kelurahan tempat tinggal"), required=False, choices=wards)
    address = forms.CharField(label=_("Alamat tempat tinggal"), required=False, max_length=200)
    rt = forms.CharField(label=_("RT"), required=False, max_length=8)
    rw = forms.CharField(label=_("RW"), required=False, max_length=8)
    ktp_address = forms.CharField(label=_("Alamat menurut KTP/KK, bila lain"), required=False, max_length=200)
    nik = forms.CharField(label=_("NIK"), required=False, max_length=25)
    kk = forms.CharField(label=_("Nomor KK"), required=False, max_length=25)
    nisn = forms.CharField(label=_("NISN"), required=False, max_length=15)
    school_name = forms.CharField(
        label=_("Sekolah"), required=False, max_length=200,
        help_text=_("Ketik nama atau NPSN, lalu pilih; boleh juga nama lain."),
        widget=forms.TextInput(attrs={"list": "sekolah", "autocomplete": "off"}),
    )  # fmt: skip
    school_class = forms.CharField(label=_("Kelas"), required=False, max_length=20)
    disabilities = CodesField("disabilitas", label=_("Disabilitas"), required=False)
    languages = CodesField("bahasa", label=_("Bahasa yang dipakai anak"), required=False)

    BASIC = ("name", "nickname", "sex", "birth_date", "age_estimate", "age_unknown", "where_now", "where_now_text")
    HOME = ("ward", "address", "rt", "rw", "ktp_address")
    PAPERS = ("nik", "kk", "nisn", "school_name", "school_class", "disabilities", "languages")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.warnings: Mapping[str, Finding] = {}
        for number in range(1, CAREGIVERS + 1):
            self._add_caregiver(number)

    def _add_caregiver(self, number: int) -> None:
        self.fields[f"caregiver{number}_name"] = forms.CharField(
            label=_("Nama pengasuh"), required=False, max_length=60
        )
        self.fields[f"caregiver{number}_relation"] = CodeField(
            "hubungan_keluarga", label=_("Hubungan dengan anak"), unknown="TTH", required=False
        )
        self.fields[f"caregiver{number}_phone"] = forms.CharField(
            label=_("Telepon pengasuh"), required=False, max_length=30
        )

    def part(self, name: str) -> list[forms.BoundField]:
        """The fields of one part of the form: BASIC, HOME, PAPERS or CARE."""
        care = [field for field in self.fields if field.startswith("caregiver")]
        return [self[field] for field in (care if name == "CARE" else getattr(self, name))]

    @property
    def more_is_filled(self) -> bool:
        """Whether something beyond the basics is filled in or wrong, so that it is shown open."""
        rest = [*self.part("HOME"), *self.part("PAPERS"), *self.part("CARE")]
        return any(field.value() not in NOTHING or field.errors for field in rest)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        checked = check_child(self.facts(given), self.today, _districts())
        for field, finding in checked.errors.items():
            self.add_error(field if field in self.fields else None, finding.text.say(get_language()))
        self.warnings = checked.warnings
        self.cleaned_data["facts"] = checked.facts
        return self.cleaned_data

    def facts(self, given: Mapping[str, Any]) -> FiledChild:
        """What was entered, as the report carries it."""
        plain = ("name", "nickname", "sex", "nik", "kk", "nisn", "ktp_address", "address", "rt", "rw", "school_name",
                 "school_class", "where_now", "where_now_text")  # fmt: skip
        told: dict[str, Any] = {name: given.get(name) or "" for name in plain}
        estimate = None if given.get("birth_date") else given.get("age_estimate")
        if school := school_of(told["school_name"]):
            told |= {"school_id": school.pk, "school_name": school.name}
        return FiledChild(
            **told,
            birth_date=given.get("birth_date"),
            age_estimate=estimate,
            age_estimated_date=self.today if estimate is not None else None,
            age_known=Known.UNKNOWN if given.get("age_unknown") else "",
            ward_id=UUID(given["ward"]) if given.get("ward") else None,
            disabilities=tuple(given.get("disabilities") or ()),
            languages=tuple(given.get("languages") or ()),
            caregivers=tuple(_caregivers(given)),
        )


def _caregivers(given: Mapping[str, Any]) -> list[Caregiver]:
    found = []
    for number in range(1, CAREGIVERS + 1):
        told = {part: given.get(f"caregiver{number}_{part}") or "" for part in ("name", "relation", "phone")}
        if told["name"] or told["phone"] or told["relation"] not in ("", "TTH"):
            found.append(Caregiver(**told | {"phone": check_phone(told["phone"]).value}))
    return found


def _districts() -> frozenset[str]:
    areas = reference.areas(settings.CITY.areas_file)
    return frozenset(area.code.replace(".", "") for area in areas if area.level == "DISTRICT")


class ChildrenForms:
    """The forms of all children of a report; `count` travels in the page."""

    def __init__(self, data: Any, *, today: date, filled: bool, more: int = 0) -> None:
        count = min(max(_number(data.get("children")), 1) + more, MOST)
        self.forms = [_child_form(data, number, today, filled=filled) for number in range(count)]

    def told(self, number: int) -> FiledChild:
        """What stands there so far of one child, counted from 1; what cannot be read yet is left out."""
        form = self.forms[min(max(number, 1), len(self.forms)) - 1]
        form.is_valid()
        return form.facts(form.cleaned_data)

    def is_valid(self) -> bool:
        """Whether every child's entry may be taken."""
        valid = [form.is_valid() for form in self.forms]  # each is asked, so that each shows its errors
        return all(valid)

    def facts(self) -> tuple[FiledChild, ...]:
        """The children as the report carries them; a wholly empty further child is none."""
        told = [form.cleaned_data["facts"] for form in self.forms]
        return tuple(facts for place, facts in enumerate(told) if not place or facts != FiledChild())

    @property
    def warnings(self) -> list[tuple[int, Finding]]:
        """What should be looked at again, with the number of the child."""
        return [(place, finding) for place, form in enumerate(self.forms, 1) for finding in form.warnings.values()]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else 0


def _child_form(data: Any, number: int, today: date, *, filled: bool) -> ChildForm:
    prefix = f"child{number}"
    if filled:
        return ChildForm(data, prefix=prefix, today=today)
    return ChildForm(prefix=prefix, today=today, initial=typed(ChildForm(prefix=prefix, today=today), data))
