"""What data protection does: emergency access, special access, reviews, lists for guardians."""

from naung.privacy.operations.access import end_access
from naung.privacy.operations.glass import break_glass
from naung.privacy.operations.guardian import release_list
from naung.privacy.operations.reviewing import read_trace, review

__all__ = ["break_glass", "end_access", "read_trace", "release_list", "review"]
