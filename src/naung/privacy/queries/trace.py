"""Who did what: the trace for the data protection officer, by person, record, kind and days; numbers, never a name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit.models import Entry
from naung.cases.queries import staff
from naung.core import keys
from naung.core.text import Text, join
from naung.privacy.queries.access import reason_of
from naung.privacy.queries.looking import readable, records_of
from naung.privacy.rules.access import role_text
from naung.privacy.rules.kinds import ALL, CHANGED, KINDS, Kind, kind_of
from naung.teams.models import User

# The inside of an entry that is said in words on the page.
READING = "trace."  # shown when it is asked for: a page that is read would fill itself
WITHOUT_REASON = ("id", "at", "actor_id", "roles", "event", "about", "about_id")


@dataclass(frozen=True)
class Wanted:
    """What of the trace is asked for."""

    since: datetime
    until: datetime
    person: UUID | None = None
    number: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    entry: Entry
    who: str
    number: str
    reason: str = ""

    @property
    def kind(self) -> Kind:
        return kind_of(self.entry.event)

    @property
    def roles(self) -> Text:
        return roles_text(self.entry.roles)


def roles_text(roles: str) -> Text:
    """The roles of an entry in words."""
    return join([role_text(role) for role in roles.split(",") if role])


def entries(actor: Actor, wanted: Wanted) -> QuerySet[Entry]:
    """The entries asked for, the newest first."""
    require(actor, P.AUDIT_READ)
    found = readable().filter(at__gte=wanted.since, at__lt=wanted.until).only(*WITHOUT_REASON)
    if not (wanted.person or wanted.kind):
        found = found.exclude(event__startswith=READING)
    if wanted.person:
        found = found.filter(actor_id=wanted.person)
    if wanted.number:
        ids = ids_of(wanted.number)
        found = found.filter(Q(about_id__in=ids) | Q(key_subject_id__in=ids))
    if wanted.kind:
        found = found.filter(_of_kind(wanted.kind))
    return found.order_by("-at", "-id")


def ids_of(number: str) -> list[UUID]:
    """The ids that the trace may name for one number of a case or report. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM privacy_numbered(%s)", [number])
        return [pk for (pk,) in cursor.fetchall()]


def _of_kind(code: str) -> Q:
    """The entries of a kind, by the same table that names them: of the kinds before it none."""
    others = Q()
    for kind in KINDS:
        if kind.code == code:
            return _named(kind) & ~others if others else _named(kind)
        others |= _named(kind)
    return ~others if code == CHANGED.code else Q(pk__in=[])


def _named(kind: Kind) -> Q:
    named = Q()
    for start in kind.starts:
        named |= Q(event__startswith=start)
    for end in kind.ends:
        named |= Q(event__endswith=end)
    return named


def lines(found: Iterable[Entry], *, reasons: bool = False) -> list[Line]:
    """Entries in words. Two queries, one more for reasons."""
    rows = list(found)
    names = staff.names(row.actor_id for row in rows)
    known = records_of({row.about_id for row in rows if row.about_id})
    if reasons:
        keys.load(row.key_subject_id for row in rows if row.key_subject_id)
    return [
        Line(
            row, _who(names, row), known[row.about_id].number if row.about_id in known else "",
            reason_of(row) if reasons else "",
        )
        for row in rows
    ]  # fmt: skip


def _who(names: Mapping[UUID, str], row: Entry) -> str:
    return names.get(row.actor_id, "–") if row.actor_id else ""


def kinds() -> list[Kind]:
    """The kinds to choose from."""
    return list(ALL)


def people() -> list[tuple[str, str]]:
    """Everybody who has or had an account, by name. One query."""
    return [(str(pk), name) for pk, name in User.objects.order_by("name").values_list("pk", "name")]
