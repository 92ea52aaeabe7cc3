"""What a check of an entry says: the value as it is kept, hard errors, and warnings that change nothing."""

from dataclasses import dataclass

from naung.core.errors import Refused
from naung.core.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: a stable code and what people read."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Checked:
    """An entry after its check. With errors it is not taken; warnings are shown and the entry is kept."""

    value: str
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the entry may be kept."""
        return not self.errors

    def accept(self) -> str:
        """The value to keep, or `Refused` with the first error."""
        if self.errors:
            raise Refused(self.errors[0].text, code=self.errors[0].code)
        return self.value

    def error_codes(self) -> list[str]:
        """The codes of the errors."""
        return [finding.code for finding in self.errors]

    def warning_codes(self) -> list[str]:
        """The codes of the warnings."""
        return [finding.code for finding in self.warnings]
