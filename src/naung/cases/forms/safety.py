"""Forms of safety, consent, danger, level and the law."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naung.cases.forms.contact import YesNoField, writing
from naung.cases.operations.safety import LABELS
from naung.cases.rules.consent import EVIDENCE, KINDS, PURPOSES, RECIPIENTS, Terms
from naung.core import forms as core
from naung.core.levels import Level
from naung.core.text import Text


class Safety(core.Form):
    """The safety line that everybody assigned sees, and the plan behind it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    dangerous_people = forms.CharField(label=LABELS["dangerous_people"], widget=writing(2), required=False)
    no_go = forms.CharField(
        label=LABELS["no_go"], help_text=_("Tempat, waktu, atau orang yang harus dihindari."),
        widget=writing(2), required=False,
    )  # fmt: skip
    safe_contact = forms.CharField(label=LABELS["safe_contact"], widget=writing(2), required=False)
    plan = forms.CharField(
        label=LABELS["plan"],
        help_text=_("Ke mana anak pergi, siapa yang melindungi, siapa yang dihubungi bila bahaya datang."),
        widget=writing(6), required=False,
    )  # fmt: skip

    def clean_version(self) -> int:
        """The version that was shown; 0 when nothing was written yet."""
        return self.cleaned_data["version"] or 0


class NeedsMet(core.Form):
    """That the child's emergency needs are met."""

    note = forms.CharField(
        label=_("Kebutuhan darurat yang sudah terpenuhi"),
        help_text=_("Tempat aman, kesehatan, makanan, dan bagaimana itu dipastikan."), widget=writing(3),
    )  # fmt: skip


class Consent(core.Form):
    """Consent of the caregiver, assent of the child, or the ground for acting without."""

    kind = forms.ChoiceField(label=_("Yang dicatat"), widget=forms.RadioSelect)
    given = YesNoField(label=_("Setuju?"), required=False)
    ground = core.CodeField("dasar_tanpa_persetujuan", label=_("Dasar bertindak tanpa persetujuan"), required=False)
    who = forms.CharField(label=_("Siapa"), max_length=100, required=False)
    words = forms.CharField(label=_("Kata-katanya"), widget=writing(2), required=False)
    at = core.MomentField(label=_("Kapan"), required=False)
    recipients = forms.MultipleChoiceField(
        label=_("Kepada siapa data boleh diserahkan"), required=False, widget=forms.CheckboxSelectMultiple
    )
    recipient_names = forms.CharField(label=_("Nama penerimanya, bila disebut"), max_length=200, required=False)
    evidence = forms.ChoiceField(label=_("Buktinya"), required=False, widget=forms.RadioSelect)
    evidence_note = forms.CharField(label=_("Di mana suratnya, atau siapa saksinya"), max_length=200, required=False)
    until = core.DayField(
        label=_("Berlaku sampai"), required=False, help_text=_("Kosongkan bila berlaku selama kasus terbuka.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, texts in (("kind", KINDS), ("recipients", RECIPIENTS), ("evidence", EVIDENCE)):
            self.fields[name].choices = _said(texts)  # type: ignore[attr-defined]
        for code, text in PURPOSES.items():
            self.fields[f"to_{code}"] = YesNoField(label=text.say(get_language()), required=False)
        self.order_fields(["kind", "given", "ground", "who", "words", "at", *(f"to_{code}" for code in PURPOSES)])

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, for the operation."""
        typed = self.cleaned_data
        answers = {code: typed[f"to_{code}"] for code in PURPOSES}
        terms = Terms(
            agreed=tuple(code for code, answer in answers.items() if answer),
            declined=tuple(code for code, answer in answers.items() if answer is False),
            recipients=tuple(typed["recipients"]), recipient_names=typed["recipient_names"],
            evidence=typed["evidence"], evidence_note=typed["evidence_note"], until=typed["until"],
        )  # fmt: skip
        return {name: typed[name] for name in ("kind", "given", "ground", "who", "words", "at")} | {"terms": terms}


def _said(texts: Mapping[str, Text]) -> list[tuple[str, str]]:
    return [(code, text.say(get_language())) for code, text in texts.items()]


class Share(core.Form):
    """What is given to whom, for what."""

    purpose = forms.ChoiceField(label=_("Untuk apa"), widget=forms.RadioSelect)
    recipient = forms.ChoiceField(label=_("Kepada siapa"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Nama penerima dan lembaganya"), max_length=200)
    what = forms.CharField(
        label=_("Apa yang diserahkan"), widget=writing(3),
        help_text=_("Hanya yang diperlukan untuk tujuan ini. Jangan serahkan nama pelapor."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = _said(PURPOSES)  # type: ignore[attr-defined]
        self.fields["recipient"].choices = _said(RECIPIENTS)  # type: ignore[attr-defined]


class Danger(core.Form):
    """A danger seen now."""

    code = core.CodeField("bahaya", label=_("Tanda bahaya"))
    note = forms.CharField(label=_("Apa yang terlihat"), widget=writing(3), required=False)


class Reason(core.Form):
    """One reason, in words."""

    reason = forms.CharField(label=_("Alasan"), widget=writing(3))


class LevelChange(core.Form):
    """A new level; lowering needs its reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    level = forms.TypedChoiceField(label=_("Tingkat"), widget=forms.RadioSelect, coerce=Level)
    reason_code = core.CodeField("alasan_turun_tingkat", label=_("Alasan menurunkan"), required=False)
    reason = forms.CharField(label=_("Penjelasan"), widget=writing(3), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(c, label) for c, label in core.code_options("tingkat")]  # type: ignore[attr-defined]


class LegalDone(core.Form):
    """A legal duty done: day, number, and who did it."""

    done_date = core.DayField(label=_("Tanggal"))
    number = forms.CharField(label=_("Nomor surat"), max_length=100)
    done_by_name = forms.CharField(
        label=_("Siapa yang melakukannya"), help_text=_("Nama petugas dan lembaganya. Kosongkan bila belum tahu."),
        max_length=200, required=False,
    )  # fmt: skip


class Asked(core.Form):
    """An investigator asks for the social report."""

    asked_at = core.MomentField(label=_("Kapan diminta"))
    asked_by = forms.CharField(label=_("Diminta oleh"), max_length=200)
