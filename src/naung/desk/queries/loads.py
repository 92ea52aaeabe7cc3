"""How much everybody carries."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role, Scope
from naung.access.queries import visible
from naung.cases.models import Case
from naung.cases.queries import staff
from naung.teams.models import Membership
from naung.teams.queries.people import current


@dataclass(frozen=True)
class Load:
    """How many open cases one person holds or accompanies."""

    user_id: UUID
    name: str
    role: str
    cases: int


def loads(actor: Actor, now: datetime) -> list[Load]:
    """Open cases per social worker and companion of the actor's teams, most first. Three queries."""
    teams = sorted(actor.ids(P.CASE_ASSIGN, Scope.TEAM))
    held = Counter(
        dict(
            visible(actor, P.READ_D1, Case)
            .filter(team_id__in=teams, closed_at=None)
            .values_list("owner_id")
            .annotate(Count("pk"))
        )
    )
    people = list(
        current(Membership.objects.filter(team_id__in=teams, role__in=[Role.SOCIAL_WORKER, Role.COMPANION]), now)
        .select_related("user")
        .order_by("user__name")
    )
    companions = [m.user_id for m in people if m.role == Role.COMPANION]
    accompanied = Counter(staff.accompanied(companions))
    found = [
        Load(m.user_id, m.user.name, m.role, (held if m.role == Role.SOCIAL_WORKER else accompanied)[m.user_id])
        for m in people
    ]
    return sorted(found, key=lambda load: -load.cases)
