"""What a reporter is told of a report: one of the safe phrases, which say nothing of the child."""

from naung.core import reference
from naung.core.text import Text


def phrase_for(status: str, chosen: str) -> Text:
    """What the status page says: the phrase that the office chose, else the one that fits the status."""
    phrases = reference.codes("frasa_aman")
    fitting = [code for code in phrases.values() if status in code.extra.get("status", "").split()]
    code = phrases.get(chosen) or (fitting or list(phrases.values()))[0]
    return Text(code.label_id, code.label_en)
