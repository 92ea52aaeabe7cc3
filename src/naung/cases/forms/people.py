"""Forms of the child and the people around it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naung.cases.forms.contact import YesNoField
from naung.core import forms as core
from naung.people.operations import CaregiverFacts
from naung.people.rules import ChildFacts
from naung.places.models import Area, Level
from naung.teams.queries.schools import school_of

NUMBERS = ("nik", "kk")  # hidden on the form: a screen in the street shows them to nobody
SEXES = [("", _("Belum tahu")), ("P", _("Perempuan")), ("L", _("Laki-laki"))]


class Child(core.Form):
    """Who the child is. Nothing but what is known is required."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Nama seperti tertulis"), max_length=60, required=False)
    nickname = forms.CharField(label=_("Nama panggilan"), max_length=60, required=False)
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=SEXES, required=False)
    birth_date = core.DayField(label=_("Tanggal lahir"), required=False)
    age_estimate = forms.IntegerField(label=_("Perkiraan umur"), min_value=0, max_value=17, required=False)
    age_estimated_date = core.DayField(label=_("Diperkirakan pada"), required=False)
    nik = forms.CharField(label="NIK", max_length=20, required=False)
    nik_removed = forms.BooleanField(label=_("Hapus NIK ini"), required=False)
    kk = forms.CharField(label=_("Nomor KK"), max_length=20, required=False)
    kk_removed = forms.BooleanField(label=_("Hapus nomor KK ini"), required=False)
    nisn = forms.CharField(label="NISN", max_length=12, required=False)
    ktp_address = forms.CharField(label=_("Alamat KTP/KK"), max_length=200, required=False)
    address = forms.CharField(label=_("Alamat tinggal sekarang"), max_length=200, required=False)
    rt = forms.CharField(label="RT", max_length=3, required=False)
    rw = forms.CharField(label="RW", max_length=3, required=False)
    ward_id = forms.ModelChoiceField(label=_("Kelurahan"), queryset=Area.objects.none(), required=False)
    school = forms.CharField(
        label=_("Sekolah"), max_length=200, required=False,
        help_text=_("Ketik nama atau NPSN, lalu pilih; boleh juga nama lain."),
        widget=forms.TextInput(attrs={"list": "sekolah", "autocomplete": "off"}),
    )  # fmt: skip
    school_class = forms.CharField(label=_("Kelas"), max_length=20, required=False)
    disabilities = core.CodesField("disabilitas", label=_("Disabilitas"), required=False)
    languages = core.CodesField("bahasa", label=_("Bahasa yang dipakai anak"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ward: Any = self.fields["ward_id"]
        ward.queryset = Area.objects.filter(level=Level.WARD).select_related("parent").order_by("parent__name", "name")
        ward.label_from_instance = lambda area: f"{area.name}, {area.parent.name}" if area.parent else area.name

    def facts(self, kept: ChildFacts) -> ChildFacts:
        """The child as it is kept: an unknown school by its name, numbers that nobody typed anew as they were."""
        told: dict[str, Any] = {name: held for name, held in self.cleaned_data.items() if name != "version"}
        for name in NUMBERS:
            removed = told.pop(f"{name}_removed")
            told[name] = told[name] or ("" if removed else getattr(kept, name))
        ward = told.pop("ward_id")
        told |= {name: tuple(told[name]) for name in ("disabilities", "languages")}
        school, named = school_of(told["school"]), told.pop("school")
        told |= {"school_id": school.pk, "school_name": school.name} if school else {"school_name": named}
        return ChildFacts(**told, ward_id=ward.pk if ward else None)


class Caregiver(core.Form):
    """Who cares for the child, and whether a call is safe."""

    name = forms.CharField(label=_("Nama"), max_length=60)
    relation = core.CodeField("hubungan_keluarga", label=_("Hubungan dengan anak"))
    phone = forms.CharField(label=_("Telepon"), max_length=20, required=False)
    safe_to_contact = YesNoField(label=_("Aman dihubungi?"), required=False)
    safe_hours = forms.CharField(label=_("Jam yang aman"), max_length=60, required=False)
    lives_with_child = YesNoField(label=_("Tinggal bersama anak?"), required=False)
    is_main = forms.BooleanField(label=_("Pengasuh utama"), required=False)

    def facts(self) -> CaregiverFacts:
        """The caregiver as it is kept."""
        return CaregiverFacts(**self.cleaned_data)


class EditedCaregiver(Caregiver):
    """A caregiver on record, put right."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def facts(self) -> CaregiverFacts:
        """The caregiver as it is kept."""
        return CaregiverFacts(**{name: held for name, held in self.cleaned_data.items() if name != "version"})


class Member(core.Form):
    """Somebody who lives with the child."""

    name = forms.CharField(label=_("Nama (boleh kosong)"), max_length=60, required=False)
    relation = core.CodeField("hubungan_keluarga", label=_("Hubungan dengan anak"))
    age = forms.IntegerField(label=_("Umur"), min_value=0, max_value=120, required=False)


class Related(core.Form):
    """Another child on record to whom this child is related."""

    number = forms.CharField(label=_("Nomor kasus anak itu"), max_length=12)
    relation = core.CodeField("hubungan_keluarga", label=_("Hubungan dengan anak"))
