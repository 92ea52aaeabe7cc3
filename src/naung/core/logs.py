"""The log of the application: where something failed and of what kind, never what a person wrote."""

import logging
import traceback
from collections.abc import Iterator
from typing import Any


class Plain(logging.Formatter):
    """Leaves out what an error says of itself: the database quotes whole rows in it, with names and numbers."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the way to the error; never a text that another handler made of it before."""
        record.exc_text = None
        text = super().format(record)
        record.exc_text = None
        return text

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        """The places in the code and the kind of each error, the first cause first."""
        return "\n".join(reversed([_told(error) for error in _chain(ei[1])]))


def _told(error: BaseException) -> str:
    return f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__module__}.{type(error).__qualname__}"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
