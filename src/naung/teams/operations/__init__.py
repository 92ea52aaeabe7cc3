"""Writing organisations, people, teams and the duty roster."""

from naung.teams.operations.accounts import (
    Opened,
    change_account,
    change_own_account,
    open_account,
    open_administrator,
)
from naung.teams.operations.ending import end_account, end_account_on, end_what_is_due
from naung.teams.operations.factors import factor_added, factor_removed, recovery_codes_renewed, reset_factors
from naung.teams.operations.founding import found_office, staff_training_office
from naung.teams.operations.invitations import Invited, cancel_invitation, invite, use_invitation
from naung.teams.operations.limits import lift_limit
from naung.teams.operations.office import bind_office_account, unbind_office_account
from naung.teams.operations.organisations import OrganisationFacts, change_organisation, make_organisation
from naung.teams.operations.roles import (
    confirm_role,
    end_role,
    expire_roles,
    give_role,
    refuse_role,
    withdraw_role,
)
from naung.teams.operations.rota import (
    add_shift,
    change_shift,
    copy_week,
    end_absence,
    fill_week,
    record_absence,
    remove_shift,
)
from naung.teams.operations.schools import import_schools
from naung.teams.operations.sessions import end_other_sessions, end_session, password_changed, tidy_sessions
from naung.teams.operations.signin import session_over, session_unlocked, sign_in_failed, signed_in, signed_out
from naung.teams.operations.telling import News, take_news
from naung.teams.operations.units import change_team, close_team, make_team, set_skills

__all__ = [
    "Invited",
    "News",
    "Opened",
    "OrganisationFacts",
    "add_shift",
    "bind_office_account",
    "cancel_invitation",
    "change_account",
    "change_organisation",
    "change_own_account",
    "change_shift",
    "change_team",
    "close_team",
    "confirm_role",
    "copy_week",
    "end_absence",
    "end_account",
    "end_account_on",
    "end_other_sessions",
    "end_role",
    "end_session",
    "end_what_is_due",
    "expire_roles",
    "factor_added",
    "factor_removed",
    "fill_week",
    "found_office",
    "give_role",
    "import_schools",
    "invite",
    "lift_limit",
    "make_organisation",
    "make_team",
    "open_account",
    "open_administrator",
    "password_changed",
    "record_absence",
    "recovery_codes_renewed",
    "refuse_role",
    "remove_shift",
    "reset_factors",
    "session_over",
    "session_unlocked",
    "set_skills",
    "sign_in_failed",
    "signed_in",
    "signed_out",
    "staff_training_office",
    "take_news",
    "tidy_sessions",
    "unbind_office_account",
    "use_invitation",
    "withdraw_role",
]
