"""Open cases that nobody answers for any more: the holder or companion has left, or works elsewhere."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role, Scope
from naung.access.queries import visible
from naung.cases.models import Assignment, Case
from naung.core.text import Text
from naung.duties.models import Deadline
from naung.duties.queries.deadlines import OPEN
from naung.teams.models import Membership, User
from naung.teams.queries.people import current
from naung.teams.rules.accounts import ROLE_TEXTS

ENDED = Text("akunnya berakhir", "the account has ended")
NO_ROLE = Text("perannya berakhir", "the role has ended")
ELSEWHERE = Text("bekerja di tim lain", "works in another team")
Held = dict[UUID, set[tuple[str, UUID | None]]]


@dataclass(frozen=True)
class Unheld:
    """One person who answered for cases and no longer can: as what, why not, how many cases, what is due first."""

    user_id: UUID
    name: str
    role: Text
    why: Text
    cases: int
    due: datetime | None = None


def unheld(actor: Actor, now: datetime) -> list[Unheld]:
    """Whose open cases of the actor's teams must be handed to somebody else. Five queries."""
    teams = sorted(actor.ids(P.CASE_ASSIGN, Scope.TEAM))
    rows = [*_holders(actor, teams), *_companions(actor, teams)]
    people = {user for user, *_ in rows}
    held, users = _held(people, now), User.objects.only("name", "is_active").in_bulk(people)
    found = [_found(users[user], role, team, count, held) for user, role, team, count in rows if user in users]
    gone = [one for one in found if one is not None]
    return _with_dues(actor, gone)


def _holders(actor: Actor, teams: Collection[UUID]) -> Iterator[tuple[UUID, Role, UUID | None, int]]:
    held = visible(actor, P.CASE_ASSIGN, Case).filter(closed_at=None, team_id__in=teams, owner_id__isnull=False)
    for user, team, count in held.order_by("owner_id").values_list("owner_id", "team_id").annotate(count=Count("pk")):
        if user is not None:
            yield user, Role.SOCIAL_WORKER, team, count


def _companions(actor: Actor, teams: Collection[UUID]) -> Iterator[tuple[UUID, Role, UUID | None, int]]:
    beside = visible(actor, P.READ_D1, Assignment).filter(
        role=Role.COMPANION, until_at=None, case__closed_at=None, case__team_id__in=teams
    )
    for user, count in beside.order_by("user_id").values_list("user_id").annotate(count=Count("pk")):
        yield user, Role.COMPANION, None, count


def _held(people: Iterable[UUID], now: datetime) -> Held:
    found: Held = {}
    for user, role, team in current(Membership.objects.filter(user__in=people), now).values_list(
        "user_id", "role", "team_id"
    ):
        found.setdefault(user, set()).add((role, team))
    return found


def _found(user: User, role: Role, team: UUID | None, count: int, held: Held) -> Unheld | None:
    why = _why(user, role, team, held.get(user.pk, set()))
    return Unheld(user.pk, user.name, ROLE_TEXTS[role], why, count) if why else None


def _why(user: User, role: Role, team: UUID | None, held: set[tuple[str, UUID | None]]) -> Text | None:
    """Why this person cannot answer for the cases any more; nothing while she can. A companion may be of any team."""
    roles = {name for name, _ in held}
    if not user.is_active:
        return ENDED
    if role == Role.COMPANION:
        return None if roles & {Role.COMPANION, Role.SOCIAL_WORKER} else NO_ROLE
    if role not in roles:
        return NO_ROLE
    return None if (role, team) in held else ELSEWHERE


def _with_dues(actor: Actor, gone: list[Unheld]) -> list[Unheld]:
    if not gone:
        return []
    duties = visible(actor, P.READ_D1, Deadline).filter(
        OPEN, owner_id__in={one.user_id for one in gone}, paused_at=None
    )
    dues = dict(duties.order_by("owner_id").values_list("owner_id").annotate(due=Min("due_at")))
    timed = [Unheld(one.user_id, one.name, one.role, one.why, one.cases, dues.get(one.user_id)) for one in gone]
    return sorted(timed, key=lambda one: (one.due is None, one.due, one.name))
