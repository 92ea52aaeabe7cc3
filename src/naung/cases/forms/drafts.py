"""What is kept of a long form before it is sent: one way for all of them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from naung.cases.forms import contact, life, reintegration, safety
from naung.cases.rules import drafts as kinds
from naung.cases.rules.assessment import FACTOR_LIST
from naung.core import forms as core

FORMS: dict[str, type[core.Form]] = {
    kinds.VISIT: contact.Visit, kinds.NOTE: contact.Note, kinds.CLOSING: life.Closing, kinds.SAFETY: safety.Safety,
    kinds.RETURN_PLAN: reintegration.Plan,
}  # fmt: skip


def told(kind: str, sent: QueryDict) -> dict[str, Any]:
    """Everything typed so far, complete or not; KeyError for a form that is not kept."""
    if kinds.RETURN_VISIT_FORM.fullmatch(kind):
        rated = {code: sent.get(code, "") for code, _ in core.code_options(FACTOR_LIST)}
        return rated | _values(reintegration.Visit.base_fields, sent)
    return _values(FORMS[kind].base_fields, sent)


def _values(fields: Mapping[str, forms.Field], sent: QueryDict) -> dict[str, Any]:
    return {
        name: sent.getlist(name) if isinstance(field, forms.MultipleChoiceField) else sent.get(name, "")
        for name, field in fields.items()
    }
