"""Who a signed-in person is to the policy, who works where, who is away, and who is on duty."""

from naung.teams.queries.acting import actor_by_id, actor_of
from naung.teams.queries.people import (
    Directory,
    directory,
    members_of_units,
    office,
    office_ids,
    people_with,
    team_for_area,
    unit,
    without_role,
)
from naung.teams.queries.rota import OnDuty, away_on, day_of, gaps, on_duty, shifts_between, stand_ins, week_bounds

__all__ = [
    "Directory",
    "OnDuty",
    "actor_by_id",
    "actor_of",
    "away_on",
    "day_of",
    "directory",
    "gaps",
    "members_of_units",
    "office",
    "office_ids",
    "on_duty",
    "people_with",
    "shifts_between",
    "stand_ins",
    "team_for_area",
    "unit",
    "week_bounds",
    "without_role",
]
