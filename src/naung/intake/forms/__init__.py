"""Forms of intake: writing a report down, and sorting it."""

from naung.intake.forms.children import ChildForm, ChildrenForms
from naung.intake.forms.entry import Entry
from naung.intake.forms.sorting import Decision, Ending, Filter, Junk, LookUp, Phrase, Reveal, Say, SendOn, SheetForm

__all__ = [
    "ChildForm",
    "ChildrenForms",
    "Decision",
    "Ending",
    "Entry",
    "Filter",
    "Junk",
    "LookUp",
    "Phrase",
    "Reveal",
    "Say",
    "SendOn",
    "SheetForm",
]
