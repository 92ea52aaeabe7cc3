"""A concern on one page of a phone: danger first, then what was seen, told and thought, each for itself."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naung.core.errors import Refused
from naung.core.forms import CodeField, CodesField, Form, YesNoUnknownField, said, typed, whole_number
from naung.intake.rules import AllegedFacts, FiledChild, Known
from naung.intake.rules.questions import QUESTIONS
from naung.people.rules import SEX_TEXTS
from naung.prevention.queries.concerns import SchoolPerson
from naung.prevention.rules.concerns import (
    MARK_TEXTS,
    MOST_CHILDREN,
    MOST_POINTS,
    PART_TEXTS,
    REGIONS,
    SIDE_TEXTS,
    Concern,
    ConcernChild,
    Part,
    Side,
)
from naung.prevention.rules.pokja import BREACH_TEXTS
from naung.teams.models import Organisation, User
from naung.teams.queries.schools import school_of

LONGEST, SHORT = 8_000, 2_000
NOTHING_TOLD = _("Tulis apa yang Anda lihat atau apa yang diceritakan; satu kalimat sudah cukup.")


def options(texts: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """Codes with their words in the page's language."""
    return [(str(code), text.say(get_language())) for code, text in texts.items()]


def places() -> list[Any]:
    """Every part of the figure, front and back apart; first none."""
    sides = [
        (
            SIDE_TEXTS[side].say(get_language()),
            [(f"{side}:{r.code}", r.text(side).say(get_language())) for r in REGIONS],
        )
        for side in Side
    ]
    return [("", _("Tidak ada")), *sides]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ConcernForm(Form):
    """Everything about the concern but the children and their marks."""

    danger = YesNoUnknownField(label=_("Apakah anak dalam bahaya sekarang?"), required=False)
    dangers = forms.MultipleChoiceField(
        label=_("Apa bahayanya?"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: options(QUESTIONS),
    )  # fmt: skip
    seen = forms.CharField(
        label=_("Yang Anda lihat atau dengar sendiri"), max_length=LONGEST, required=False, widget=_area(4),
        help_text=_("Satu kalimat sudah cukup. Anda tidak perlu menyelidiki."),
    )  # fmt: skip
    told = forms.CharField(
        label=_("Yang diceritakan kepada Anda"), max_length=LONGEST, required=False, widget=_area(3),
        help_text=_("Oleh siapa, dan apa katanya."),
    )  # fmt: skip
    child_words = forms.CharField(
        label=_("Kata anak sendiri"), max_length=SHORT, required=False, widget=_area(2),
        help_text=_("Persis seperti diucapkan. Jangan menanyai anak lagi untuk formulir ini."),
    )  # fmt: skip
    opinion = forms.CharField(
        label=_("Pendapat atau dugaan Anda"), max_length=SHORT, required=False, widget=_area(2),
        help_text=_("Dipisahkan dari yang dilihat."),
    )  # fmt: skip
    when = forms.CharField(
        label=_("Kapan?"), max_length=200, required=False, help_text=_("Boleh kira-kira, misalnya “tadi pagi”.")
    )
    place = CodeField("tempat", label=_("Di mana?"), empty=_("Belum tahu"), required=False)
    place_text = forms.CharField(label=_("Tempat persisnya"), max_length=200, required=False)
    forms_ = CodesField("bentuk_kekerasan", label=_("Bentuknya, menurut Anda"), required=False)
    told_whom = forms.CharField(
        label=_("Siapa yang sudah diberi tahu?"), max_length=300, required=False,
        help_text=_("Orang di sekolah, orang tua, polisi."),
    )  # fmt: skip
    done = forms.CharField(label=_("Apa yang sudah dilakukan?"), max_length=SHORT, required=False, widget=_area(2))
    alleged_name = forms.CharField(label=_("Nama orang yang diduga"), max_length=100, required=False)
    alleged_relation = CodeField("hubungan_pelaku", label=_("Hubungan dengan anak"), unknown="TTH", required=False)
    alleged_head = forms.BooleanField(label=_("Orang ini kepala sekolah saya"), required=False)
    alleged_access = YesNoUnknownField(label=_("Masih dapat menemui anak?"), required=False)
    breach = forms.ChoiceField(
        label=_("Menurut sekolah ini"), required=False, widget=forms.RadioSelect,
        choices=lambda: [*options(BREACH_TEXTS), ("", _("Belum tahu"))],
    )  # fmt: skip
    token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    # What it began with: a pupil of a list of absent pupils, or one whom she watches. A browser keeps each apart.
    absent = forms.UUIDField(required=False, widget=forms.HiddenInput)
    notes = forms.UUIDField(required=False, widget=forms.HiddenInput)

    WORDS = ("seen", "told", "child_words", "opinion")
    EVENT = ("when", "place", "place_text")
    ALLEGED = ("alleged_name", "alleged_relation", "alleged_head", "alleged_access")
    DONE = ("told_whom", "done", "breach")

    @property
    def begun_with(self) -> str:
        """The id of what it began with; empty for a concern begun from nothing."""
        return str(self["absent"].value() or self["notes"].value() or "")

    def part(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        """Some of the fields."""
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not told.get("seen", "").strip() and not told.get("told", "").strip():
            self.add_error("seen", NOTHING_TOLD)
        return told

    def concern(self, children: tuple[ConcernChild, ...], head: User | None) -> Concern:
        """The concern as it is raised."""
        told = self.cleaned_data
        plain = ("seen", "told", "opinion", "child_words", "when", "place", "place_text", "told_whom", "done",
                 "danger", "breach", "token")  # fmt: skip
        return Concern(
            **{name: told[name] for name in plain}, children=children, dangers=frozenset(told["dangers"]),
            forms=frozenset(told["forms_"]), alleged=_alleged(told, head),
        )  # fmt: skip


def _alleged(told: dict[str, Any], head: User | None) -> AllegedFacts:
    """Who is alleged. The head teacher is named by her account, so that the wall finds her from the first moment."""
    about = _("Kepala sekolah") if told["alleged_head"] else ""
    return AllegedFacts(
        name=told["alleged_name"],
        relation="GRU" if told["alleged_head"] and told["alleged_relation"] == "TTH" else told["alleged_relation"],
        description=f"{about}: {head.name}" if about and head else str(about),
        has_access=told["alleged_access"],
    )


class ChildForm(Form):
    """One child. Nothing of it must be filled in."""

    name = forms.CharField(label=_("Nama anak"), max_length=60, required=False)
    school_class = forms.CharField(label=_("Kelas"), max_length=20, required=False)
    part_ = forms.ChoiceField(
        label=_("Anak ini"), choices=lambda: options(PART_TEXTS), initial=Part.AFFECTED, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"), required=False, widget=forms.RadioSelect(attrs={"data-row": "1"}),
        choices=lambda: [*options(SEX_TEXTS), ("", _("Belum tahu"))],
    )  # fmt: skip
    age_estimate = forms.IntegerField(label=_("Umur, kira-kira"), required=False, min_value=0, max_value=30)
    where_now = CodeField("keberadaan_anak", label=_("Di mana anak sekarang?"), unknown="TTH", required=False)

    def facts(self, person: SchoolPerson, today: date) -> FiledChild:
        """The child as the report carries it, a pupil of the school of whoever tells."""
        told, school = self.cleaned_data, person.school
        return FiledChild(
            name=told["name"], sex=told["sex"], age_estimate=told["age_estimate"],
            age_estimated_date=today if told["age_estimate"] is not None else None,
            age_known="" if told["age_estimate"] is not None else Known.UNKNOWN,
            where_now=told["where_now"], school_id=school.pk if school else None,
            school_name=school.name if school else "", school_class=told["school_class"],
        )  # fmt: skip


class PointForm(Form):
    """One mark on the figure of a child."""

    place = forms.ChoiceField(label=_("Bagian tubuh"), required=False, choices=places)
    kind = forms.ChoiceField(label=_("Tandanya"), required=False, choices=lambda: options(MARK_TEXTS))
    size = forms.CharField(
        label=_("Besarnya"), max_length=60, required=False, help_text=_("Misalnya sebesar uang logam.")
    )
    colour = forms.CharField(label=_("Warnanya"), max_length=60, required=False)
    note = forms.CharField(label=_("Keterangan"), max_length=200, required=False)
    child = forms.IntegerField(label=_("Anak nomor"), required=False, min_value=1, max_value=MOST_CHILDREN, initial=1)


class Whole:
    """The page: the concern, its children and the marks on them."""

    def __init__(self, data: Any, *, token: str = "", filled: bool = False, more: int = 0) -> None:
        count = min(max(whole_number(data.get("children") or "") or 1, 1) + more, MOST_CHILDREN)
        self.form: ConcernForm = _made(ConcernForm, data, filled=filled, token=token)
        self.children = [_made(ChildForm, data, filled=filled, prefix=f"child{n}") for n in range(1, count + 1)]
        self.points = [_made(PointForm, data, filled=filled, prefix=f"point{n}") for n in range(1, MOST_POINTS + 1)]

    def is_valid(self) -> bool:
        """Whether it may be sent; every part is asked, so that each shows its errors."""
        valid = [one.is_valid() for one in (self.form, *self.children, *self.points)]
        return all(valid)

    @property
    def marked(self) -> bool:
        """Whether a mark has been set, so that the figure is shown open."""
        return any(point["place"].value() or point.errors for point in self.points)

    def concern(self, person: SchoolPerson, head: User | None, today: date) -> Concern:
        """What is told, with the marks on the child they were seen on. A wholly empty further child is none."""
        children = [
            ConcernChild(
                child=form.facts(person, today), part=Part(form.cleaned_data["part_"] or Part.AFFECTED),
                points=tuple(self._points(number)),
            )
            for number, form in enumerate(self.children, 1)
            if number == 1 or form.cleaned_data["name"] or form.cleaned_data["school_class"]
        ]  # fmt: skip
        return self.form.concern(tuple(children), head)

    def _points(self, number: int) -> Iterator[dict[str, str]]:
        for form in self.points:
            told = form.cleaned_data
            if told["place"] and (told["child"] or 1) == number:
                yield {name: told[name] for name in ("place", "kind", "size", "colour", "note") if told[name]}


def _made(kind: Any, data: Any, *, filled: bool, prefix: str | None = None, token: str = "") -> Any:
    """A form as it was left, or asked whether it is right."""
    if filled:
        return kind(data, prefix=prefix)
    initial = {"token": token} if token else {}
    return kind(prefix=prefix, initial=initial | (typed(kind(prefix=prefix), data) if data else {}))


class HandoverForm(Form):
    """What the next school needs to know, and the signature."""

    school = forms.CharField(
        label=_("Sekolah berikutnya"), max_length=200, help_text=_("Ketik nama atau NPSN, lalu pilih."),
        widget=forms.TextInput(attrs={"list": "sekolah", "autocomplete": "off"}),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Yang perlu diketahui sekolah berikutnya"), max_length=LONGEST, widget=_area(4),
        help_text=_("Hanya yang perlu agar anak aman dan didampingi di sana."),
    )  # fmt: skip
    signed = forms.BooleanField(label=_("Saya menandatangani serah terima ini"), required=False)

    def clean_school(self) -> Organisation:
        """The school that was picked."""
        found = school_of(self.cleaned_data["school"])
        if found is None:
            raise forms.ValidationError(_("Pilih sekolah dari daftar."))
        return found

    def refuse(self, error: Refused) -> None:
        """Show what the operation refused, at the field in question."""
        field = str(error.about["field"])
        self.add_error({"text": "words"}.get(field, field), said(error.message))


class SayForm(Form):
    """A message of the school to the office."""

    text = forms.CharField(
        label=_("Pesan Anda"), max_length=4_000, widget=_area(4),
        error_messages={"required": _("Tulis dulu pesannya.")},
    )  # fmt: skip
