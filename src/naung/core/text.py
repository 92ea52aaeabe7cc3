"""A sentence in both languages, for pure code that knows no translation catalogue."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["id", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """What people read, in Indonesian and in English."""

    id: str
    en: str

    def say(self, language: str | None = "id") -> str:
        """The sentence in the language of the page; Indonesian unless English is asked for."""
        return self.en if (language or "").startswith("en") else self.id

    def format(self, **values: object) -> "Text":
        """Fill in the named places of both sentences; a `Text` among the values is said in each language."""
        return Text(
            self.id.format(**{k: _said(v, "id") for k, v in values.items()}),
            self.en.format(**{k: _said(v, "en") for k, v in values.items()}),
        )

    def __str__(self) -> str:
        return self.id


def _said(value: object, language: Language) -> object:
    return value.say(language) if isinstance(value, Text) else value


def join(texts: "list[Text]", separator: str = ", ") -> Text:
    """Several texts as one, each language by itself."""
    return Text(separator.join(t.id for t in texts), separator.join(t.en for t in texts))
