"""Who a signed-in person is to the policy at this moment. Asked at every request: one statement, written by hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection

from naung.access.actors import Actor, Holding, Ids
from naung.access.policy import Role, Scope
from naung.teams.models import User

# ACCOUNT: nothing is hers once her account has ended, whether or not the clock has closed it.
# HELD: her own roles. LENT: those of the people she stands in for today, where she has the role herself.
# GONE: roles that have ended; what she was given while she held them ended with them.
# GRANT: records given to her, and to them.
ASKED = """
    WITH account AS (
        SELECT id FROM teams_user
         WHERE id = %(user)s AND is_active AND (ends_at IS NULL OR ends_at > %(now)s)
    ), held AS (
        SELECT role, team_id, office_id, school_id FROM teams_membership
         WHERE user_id IN (SELECT id FROM account)
           AND from_at <= %(now)s AND (until_at IS NULL OR until_at > %(now)s)
    ), gone AS (
        SELECT role, max(until_at) AS at FROM teams_membership
         WHERE user_id = %(user)s AND until_at <= %(now)s AND role NOT IN (SELECT role FROM held) GROUP BY role
    ), lent AS (
        SELECT membership.role, membership.team_id, membership.user_id
          FROM teams_membership AS membership
          JOIN teams_absence AS absence ON absence.user_id = membership.user_id
          JOIN teams_user AS away ON away.id = membership.user_id AND away.is_active
           AND (away.ends_at IS NULL OR away.ends_at > %(now)s)
         WHERE absence.substitute_id = %(user)s AND absence.ended_at IS NULL
           AND %(today)s BETWEEN absence.from_date AND absence.until_date
           AND membership.from_at <= %(now)s AND (membership.until_at IS NULL OR membership.until_at > %(now)s)
           AND membership.role IN (SELECT role FROM held)
    )
    SELECT 'HELD', role, %(user)s, team_id, office_id, school_id FROM held
    UNION ALL
    SELECT 'LENT', role, user_id, team_id, NULL, NULL FROM lent
    UNION ALL
    SELECT 'GRANT', role, user_id, record_id, NULL, NULL FROM access_grant
     WHERE user_id = ANY(ARRAY(SELECT user_id FROM lent) || ARRAY(SELECT id FROM account)) AND revoked_at IS NULL
       AND from_at <= %(now)s AND (until_at IS NULL OR until_at > %(now)s)
       AND NOT (user_id = %(user)s AND EXISTS (
           SELECT 1 FROM gone WHERE gone.role = access_grant.role AND gone.at > access_grant.from_at
       ))
"""


class _Row(NamedTuple):
    kind: str
    role: str
    user: UUID
    unit_or_record: UUID | None
    office: UUID | None
    school: UUID | None


def actor_of(user: User, now: datetime) -> Actor:
    """The actor that a user is at this moment: her roles, teams and granted records. One query.

    While she stands in for somebody away, she holds also what that person holds under a role they share.
    """
    today = now.astimezone(settings.CITY.zone).date()
    with connection.cursor() as cursor:
        cursor.execute(ASKED, {"user": user.pk, "now": now, "today": today})
        rows = [_Row(*row) for row in cursor.fetchall()]
    held = [row for row in rows if row.kind == "HELD"]
    roles = {row.role for row in rows if row.kind == "HELD" or (row.kind == "GRANT" and row.user == user.pk)}
    return Actor(
        name=user.name,
        id=user.pk,
        holdings=tuple(_holding(user.pk, role, [row for row in rows if row.role == role]) for role in sorted(roles)),
        unit_ids=_ids(unit for row in held for unit in (row.unit_or_record, row.office, row.school)),
        at=now,
    )


def _holding(user_id: UUID, role: str, rows: list[_Row]) -> Holding:
    """What she holds under one role. Records come with whoever holds the role: she or whom she stands in for."""
    own = frozenset({user_id, *(row.user for row in rows if row.kind == "LENT")})
    ids = {
        Scope.OWN: own,
        Scope.TEAM: _ids(row.unit_or_record for row in rows if row.kind in ("HELD", "LENT")),
        Scope.OFFICE: _ids(row.office for row in rows),
        Scope.GRANTED: _ids(row.unit_or_record for row in rows if row.kind == "GRANT" and row.user in own),
    }
    return Holding(Role(role), {scope: some for scope, some in ids.items() if some})


def _ids(found: Iterable[UUID | None]) -> Ids:
    return frozenset(one for one in found if one is not None)


def actor_by_id(user_id: UUID, now: datetime) -> Actor:
    """The actor for a job that runs on a person's behalf: rights are looked up anew."""
    return actor_of(User.objects.get(pk=user_id, is_active=True), now)
