"""What a worker does about each duty: the words on the button, the page it opens, and whose work it is."""

from dataclasses import dataclass

from naung.access.policy import Role
from naung.core.text import Text

HOLDER = frozenset({Role.SOCIAL_WORKER})
ANYONE = frozenset({Role.SOCIAL_WORKER, Role.COMPANION})
SUPERVISOR = frozenset({Role.SUPERVISOR})
INTAKE = frozenset({Role.INTAKE, Role.SUPERVISOR, Role.DIVISION_HEAD})


@dataclass(frozen=True)
class Way:
    """The one action that a duty asks for."""

    action: Text
    page: str
    whose: frozenset[Role]
    numbered: bool = False

    @property
    def of_report(self) -> bool:
        """Whether it is done on the page of the report, also once there is a case."""
        return self.page.startswith("intake:")


OPEN_FILE = Way(Text("Buka kasus", "Open the case"), "cases:file", ANYONE)
OPEN_REPORT = Way(Text("Buka laporan", "Open the report"), "intake:triage", INTAKE)

VISIT = Way(Text("Catat kunjungan", "Record a visit"), "cases:visit", ANYONE)

WAYS: dict[str, Way] = {
    "DANGER_OPENED": OPEN_REPORT,
    "TRIAGE_URGENT": Way(Text("Mulai triase", "Start triage"), "intake:triage", INTAKE),
    "TRIAGE_NORMAL": Way(Text("Mulai triase", "Start triage"), "intake:triage", INTAKE),
    "ACKNOWLEDGE": OPEN_REPORT,
    "ASK_AGAIN": OPEN_REPORT,
    "CHILD_SEEN": VISIT,
    "CONTACT": VISIT,
    "RETURN_VISIT": Way(Text("Catat kunjungan", "Record a visit"), "cases:return_visit", ANYONE, numbered=True),
    "SAFETY_PLAN": Way(Text("Tulis rencana", "Write the plan"), "cases:safety", ANYONE),
    "POLICE_REPORT": Way(Text("Catat laporan polisi", "Record the police report"), "cases:legal", HOLDER),
    "SOCIAL_REPORT": Way(Text("Catat laporan sosial", "Record the social report"), "cases:legal", HOLDER),
    "ASSESSMENT": Way(Text("Kerjakan asesmen", "Work on the assessment"), "cases:assessment", HOLDER),
    "PLAN": Way(Text("Susun rencana", "Make the plan"), "cases:plan", HOLDER),
    "REVIEW": Way(Text("Tinjau rencana", "Review the plan"), "cases:plan", HOLDER),
    "SUSPENSION_REVIEW": Way(Text("Tinjau penangguhan", "Review the suspension"), "cases:file", SUPERVISOR),
}


def way_for(rule: str, *, of_case: bool) -> Way:
    """The action for a duty; one without an own page opens the case or the report, one before the case the report."""
    way = WAYS.get(rule, OPEN_FILE)
    return way if of_case or way.of_report else OPEN_REPORT


def rules_of(roles: frozenset[Role]) -> list[str] | None:
    """The duties that are these roles' work; none when every duty is (whoever holds cases sees them all)."""
    if roles & HOLDER:
        return None
    return [rule for rule, way in WAYS.items() if way.whose & roles]
