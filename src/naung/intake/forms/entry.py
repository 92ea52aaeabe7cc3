"""Writing a report down while somebody speaks: one page, from the danger to who reports."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naung.core import reference
from naung.core.forms import CodeField, CodesField, Form, MomentField, YesNoUnknownField
from naung.intake.forms.children import wards
from naung.intake.rules import AllegedFacts, FiledChild, Filing, ReporterFacts
from naung.people.rules import Finding, check_phone

NOT_BY_HAND = frozenset({"WEB", "LRG"})  # the public form, the offline app
LONGEST = 20_000
SHORT = 2_000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def channels() -> list[tuple[str, str]]:
    """The channels that an officer writes down."""
    english = (get_language() or "").startswith("en")
    known = reference.codes("kanal_laporan").values()
    return [(c.code, c.label_en if english else c.label_id) for c in known if c.code not in NOT_BY_HAND]


class Entry(Form):
    """Everything about the event and the people who report or are alleged. Only what happened must be filled in."""

    session = forms.UUIDField(required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("Lewat apa laporan datang?"), choices=channels, initial="TEL")
    received_at = MomentField(
        label=_("Diterima pada"),
        required=False,
        help_text=_("Kosongkan bila sekarang. Isi bila surat atau pesan datang lebih dulu."),
    )
    happened = forms.CharField(
        label=_("Apa yang terjadi?"), max_length=LONGEST, widget=_area(7),
        help_text=_("Dengan kata-kata pelapor. Tidak diubah lagi setelah laporan diterima."),
        error_messages={"required": _("Tulis apa yang terjadi, satu kalimat sudah cukup.")},
    )  # fmt: skip
    happened_when = forms.CharField(
        label=_("Kapan?"), required=False, max_length=200, help_text=_("Pasti, kira-kira, atau masih berlangsung.")
    )
    place = CodeField("tempat", label=_("Tempat kejadian"), empty=_("Belum tahu"), required=False)
    ward = forms.ChoiceField(label=_("Kelurahan kejadian"), required=False, choices=wards)
    forms_ = CodesField("bentuk_kekerasan", label=_("Bentuk"), required=False)
    child_wants = forms.CharField(label=_("Apa yang anak inginkan?"), required=False, max_length=SHORT, widget=_area(2))
    earlier_reports = forms.CharField(
        label=_("Laporan atau dokumen sebelumnya"), required=False, max_length=SHORT, widget=_area(2),
        help_text=_("Agar anak tidak ditanya dua kali."),
    )  # fmt: skip
    alleged_name = forms.CharField(label=_("Nama terlapor"), required=False, max_length=100)
    alleged_relation = CodeField("hubungan_pelaku", label=_("Hubungan dengan anak"), unknown="TTH", required=False)
    alleged_phone = forms.CharField(label=_("Telepon terlapor"), required=False, max_length=30)
    alleged_about = forms.CharField(label=_("Keterangan lain tentang terlapor"), required=False, max_length=SHORT)
    alleged_access = YesNoUnknownField(label=_("Masih dapat menemui anak?"), required=False)
    reporter_type = CodeField("jenis_pelapor", label=_("Siapa yang melapor?"), empty=_("Belum tahu"), required=False)
    reporter_name = forms.CharField(label=_("Nama pelapor"), required=False, max_length=100)
    reporter_phone = forms.CharField(label=_("Telepon pelapor"), required=False, max_length=30)
    safe_to_contact = YesNoUnknownField(label=_("Aman dihubungi?"), required=False)
    safe_hours = forms.CharField(label=_("Jam yang aman"), required=False, max_length=60)
    secrecy = CodeField("kerahasiaan", label=_("Kerahasiaan"), tap=True, initial="RAHASIA", required=False)

    EVENT = ("happened_when", "place", "ward")
    ALLEGED = ("alleged_name", "alleged_relation", "alleged_phone", "alleged_about", "alleged_access")
    REPORTER = ("reporter_type", "reporter_name", "reporter_phone", "safe_hours", "safe_to_contact", "secrecy")

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        english = (get_language() or "").startswith("en")
        for code in reference.codes("bahaya").values():
            self.fields[code.code] = YesNoUnknownField(
                label=code.label_en if english else code.label_id, required=False
            )

    def part(self, names: Iterable[str]) -> list[forms.BoundField]:
        """Some of the fields."""
        return [self[name] for name in names]

    @property
    def dangers(self) -> list[forms.BoundField]:
        """The danger questions."""
        return [self[code] for code in reference.codes("bahaya")]

    def clean_received_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["received_at"]
        if moment is not None and moment > self.now:
            raise forms.ValidationError(_("Waktu ini belum tiba."))
        return moment

    @property
    def warnings(self) -> list[Finding]:
        """What should be looked at again: phone numbers that are none."""
        numbers = [self.cleaned_data.get(name) or "" for name in ("reporter_phone", "alleged_phone")]
        checked = [check_phone(number) for number in numbers]
        return [finding for one in checked for finding in (*one.errors, *one.warnings)]

    def filing(self, children: tuple[FiledChild, ...], token: str) -> Filing:
        """The report as it is filed."""
        told = self.cleaned_data
        return Filing(
            happened=told["happened"],
            channel=told["channel"],
            children=children,
            received_at=told["received_at"],
            happened_when=told["happened_when"],
            place=told["place"],
            ward_id=UUID(told["ward"]) if told["ward"] else None,
            session_id=told["session"],
            forms=frozenset(told["forms_"]),
            dangers={code: told[code] for code in reference.codes("bahaya") if told[code]},
            child_wants=told["child_wants"],
            earlier_reports=told["earlier_reports"],
            alleged=_alleged(told),
            reporter=_reporter(told),
            reporter_type=told["reporter_type"],
            secrecy=told["secrecy"] or "ANON",
            send_token=token,
        )


def _alleged(told: dict[str, Any]) -> AllegedFacts:
    return AllegedFacts(
        name=told["alleged_name"],
        phone=told["alleged_phone"],
        relation=told["alleged_relation"],
        description=told["alleged_about"],
        has_access=told["alleged_access"],
    )


def _reporter(told: dict[str, Any]) -> ReporterFacts:
    return ReporterFacts(
        name=told["reporter_name"],
        phone=told["reporter_phone"],
        safe_to_contact=told["safe_to_contact"],
        safe_hours=told["safe_hours"],
    )
