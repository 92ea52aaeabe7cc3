"""Two people saving one record at once: the second keeps her words, sees what stands, and goes on from there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext

from naung.core import formats
from naung.core.errors import Refused, Stale
from naung.core.forms import Answering


@dataclass(frozen=True)
class Clash:
    """Who saved meanwhile, and for each field that now differs what stands stored."""

    by: str
    stored: Mapping[str, str]


def stored_of(form: forms.Form, record: Model) -> dict[str, Any]:
    """What stands in the record for the fields of a form that are called like its columns."""
    return {name: getattr(record, name) for name in form.fields if hasattr(record, name)}


def show_clash(form: forms.Form, stored: Mapping[str, Any], version: int, by: str) -> None:
    """Keep what was typed, put what stands beside each differing field; the next saving is a choice between them."""
    differing = {name: value for name, value in stored.items() if name != "version" and _differs(form, name, value)}
    if "version" in form.fields:
        data: Any = form.data.copy()  # type: ignore[attr-defined]
        data[form.add_prefix("version")] = str(version)
        form.data = data
    form.clash = Clash(by, {name: said(form.fields[name], value) for name, value in differing.items()})  # type: ignore[attr-defined]


def attempt(
    form: Answering, act: Callable[[], object], shows: Callable[[Any], Mapping[str, Any]], writer: Callable[[Any], str]
) -> bool:
    """Do it; what was refused stands at its field, what a `writer` saved meanwhile beside what was typed."""
    try:
        with transaction.atomic():
            act()
    except Refused as error:
        form.refuse(error)
        return False
    except Stale as error:
        record: Any = error.about["record"]
        show_clash(form, shows(record), record.version, writer(record))
        return False
    return True


def status_of(form: forms.Form) -> int:
    """409 when somebody else was faster, 422 for a form that comes back, else 200."""
    if hasattr(form, "clash"):
        return 409
    return 422 if form.errors else 200


def _differs(form: forms.Form, name: str, value: Any) -> bool:
    field = form.fields.get(name)
    if field is None or isinstance(field.widget, forms.HiddenInput):
        return False
    return field.has_changed(_as_initial(field, value), form[name].data)


def _as_initial(field: forms.Field, value: Any) -> Any:
    """The stored value as the field compares it: a key as its text, a moment as the form shows it, to the minute."""
    if isinstance(value, datetime):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, list | tuple | set | frozenset):
        return [getattr(one, "pk", one) for one in value]
    if isinstance(field, forms.ModelChoiceField | forms.MultipleChoiceField | forms.BooleanField):
        return value
    if isinstance(field, forms.ChoiceField):
        return "" if value is None else str(value)
    return value


def said(field: forms.Field, value: Any) -> str:
    """A stored value in words, as the page says it."""
    if isinstance(field, forms.BooleanField):
        return gettext("Ya") if value else gettext("Tidak")
    if value in (None, "") or value == [] or value == ():
        return gettext("(kosong)")
    if isinstance(field, forms.ChoiceField):  # model choices too
        return _label(field, value)
    if isinstance(value, datetime):
        return formats.moment(value, timezone.now())
    if isinstance(value, date):
        return formats.day(value, timezone.now(), "year")
    return value.strftime("%H.%M") if isinstance(value, time) else str(value)


def _label(field: forms.ChoiceField, value: Any) -> str:
    chosen = value if isinstance(value, list | tuple | set | frozenset) else [value]
    keys = [str(getattr(one, "pk", one)) for one in chosen]
    labels = {str(key): str(label) for key, label in _flat(field.choices)}
    return ", ".join(labels.get(key, key) for key in keys)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for key, label in choices:
        found += label if isinstance(label, list | tuple) else [(key, label)]
    return found
