"""The base of every form: plain fields, answers to tap, days and moments as browsers ask for them."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django import forms
from django.forms import renderers
from django.forms.renderers import Jinja2 as Jinja2Renderer
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naung.core import formats, reference
from naung.core.errors import Refused
from naung.core.text import Text

YES, NO, UNKNOWN = "YES", "NO", "UNKNOWN"
YES_NO_UNKNOWN = [(YES, _("Ya")), (NO, _("Tidak")), (UNKNOWN, _("Belum tahu"))]


def whole_number(text: str) -> int | None:
    """The number in a hidden field; none when something else stands in it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class Renderer(Jinja2Renderer):
    """Renders forms, Django's and allauth's too, with our templates."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"

    @cached_property
    def engine(self) -> Any:
        return self.backend(
            {
                "APP_DIRS": True,
                # Ours first: Django's own list of options renders each of them as a template of its own.
                "DIRS": [Path(__file__).parent / "jinja2", Path(renderers.__file__).parent / "jinja2"],
                "NAME": "naung-forms",
                "OPTIONS": {"environment": "naung.core.jinja.forms_environment"},
            }
        )


def _required(field: forms.Field) -> Any:
    chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    return _("Pilih salah satu jawaban.") if chosen else _("Bagian ini perlu diisi.")


class Form(forms.Form):
    """A form whose errors come from the server only, in the page's language."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _required(field)
        for name, field in self.fields.items():
            if isinstance(field, CodeField | CodesField):
                field.keep(self.get_initial_for_field(field, name))


def said(text: object) -> str:
    """A sentence of pure code or of an operation in the page's language."""
    return text.say(get_language()) if isinstance(text, Text) else str(text)


class Answering(Form):
    """A form that shows what an operation refused, at the field in question."""

    def refuse(self, error: Refused) -> None:
        field = error.about.get("field")
        self.add_error(field if isinstance(field, str) and field in self.fields else None, said(error.message))


def typed(form: Form, data: Any) -> dict[str, Any]:
    """What stands in the page for each field, unchecked: an unfinished entry is shown without errors."""
    found = {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name)) for name, field in form.fields.items()
    }
    return {name: value for name, value in found.items() if value is not None}


class DayField(forms.DateField):
    """A day, asked with the browser's calendar."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**options)


class MomentField(forms.DateTimeField):
    """A moment on the office's clock."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        options.setdefault("widget", widget)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return formats.local(value).replace(tzinfo=None) if isinstance(value, datetime) else value


class YesNoUnknownField(forms.ChoiceField):
    """Ya, tidak, belum tahu: three answers to tap."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.RadioSelect(attrs={"data-row": "1"}))
        super().__init__(choices=YES_NO_UNKNOWN, **options)


def code_options(list_name: str, held: Any = ()) -> list[tuple[str, str]]:
    """The codes of a reference list that may be chosen today, and those held already, in the page's language."""
    english = (get_language() or "").startswith("en")
    today = formats.local(timezone.now()).date()
    kept = {held} if isinstance(held, str) else set(held or ())
    found = [c for c in reference.codes(list_name).values() if c.code in kept or c.valid_on(today)]
    return [(c.code, c.label_en if english else c.label_id) for c in found]


class CodeField(forms.ChoiceField):
    """One code of a reference list; a long list as a drop-down, a short one as answers to tap.

    `unknown` is the list's own code for "not known yet": it stands first and is chosen until somebody answers.
    """

    def __init__(
        self, list_name: str, *, empty: Any = None, tap: bool = False, unknown: str = "", **options: Any
    ) -> None:
        options.setdefault("widget", forms.RadioSelect if tap else forms.Select)
        self.list_name, self.unknown = list_name, unknown
        self.first = [] if unknown or (tap and empty is None) else [("", empty or "–")]
        if unknown:
            options.setdefault("initial", unknown)
        super().__init__(choices=self._offered, **options)

    def _offered(self, held: Any = ()) -> list[tuple[str, Any]]:
        found = code_options(self.list_name, held)
        return [*self.first, *sorted(found, key=lambda option: option[0] != self.unknown if self.unknown else 0)]

    def keep(self, held: Any) -> None:
        """Offer also what the record holds, when its code is no longer to be chosen."""
        if held:
            self.choices = lambda: self._offered(held)


class CodesField(forms.MultipleChoiceField):
    """Any codes of a reference list, as answers to tick."""

    def __init__(self, list_name: str, **options: Any) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        self.list_name = list_name
        super().__init__(choices=lambda: code_options(list_name), **options)

    def keep(self, held: Any) -> None:
        """Offer also what the record holds, when its codes are no longer to be chosen."""
        if held:
            self.choices = lambda: code_options(self.list_name, held)
