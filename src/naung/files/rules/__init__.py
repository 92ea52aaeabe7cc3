"""What kinds of files are taken, and what must not be inside."""

from naung.files.rules.kinds import ACCEPTED, KINDS, Family, Kind, by_code, kind_of
from naung.files.rules.papers import check_paper
from naung.files.rules.sounds import check_sound

__all__ = ["ACCEPTED", "KINDS", "Family", "Kind", "by_code", "check_paper", "check_sound", "kind_of"]
