"""Organisations, people with an account, teams, who belongs where, and who is on duty."""

from naung.teams.models.accounts import Invitation, User
from naung.teams.models.organisations import Organisation, OrganisationKind
from naung.teams.models.rota import Absence, Shift
from naung.teams.models.units import Membership, RoleProposal, SchoolFunction, Team, TeamKind

__all__ = [
    "Absence",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "RoleProposal",
    "SchoolFunction",
    "Shift",
    "Team",
    "TeamKind",
    "User",
]
