"""The three screens of the public form and the receipt. Only *what happened* must be filled in."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naung.core.errors import Refused
from naung.core.forms import NO, UNKNOWN, YES, CodeField, Form, YesNoUnknownField, said
from naung.intake.rules import receipts
from naung.intake.rules.questions import FIRST, MORE, QUESTIONS
from naung.places.queries import ward_choices
from naung.publicsite.rules import LONGEST_STORY, OLDEST

DONT_KNOW = _("Belum tahu")
WHICH_HOLDS = _(
    "Anda memilih tanpa nama, tetapi menulis nama atau nomor. Pilih pilihan kedua bila petugas boleh tahu, "
    "atau kosongkan nama dan nomornya."
)
NO_SUCH_CODE = _("Kode ini tidak kami temukan. Periksa lagi angka atau katanya satu per satu.")


class What(Form):
    """Screen 1: danger first, then what happened, in the reporter's own words."""

    happened = forms.CharField(
        label=_("Apa yang terjadi?"),
        help_text=_("Satu kalimat sudah cukup. Tulis seperti kamu atau Anda bercerita biasa."),
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Tulis satu kalimat tentang apa yang terjadi. Hanya bagian ini yang wajib diisi.")
        },
    )
    happened_when = forms.CharField(
        label=_("Kapan terjadi?"), help_text=_("Boleh kira-kira, misalnya “tadi malam” atau “sudah lama”."),
        required=False, max_length=200,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in QUESTIONS:
            first = code in FIRST
            self.fields[code] = YesNoUnknownField(
                label=QUESTIONS[code].say(get_language()), required=False, initial=UNKNOWN if first else None
            )

    @property
    def first(self) -> list[forms.BoundField]:
        """The four questions that everybody sees."""
        return [self[code] for code in FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """The questions that the first answers open."""
        return [self[code] for code in MORE]

    @property
    def answers(self) -> dict[str, str]:
        """The danger questions that were answered: code -> YES, NO, UNKNOWN."""
        return {
            code: self.cleaned_data[code] for code in QUESTIONS if self.cleaned_data.get(code) in {YES, NO, UNKNOWN}
        }


def age_choices() -> list[tuple[str, Any]]:
    """Ages of a child in whole years, and not knowing."""
    return [("", DONT_KNOW), ("0", _("Belum 1 tahun")), *[(str(age), str(age)) for age in range(1, OLDEST + 1)]]


class Who(Form):
    """Screen 2: the child, as far as it is known."""

    child_name = forms.CharField(
        label=_("Nama anak"), help_text=_("Boleh nama panggilan saja, atau dikosongkan."), required=False, max_length=60
    )
    age = forms.ChoiceField(label=_("Umur anak, kira-kira"), choices=age_choices, required=False)
    sex = forms.ChoiceField(
        label=_("Anak ini"), required=False, widget=forms.RadioSelect,
        choices=[("P", _("Perempuan")), ("L", _("Laki-laki")), ("", DONT_KNOW)], initial="",
    )  # fmt: skip
    ward = forms.ChoiceField(
        label=_("Kelurahan tempat anak berada"), required=False, choices=lambda: [("", DONT_KNOW), *ward_choices()]
    )
    where_now = CodeField("keberadaan_anak", label=_("Di mana anak sekarang?"), unknown="TTH", required=False)
    where_now_text = forms.CharField(
        label=_("Alamat atau tanda tempatnya"), help_text=_("Misalnya nama jalan, RT, sekolah, atau dekat apa."),
        required=False, max_length=200,
    )  # fmt: skip
    school_name = forms.CharField(label=_("Sekolah anak"), required=False, max_length=200)
    alleged = forms.CharField(
        label=_("Siapa yang melakukannya, kalau tahu?"),
        help_text=_("Misalnya nama atau “paman yang tinggal serumah”."), required=False, max_length=200,
    )  # fmt: skip


class You(Form):
    """Screen 3: whoever reports, if they want to say."""

    secrecy = CodeField("kerahasiaan", label=_("Tentang nama Anda"), tap=True, required=False, initial="ANON")
    reporter_type = CodeField("jenis_pelapor", label=_("Anda adalah"), empty=_("Tidak ingin menjawab"), required=False)
    name = forms.CharField(label=_("Nama Anda"), required=False, max_length=60)
    phone = forms.CharField(
        label=_("Nomor telepon"), required=False, max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    safe_to_call = YesNoUnknownField(label=_("Aman dihubungi di nomor itu?"), required=False, initial=UNKNOWN)
    safe_hours = forms.CharField(label=_("Jam yang aman"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        """Anonymous means that nothing is kept; whoever wrote a name or number all the same is asked which holds."""
        cleaned = super().clean() or {}
        if cleaned.get("secrecy") in {None, "", "ANON"}:
            if cleaned.get("name") or cleaned.get("phone"):
                self.add_error("secrecy", WHICH_HOLDS)
                return cleaned
            cleaned |= {"secrecy": "ANON", "name": "", "phone": "", "safe_hours": "", "safe_to_call": ""}
        return cleaned


class Code(Form):
    """The receipt: digits in fours or in one go, or the five words."""

    code = forms.CharField(
        label=_("Kode laporan"), help_text=_("16 angka, atau lima kata, dari kartu Anda."), max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        """The sixteen digits without spaces."""
        try:
            return receipts.tidy(self.cleaned_data["code"])
        except Refused as refusal:
            raise forms.ValidationError(said(refusal.message)) from None


class Say(Form):
    """A message to the office."""

    text = forms.CharField(
        label=_("Pesan Anda"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tulis dulu pesannya.")},
    )  # fmt: skip


class Shown(Form):
    """A proof of filing that somebody shows."""

    text = forms.CharField(
        label=_("Isi bukti lapor"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false"}),
        error_messages={"required": _("Tempel dulu isi bukti lapornya.")},
    )  # fmt: skip
