"""An operation happens wholly or not at all; one that is part of another is part of its whole.

Django gives each `atomic` a savepoint of its own. That is right for the outermost operation, whose refusal a page shows
and goes on; an operation inside it needs none, and each costs two statements and a transaction number.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

Given = ParamSpec("Given")
Result = TypeVar("Result")

_inside: ContextVar[bool] = ContextVar("naung_inside_an_operation", default=False)


def atomic(operation: Callable[Given, Result]) -> Callable[Given, Result]:
    """What this operation changes stands together with all that it calls, or nothing of it does.

    Whoever catches the refusal of an operation inside another and wants to go on opens a savepoint around it
    (`with transaction.atomic():`); else the database refuses everything that follows.
    """

    @wraps(operation)
    def whole(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        if _inside.get():
            with transaction.atomic(savepoint=False):
                return operation(*args, **kwargs)
        token = _inside.set(True)
        try:
            with transaction.atomic():
                return operation(*args, **kwargs)
        finally:
            _inside.reset(token)

    return whole
