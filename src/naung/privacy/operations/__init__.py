"""What data protection does: emergency access, special access, reviews, lists for guardians."""

from naung.privacy.operations.access import end_access
from naung.privacy.operations.glass import break_glass

__all__ = ["break_glass", "end_access"]
