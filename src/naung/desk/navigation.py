"""The main menu: what each role needs, in its order, with what is new."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.duties.queries import unread_count


@dataclass(frozen=True)
class Way:
    """One entry of the menu."""

    label: Any
    url: str
    count: int = 0
    current: bool = False


# label, page, and who needs it (any of these permissions; none: everybody)
MENU: tuple[tuple[Any, str, frozenset[P]], ...] = (
    (_("Hari ini"), "desk:today", frozenset()),
    (_("Laporan masuk"), "intake:queue", frozenset({P.REPORT_TRIAGE})),
    (_("Kekhawatiran"), "prevention:concerns", frozenset({P.CONCERN_RAISE})),
    (_("Kasus"), "cases:list", frozenset({P.CASE_WORK, P.CASE_ASSIGN})),
    (_("Pencegahan"), "prevention:sessions", frozenset({P.OFFICE_READ})),
    (_("Cari"), "desk:search", frozenset({P.CASE_WORK, P.CHILD_LOOK_UP})),
    (_("Tanda dini"), "prevention:signs", frozenset({P.READ_CLASS_NOTES})),
    (_("Tim"), "teams:team", frozenset({P.TEAM_MANAGE})),
    (_("Akun"), "teams:accounts", frozenset({P.ACCOUNTS_MANAGE})),
    (_("Daftar kode"), "teams:lists", frozenset({P.LISTS_MANAGE})),
    (_("Tinjauan"), "privacy:review", frozenset({P.AUDIT_READ})),
    (_("Pelanggaran data"), "privacy:breaches", frozenset({P.READ_BREACHES})),
    (_("Hapus data"), "privacy:erasing", frozenset({P.ERASE})),
)
# A part of the data protection officer's review; a way of its own for the others who keep that register.
REVIEWED = "privacy:breaches"
# Behind the notices, for those who do not find it under their teams.
ROSTER = (_("Piket"), "teams:roster", frozenset({P.CASE_WORK, P.REPORT_TRIAGE}))


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every page: the menu of whoever is signed in, made only when the page shows it."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.id is None:
        return {"navigation": ()}
    return {"navigation": SimpleLazyObject(lambda: menu_of(actor, request.path))}


def menu_of(actor: Actor, path: str) -> list[Way]:
    """The menu of one actor. One query, for the unread notices."""
    own = MENU[1:] if actor.roles == {Role.SCHOOL} else MENU  # whoever works only in a school begins at her concerns
    shown = [one for one in own if not one[2] or one[2] & actor.may]
    ways = [
        _way(label, page, path) for label, page, _needs in shown if page != REVIEWED or P.AUDIT_READ not in actor.may
    ]
    notices = reverse("desk:notices")
    unread = unread_count(actor)
    label, page, needs = ROSTER
    last = [_way(label, page, path)] if needs & actor.may and P.TEAM_MANAGE not in actor.may else []
    return [*ways, Way(_("Pemberitahuan"), notices, unread, path.startswith(notices)), *last]


def _way(label: Any, page: str, path: str) -> Way:
    url = reverse(page)
    return Way(label, url, 0, path == url or (page != "desk:today" and path.startswith(url)))
