"""Accounts: what a user name looks like, which role belongs to which kind of unit, and a first password."""

import re
import secrets

from naung.access.policy import Role
from naung.core.ids import READABLE
from naung.core.text import Text

USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,59}")

# Roles that an account can be given, in the order of the list, with their words.
ROLE_TEXTS = {
    Role.INTAKE: Text("Penerima laporan", "Intake officer"),
    Role.COMPANION: Text("Pendamping", "Companion"),
    Role.SOCIAL_WORKER: Text("Pekerja sosial", "Social worker"),
    Role.SUPERVISOR: Text("Manajer kasus (supervisor)", "Case manager (supervisor)"),
    Role.DIVISION_HEAD: Text("Kepala bidang", "Head of division"),
    Role.OFFICE_HEAD: Text("Kepala dinas", "Head of office"),
    Role.SCHOOL: Text("Orang sekolah (guru, kepala sekolah)", "Person of a school (teacher, head teacher)"),
    Role.DPO: Text("Pejabat pelindung data", "Data protection officer"),
    Role.ANALYST: Text("Analis", "Analyst"),
    Role.ADMIN: Text("Pengelola akun", "Administrator"),
}

# The kinds of unit in which a role is held; a role that is not here is held in the whole office.
UNITS_OF = {
    Role.INTAKE: frozenset({"INTAKE"}),
    Role.COMPANION: frozenset({"COMPANIONS"}),
    Role.SOCIAL_WORKER: frozenset({"COMPANIONS"}),
    Role.SUPERVISOR: frozenset({"COMPANIONS", "INTAKE"}),
    Role.DIVISION_HEAD: frozenset({"DIVISION"}),
}

# Who may stand in for whom: only somebody who has the same work.
WORK = frozenset({Role.INTAKE, Role.COMPANION, Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.DIVISION_HEAD})


def is_username(text: str) -> bool:
    """Whether this can be a user name: small letters, digits, dot, hyphen, from three characters."""
    return USERNAME.fullmatch(text) is not None


def fits(role: Role, kind: str | None) -> bool:
    """Whether a role can be held in this kind of unit (`None`: in the whole office)."""
    units = UNITS_OF.get(role)
    return kind is None if units is None else kind in units


def new_password() -> str:
    """A first password that can be read out on the telephone: four groups of four."""
    return _in_groups(4)


def new_code() -> str:
    """The code of an invitation: five groups of four, far too many to guess."""
    return _in_groups(5)


def plain_code(told: str) -> str:
    """A code as it was made, however it was typed: small letters, with or without spaces and hyphens."""
    letters = "".join(letter for letter in told.upper() if letter in READABLE)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _in_groups(count: int) -> str:
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(count))
