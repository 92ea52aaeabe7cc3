"""How the level of a case may change: raising is free, lowering needs a supervisor and a reason."""

from naung.access.policy import P, Permission
from naung.core.errors import Refused
from naung.core.levels import Level
from naung.core.text import Text

# A danger flag in a case is a danger flag of the triage rule: the case is an emergency while it is open.
WITH_DANGER_FLAG = Level.EMERGENCY

REASON_NEEDED = Text("Menurunkan tingkat perlu alasan.", "Lowering the level needs a reason.")


def is_lowering(old: Level, new: Level) -> bool:
    """Whether the level goes down, also when an answer is changed and the rule then says less."""
    return new < old


def needed_for(old: Level, new: Level) -> Permission:
    """What somebody must hold to change the level so."""
    return P.LEVEL_LOWER if is_lowering(old, new) else P.CASE_WORK


def check_reason(old: Level, new: Level, reason: str) -> None:
    """Refuse a lowering without a reason."""
    if is_lowering(old, new) and not reason.strip():
        raise Refused(REASON_NEEDED)
