"""A page as a browser reads it: what it would run or fetch, and the forms on it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

FETCHES = {
    "script": ("src",), "link": ("href",), "img": ("src", "srcset"), "iframe": ("src", "srcdoc"), "form": ("action",),
    "button": ("formaction",), "input": ("src", "formaction"), "object": ("data",), "embed": ("src",),
    "source": ("src", "srcset"), "audio": ("src",), "video": ("src", "poster"), "use": ("href", "xlink:href"),
}  # fmt: skip
NEVER = {"style", "base", "iframe", "object", "embed", "frame", "applet"}
DATA_ONLY = {"application/json"}
NO_ICON = "data:,"  # keeps browsers from asking for one
LINKS = {"", "http", "https", "tel", "mailto", "sms", "otpauth"}


@dataclass
class Field:
    """One control of a form."""

    name: str
    kind: str
    value: str = ""
    checked: bool = False
    longest: int = 0


@dataclass
class SentForm:
    """A form that is sent, with its controls."""

    action: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def names(self) -> set[str]:
        return {f.name for f in self.fields} | {name for name, _ in self.buttons}


class Markup(HTMLParser):
    """Collects what is wrong for the strict policy, and the forms."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.forms: list[SentForm] = []
        self.tags: list[str] = []
        self._form: SentForm | None = None
        self._open: Field | None = None
        self._script = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self._judge(tag, given)
        self._keep(tag, given)

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.wrong.append(f"script in the page: {data[:60]}")
        if self._open is not None and self._open.kind == "textarea":
            self._open.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag in ("textarea", "select"):
            self._open = None
        if tag == "script":
            self._script = False

    def _judge(self, tag: str, given: dict[str, str]) -> None:
        if tag in NEVER or (tag == "meta" and "http-equiv" in given):
            self.wrong.append(f"<{tag}>")
        self._script = tag == "script" and "src" not in given and given.get("type") not in DATA_ONLY
        self.wrong += [f"{tag} {name}=" for name in given if name == "style" or name.startswith("on")]
        self.wrong += [
            f"{tag} {name}={given[name]}" for name in FETCHES.get(tag, ()) if name in given and _foreign(given[name])
        ]
        if tag in ("a", "area") and urlsplit(given.get("href", "")).scheme not in LINKS:
            self.wrong.append(f"link to {given['href']}")

    def _keep(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form":
            self._form = SentForm(given.get("action", "")) if given.get("method", "").lower() == "post" else None
            self.forms += [self._form] if self._form else []
        elif self._form is not None:
            self._control(self._form, tag, given)

    def _control(self, form: SentForm, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text" if tag == "input" else tag).lower()
        if tag == "option" and self._open is not None:
            if "selected" in given or not self._open.value:
                self._open.value = given.get("value", "")
        elif tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))
        elif tag in ("input", "textarea", "select") and name and "disabled" not in given:
            longest = int(given.get("maxlength") or 0)
            made = Field(name, kind, given.get("value", ""), "checked" in given, longest)
            form.fields.append(made)
            self._open = made if tag in ("textarea", "select") else None


def _foreign(address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme == "data":
        return address != NO_ICON and not address.startswith("data:image/")
    return bool(parts.netloc or parts.scheme)
