"""Which roles one administrator gives alone, and which need a second person."""

from datetime import timedelta

from naung.access.policy import CLASSES, POLICY, Permission, Role

# Sexual, medical and psychological detail, the alleged person, the reporter, the place of a sheltered child.
CLOSEST = frozenset(CLASSES[CLASSES.index(Permission.READ_D4) :])

# Whoever could give or confirm roles, or reads the trace of it, would else be her own second person.
WATCHES = frozenset({Permission.ACCOUNTS_MANAGE, Permission.ROLE_CONFIRM, Permission.AUDIT_READ})

# How long a proposal waits for the second person.
WAITS_FOR = timedelta(days=7)


def takes_two(role: Role) -> bool:
    """Whether a role is held only after a second person has confirmed it: it opens D4 to D7, or watches over roles."""
    return not (CLOSEST | WATCHES).isdisjoint(POLICY[role])
