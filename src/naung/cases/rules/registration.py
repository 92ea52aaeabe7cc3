"""What must stand before a triaged report becomes a case."""

from dataclasses import dataclass

from naung.cases.rules.gates import Gate
from naung.core.text import Text


@dataclass(frozen=True, kw_only=True)
class RegistrationFacts:
    """What the supervisor has settled about a report. `ampk` may be empty; the role may be “none”."""

    known_child_checked: bool
    team_assigned: bool
    social_worker_assigned: bool
    conflict_checked: bool
    ppks: str
    court_role_answered: bool


RegistrationGate = Gate[RegistrationFacts]
PAGE = "cases:register"

REGISTRATION_GATES = (
    RegistrationGate(
        "KNOWN_CHILD_CHECKED",
        Text("Periksa apakah anak sudah dikenal.", "Check whether the child is known."),
        lambda f: f.known_child_checked,
        (PAGE, "anak"),
    ),
    RegistrationGate("TEAM_ASSIGNED", Text("Pilih tim.", "Choose the team."), lambda f: f.team_assigned, (PAGE, "tim")),
    RegistrationGate(
        "SOCIAL_WORKER_ASSIGNED",
        Text("Pilih pekerja sosial.", "Choose the social worker."),
        lambda f: f.social_worker_assigned,
        (PAGE, "peksos"),
    ),
    RegistrationGate(
        "CONFLICT_CHECKED",
        Text("Periksa benturan kepentingan.", "Check for a conflict of interest."),
        lambda f: f.conflict_checked,
        (PAGE, "benturan"),
    ),
    RegistrationGate(
        "PPKS_CHOSEN",
        Text("Pilih satu kategori PPKS anak.", "Choose one PPKS category."),
        lambda f: bool(f.ppks),
        (PAGE, "ppks"),
    ),
    RegistrationGate(
        "COURT_ROLE_ANSWERED",
        Text(
            "Isi peran anak dalam proses pidana, boleh “tidak ada”.",
            "Give the child's role in a criminal process, or “none”.",
        ),
        lambda f: f.court_role_answered,
        (PAGE, "peran"),
    ),
)
