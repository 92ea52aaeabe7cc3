"""Pages of accounts, teams, leave, the duty roster, and one's own account."""

from naung.teams.views import accounts, profile, roster, units

__all__ = ["accounts", "profile", "roster", "units"]
