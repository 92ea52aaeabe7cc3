"""What can go wrong, said so that a door can answer it and a person can act on it."""

from naung.core.text import Text


class NaungError(Exception):
    """Base of every error that Naung raises on purpose. `message` may be shown to people."""

    def __init__(self, message: object = "", **about: object) -> None:
        super().__init__(message)
        self.message = message
        self.about = about

    @property
    def english(self) -> str:
        """The message as a command says it."""
        return self.message.en if isinstance(self.message, Text) else str(self.message)


class AccessDenied(NaungError):
    """The person may see the record, but not do this with it. Recorded in the audit."""


class NotAllowedNow(NaungError):
    """The record's state does not allow this step; `about["missing"]` may list what is missing."""


class Stale(NaungError):
    """Somebody else saved the record meanwhile; both texts are kept and shown."""


class Refused(NaungError):
    """What was entered cannot be true or cannot be taken; the message says why."""
