"""Answers to a quiz, the sets of a session, and counts on paper."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naung.core.forms import Form, said
from naung.prevention.rules import quiz as rules
from naung.prevention.rules.quiz import NOT_KNOWN, Phase, QuizSet

DONT_KNOW = _("Belum tahu")
MOST_PEOPLE = 5_000


class Answers(Form):
    """The questions of one set. Before the session the page makes the code; afterwards it is shown or typed in."""

    def __init__(self, asked: QuizSet, phase: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.phase = asked, phase
        if phase == Phase.AFTER:
            self.fields["pair"] = forms.CharField(
                label=_("Kode dari kuis pertama"),
                help_text=_("Dua kata dan dua angka, misalnya kucing-biru-42. Belum punya? Biarkan kosong."),
                required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )  # fmt: skip
        for place, question in enumerate(asked.questions):
            options = [(str(at), said(option)) for at, option in enumerate(question.options)]
            self.fields[f"q{place}"] = forms.ChoiceField(
                label=f"{place + 1}. {said(question.text)}", required=False, widget=forms.RadioSelect,
                choices=[*options, (str(NOT_KNOWN), DONT_KNOW)],
            )  # fmt: skip

    @property
    def questions(self) -> list[forms.BoundField]:
        """The questions in their order."""
        return [self[f"q{place}"] for place in range(len(self.asked.questions))]

    def clean_pair(self) -> str:
        """The code as it is kept; nothing when there is none."""
        typed = str(self.cleaned_data["pair"]).strip()
        pair = rules.tidy_pair(typed)
        if typed and pair is None:
            raise forms.ValidationError(_("Kode ini tidak kami kenal. Periksa lagi tulisannya, atau kosongkan saja."))
        return pair or ""

    @property
    def choices(self) -> list[int]:
        """The answers; what was left open is not known yet."""
        given = [self.cleaned_data.get(f"q{place}") for place in range(len(self.asked.questions))]
        return [int(answer) if answer else NOT_KNOWN for answer in given]


class Sets(Form):
    """Which questions a session asks."""

    sets = forms.MultipleChoiceField(label=_("Pertanyaan untuk"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, offered: list[QuizSet], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sets"].choices = [(one.code, one.label.say(get_language())) for one in offered]  # type: ignore[attr-defined]


class Paper(Form):
    """Answers on paper of one audience: how many people, and how many were right with each question."""

    phase = forms.ChoiceField(
        label=_("Kuis"), widget=forms.RadioSelect(attrs={"data-row": "1"}),
        choices=[(Phase.BEFORE, _("Sebelum kegiatan")), (Phase.AFTER, _("Sesudah kegiatan"))],
    )  # fmt: skip
    people = forms.IntegerField(label=_("Banyaknya lembar jawaban"), min_value=1, max_value=MOST_PEOPLE)

    def __init__(self, asked: QuizSet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for place, question in enumerate(asked.questions):
            self.fields[f"q{place}"] = forms.IntegerField(
                label=f"{place + 1}. {said(question.text)}",
                help_text=_("Yang benar: %(answer)s") % {"answer": said(question.options[question.right])},
                min_value=0, max_value=MOST_PEOPLE,
            )  # fmt: skip

    @property
    def questions(self) -> list[forms.BoundField]:
        """The counts in the order of the questions."""
        return [self[f"q{place}"] for place in range(len(self.asked.questions))]

    @property
    def right(self) -> list[int]:
        """How many were right with each question."""
        return [self.cleaned_data[f"q{place}"] for place in range(len(self.asked.questions))]
