"""What data protection does: emergency access, special access, reviews, lists for guardians, erasing."""

from naung.privacy.operations.access import end_access
from naung.privacy.operations.erasing import ask_erasure, confirm_erasure, lift_hold, place_hold, refuse_erasure
from naung.privacy.operations.glass import break_glass
from naung.privacy.operations.guardian import release_list
from naung.privacy.operations.reviewing import read_trace, review

__all__ = [
    "ask_erasure", "break_glass", "confirm_erasure", "end_access", "lift_hold", "place_hold", "read_trace",
    "refuse_erasure", "release_list", "review",
]  # fmt: skip
