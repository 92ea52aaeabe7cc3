"""Who may see and do what: one matrix, role x permission -> scope, read by people (docs/generated/policy.md).

Reading permissions are per data class (docs/architecture.md): D1 case number, status, due dates; D2 identity
and family; D3 narrative, assessment, plan; D4 sexual, medical, psychological detail; D5 alleged perpetrator
and legal; D6 reporter; D7 location of a sheltered child. The queryset, the single check and the database's
row security are all made from `POLICY`.
"""

from enum import StrEnum


class Role(StrEnum):
    """A function that a person (or a machine) has in an office, a team or a partner agency."""

    INTAKE = "INTAKE"
    COMPANION = "COMPANION"
    SOCIAL_WORKER = "SOCIAL_WORKER"
    SUPERVISOR = "SUPERVISOR"
    DIVISION_HEAD = "DIVISION_HEAD"
    OFFICE_HEAD = "OFFICE_HEAD"
    SCHOOL = "SCHOOL"
    PARTNER = "PARTNER"
    DPO = "DPO"
    ANALYST = "ANALYST"
    ADMIN = "ADMIN"
    ON_DUTY = "ON_DUTY"
    EMERGENCY = "EMERGENCY"
    PUBLIC = "PUBLIC"
    CLOCK = "CLOCK"
    OPERATOR = "OPERATOR"


class Scope(StrEnum):
    """Which records: those a person holds, her team's, her area's, her office's, or given one by one."""

    OWN = "OWN"
    TEAM = "TEAM"
    AREA = "AREA"
    OFFICE = "OFFICE"
    GRANTED = "GRANTED"


class Permission(StrEnum):
    """What can be allowed. Reading first, then what may be done."""

    READ_D1 = "READ_D1"
    READ_D2 = "READ_D2"
    READ_D3 = "READ_D3"
    READ_D4 = "READ_D4"
    READ_D5 = "READ_D5"
    READ_D6 = "READ_D6"
    READ_D7 = "READ_D7"
    READ_MESSAGES = "READ_MESSAGES"
    READ_NOTICES = "READ_NOTICES"
    READ_CLASS_NOTES = "READ_CLASS_NOTES"
    READ_HANDED = "READ_HANDED"
    READ_SESSION_FILES = "READ_SESSION_FILES"
    READ_REQUESTS = "READ_REQUESTS"
    READ_REQUEST_WORDS = "READ_REQUEST_WORDS"
    READ_TERMS = "READ_TERMS"
    READ_BREACHES = "READ_BREACHES"
    READ_BREACH_PEOPLE = "READ_BREACH_PEOPLE"
    REPORT_FILE = "REPORT_FILE"
    REPORT_ANSWER = "REPORT_ANSWER"
    REPORT_TRIAGE = "REPORT_TRIAGE"
    REPORT_DECIDE_HIGH = "REPORT_DECIDE_HIGH"
    LEVEL_LOWER = "LEVEL_LOWER"
    CASE_REGISTER = "CASE_REGISTER"
    CASE_ASSIGN = "CASE_ASSIGN"
    CASE_WORK = "CASE_WORK"
    CASE_ASSESS = "CASE_ASSESS"
    PLAN_APPROVE = "PLAN_APPROVE"
    CASE_DECIDE = "CASE_DECIDE"
    DANGER_END = "DANGER_END"
    CASE_CLOSE = "CASE_CLOSE"
    CASE_SUSPEND = "CASE_SUSPEND"
    CASE_REOPEN = "CASE_REOPEN"
    CHILD_LOOK_UP = "CHILD_LOOK_UP"
    CHILD_MERGE = "CHILD_MERGE"
    PAIR_OFFER = "PAIR_OFFER"
    BREAK_GLASS = "BREAK_GLASS"
    DUTY_KEEP = "DUTY_KEEP"
    OFFICE_READ = "OFFICE_READ"
    TEAM_MANAGE = "TEAM_MANAGE"
    ACCOUNTS_MANAGE = "ACCOUNTS_MANAGE"
    INVITATION_USE = "INVITATION_USE"
    ROLE_CONFIRM = "ROLE_CONFIRM"
    ROLE_GIVE_ALONE = "ROLE_GIVE_ALONE"
    LISTS_MANAGE = "LISTS_MANAGE"
    SESSION_PLAN = "SESSION_PLAN"
    QUIZ_ANSWER = "QUIZ_ANSWER"
    FILE_SEND = "FILE_SEND"
    ROLLOUT_MANAGE = "ROLLOUT_MANAGE"
    CONCERN_RAISE = "CONCERN_RAISE"
    SCHOOL_TASK_GIVE = "SCHOOL_TASK_GIVE"
    SCHOOL_TASK_ANSWER = "SCHOOL_TASK_ANSWER"
    MEASURES_READ = "MEASURES_READ"
    AUDIT_READ = "AUDIT_READ"
    AUDIT_SEAL = "AUDIT_SEAL"
    REQUEST_ANSWER = "REQUEST_ANSWER"
    ERASE = "ERASE"
    BREACH_RECORD = "BREACH_RECORD"
    BREACH_TELL = "BREACH_TELL"
    PROCESSING_READ = "PROCESSING_READ"


P, R, S = Permission, Role, Scope
READING = tuple(p for p in Permission if p.startswith("READ_"))

CLASSES = tuple(p for p in READING if p.startswith("READ_D"))

Grants = dict[Permission, frozenset[Scope]]


def _on(*scopes: Scope, may: tuple[Permission, ...]) -> Grants:
    return dict.fromkeys(may, frozenset(scopes))


POLICY: dict[Role, Grants] = {
    # Receives and sorts reports. Reads them while they lie in the intake unit's queue, and for 24 hours
    # after triage those that she handled (a grant).
    R.INTAKE: {
        **_on(S.TEAM, S.GRANTED, may=(P.READ_D1, P.READ_D2, P.READ_D3, P.READ_D5, P.READ_D6)),
        **_on(S.TEAM, may=(P.REPORT_TRIAGE, P.READ_MESSAGES, P.REPORT_ANSWER)),
        **_on(S.OFFICE, may=(P.REPORT_FILE, P.CHILD_LOOK_UP)),
    },
    # Walks beside the child: visits, notes, tasks of the cases given to her.
    R.COMPANION: {
        **_on(S.OWN, S.GRANTED, may=(P.READ_D1, P.READ_D2, P.READ_D3, P.CASE_WORK)),
        **_on(S.OFFICE, may=(P.REPORT_FILE,)),
    },
    # Holds the case: assesses, plans, proposes.
    R.SOCIAL_WORKER: {
        **_on(S.OWN, S.GRANTED, may=(*CLASSES, P.READ_MESSAGES, P.CASE_WORK, P.CASE_ASSESS, P.REPORT_ANSWER)),
        **_on(S.OFFICE, may=(P.REPORT_FILE, P.CHILD_LOOK_UP, P.BREAK_GLASS)),
    },
    # Answers for a team: assigns, approves, decides, closes; opens a reporter's identity one by one.
    R.SUPERVISOR: {
        **_on(S.TEAM, S.GRANTED, may=(P.READ_D1, P.READ_D2, P.READ_D3, P.CHILD_MERGE)),
        **_on(S.TEAM, may=(P.READ_D4, P.READ_D5, P.READ_D6, P.READ_D7)),
        **_on(S.TEAM, may=(
            P.REPORT_TRIAGE, P.READ_MESSAGES, P.REPORT_ANSWER, P.REPORT_DECIDE_HIGH, P.LEVEL_LOWER, P.CASE_REGISTER,
            P.CASE_ASSIGN, P.CASE_WORK, P.PLAN_APPROVE, P.CASE_DECIDE, P.DANGER_END, P.CASE_CLOSE,
            P.CASE_SUSPEND, P.CASE_REOPEN,
        )),
        **_on(S.OFFICE, may=(P.REPORT_FILE, P.CHILD_LOOK_UP, P.TEAM_MANAGE, P.MEASURES_READ)),
    },
    # Sees what is late in the whole office, never a name; triages reports that name intake's own people.
    R.DIVISION_HEAD: {
        **_on(S.OFFICE, S.TEAM, may=(P.READ_D1,)),
        **_on(S.TEAM, may=(
            P.READ_D2, P.READ_D3, P.READ_D5, P.READ_D6, P.READ_MESSAGES, P.REPORT_TRIAGE, P.REPORT_ANSWER,
            P.REPORT_DECIDE_HIGH, P.LEVEL_LOWER, P.CHILD_LOOK_UP,
        )),
        **_on(S.OFFICE, may=(P.MEASURES_READ, P.REPORT_FILE, P.ROLE_CONFIRM)),
    },
    R.OFFICE_HEAD: {
        **_on(S.OFFICE, S.GRANTED, may=(P.READ_D1,)),
        **_on(S.OFFICE, may=(P.MEASURES_READ, P.REPORT_FILE, P.ROLE_CONFIRM, P.READ_REQUESTS)),
    },
    # Works in a school: raises a concern and afterwards sees its number, the safe phrase and the tasks given to her;
    # she does not read again what she told. Her own notes of early signs nobody else reads.
    R.SCHOOL: {
        **_on(S.OWN, S.GRANTED, may=(P.READ_D1,)),
        **_on(S.OWN, may=(P.READ_CLASS_NOTES,)),
        **_on(S.GRANTED, may=(P.SCHOOL_TASK_ANSWER,)),
        # What one school hands to the next about a child is read by whoever signed for it, and by nobody else.
        **_on(S.OWN, may=(P.READ_HANDED,)),
        **_on(S.OFFICE, may=(P.REPORT_FILE, P.CONCERN_RAISE)),
    },
    R.PARTNER: {
        **_on(S.GRANTED, may=(P.READ_D1,)),
        **_on(S.OFFICE, may=(P.REPORT_FILE,)),
    },
    # Reads who looked and why, and answers children and guardians who ask about their own data. The head of the office
    # sees of these requests number and clock only.
    R.DPO: _on(S.OFFICE, may=(P.AUDIT_READ, P.READ_REQUESTS, P.READ_REQUEST_WORDS, P.REQUEST_ANSWER)),
    R.ANALYST: _on(S.OFFICE, may=(P.MEASURES_READ,)),
    # Keeps accounts and opens no case; a role that opens much is hers to propose and a second person's to confirm.
    R.ADMIN: _on(S.OFFICE, may=(P.ACCOUNTS_MANAGE, P.ROLE_CONFIRM, P.LISTS_MANAGE)),
    # Whom the clock called to a danger report that waits, whatever her own role: receives that one report for a day.
    # Nobody holds this role; the clock gives it for one record.
    R.ON_DUTY: _on(S.GRANTED, may=(
        P.READ_D1, P.READ_D2, P.READ_D3, P.READ_D5, P.READ_D6, P.READ_MESSAGES, P.REPORT_TRIAGE, P.REPORT_ANSWER,
    )),
    # A social worker on duty who opened the file of a child in danger that is not hers, for a day: what she needs to
    # make the child safe tonight. Never who reported, sealed detail, or where a sheltered child is; she plans nothing.
    R.EMERGENCY: _on(S.GRANTED, may=(P.READ_D1, P.READ_D2, P.READ_D3, P.READ_D5, P.CASE_WORK)),
    # Whoever tells without an account: files a report, and with its receipt sees its status and messages. And a
    # colleague who has not signed in yet: with the code of her invitation she sets her own password. And whoever
    # listens to an awareness session: answers its quiz.
    R.PUBLIC: {
        **_on(S.GRANTED, may=(P.READ_D1, P.READ_MESSAGES, P.REPORT_ANSWER)),
        **_on(S.OFFICE, may=(P.REPORT_FILE, P.INVITATION_USE, P.QUIZ_ANSWER)),
    },
    # The clock watches duties; the operator is the command line on the server, and sets up the first people alone.
    # The clock also empties a teacher's notes whose time is over, looks who of a school's absent pupils is known, and
    # says which records may be one child. It warns of requests about own data, and of notices of breaches, that are
    # nearly due or late, and seals what was kept long enough; it erases nothing.
    R.CLOCK: _on(S.OFFICE, may=(
        P.READ_D1, P.READ_CLASS_NOTES, P.READ_REQUESTS, P.READ_BREACHES, P.READ_TERMS, P.DUTY_KEEP, P.PAIR_OFFER,
        P.AUDIT_SEAL,
    )),
    R.OPERATOR: _on(S.OFFICE, may=(
        P.READ_D1, P.DUTY_KEEP, P.TEAM_MANAGE, P.ACCOUNTS_MANAGE, P.ROLE_GIVE_ALONE, P.LISTS_MANAGE,
        P.AUDIT_SEAL,
    )),
}  # fmt: skip

# Roles that nobody holds: they are given for one record.
GIVEN = frozenset({R.ON_DUTY, R.EMERGENCY})
# Those of them that end with the role by which somebody came to them.
GIVEN_TO = {R.EMERGENCY: R.SOCIAL_WORKER}

# Everybody with an account reads the notices sent to her.
for _role in set(Role) - GIVEN - {R.PUBLIC, R.CLOCK, R.OPERATOR}:
    POLICY[_role] |= _on(S.OWN, may=(P.READ_NOTICES,))

# Who works in the office itself sees its duty roster and the schools and partners it works with; a school or a
# partner agency does not see who is on duty.
for _role in (
    R.INTAKE, R.COMPANION, R.SOCIAL_WORKER, R.SUPERVISOR, R.DIVISION_HEAD, R.OFFICE_HEAD, R.DPO, R.ANALYST, R.ADMIN,
):  # fmt: skip
    POLICY[_role] |= _on(S.OFFICE, may=(P.OFFICE_READ,))

# Who asks that a child is erased, and who does it: two of these. None of them opens the file by it. They see which
# records fall due and lie sealed, by number, and open one again for the team that held it.
for _role in (R.DPO, R.DIVISION_HEAD, R.OFFICE_HEAD):
    POLICY[_role] |= _on(S.OFFICE, may=(P.ERASE, P.READ_TERMS))

# A breach of data protection is written down by whoever notices it first in the office's own housekeeping; who is told
# of it, and which children it concerns, is for the data protection officer and the head of the office.
for _role in (R.DPO, R.OFFICE_HEAD, R.ADMIN):
    POLICY[_role] |= _on(S.OFFICE, may=(P.READ_BREACHES, P.BREACH_RECORD, P.PROCESSING_READ))
for _role in (R.DPO, R.OFFICE_HEAD):
    POLICY[_role] |= _on(S.OFFICE, may=(P.READ_BREACH_PEOPLE, P.BREACH_TELL))

# Everybody who goes to children and families also goes to schools: plans awareness sessions and holds them. Which
# places are next is decided by who answers for a team or the division.
for _role in (R.COMPANION, R.SOCIAL_WORKER, R.SUPERVISOR, R.DIVISION_HEAD):
    POLICY[_role] |= _on(S.OFFICE, may=(P.SESSION_PLAN,))
for _role in (R.SUPERVISOR, R.DIVISION_HEAD):
    POLICY[_role] |= _on(S.OFFICE, may=(P.ROLLOUT_MANAGE,))

# Whoever sorts reports, works on cases or holds sessions sends the files that hang on them; those of sessions (signed
# lists of adults, photos without faces) are seen by whoever holds sessions, and emptied by the clock.
for _role in (R.INTAKE, R.COMPANION, R.SOCIAL_WORKER, R.SUPERVISOR, R.DIVISION_HEAD):
    POLICY[_role] |= _on(S.OFFICE, may=(P.FILE_SEND,))
for _role in (R.COMPANION, R.SOCIAL_WORKER, R.SUPERVISOR, R.DIVISION_HEAD, R.CLOCK):
    POLICY[_role] |= _on(S.OFFICE, may=(P.READ_SESSION_FILES,))

# Whoever keeps touch with the reporter may also ask something of the child's school.
for _role, _scopes in (
    (R.INTAKE, (S.TEAM,)), (R.SUPERVISOR, (S.TEAM,)), (R.DIVISION_HEAD, (S.TEAM,)),
    (R.SOCIAL_WORKER, (S.OWN, S.GRANTED)), (R.ON_DUTY, (S.GRANTED,)),
):  # fmt: skip
    POLICY[_role] |= _on(*_scopes, may=(P.SCHOOL_TASK_GIVE,))

# Never on one's own work.
FOUR_EYES = frozenset({P.PLAN_APPROVE, P.CASE_CLOSE, P.CASE_DECIDE, P.DANGER_END, P.LEVEL_LOWER})

# What a unit reads of a record no longer once the record's own time for it has passed; number and name stay in sight.
READ_IN_TIME = frozenset({P.READ_D3, P.READ_D5, P.READ_D6})

# Who may do one of these signs in with a second factor: she opens what a child told, opens accounts that can, gives
# the second word to that, reads who looked and why, or erases.
GUARDED = frozenset({p for p in CLASSES if p >= P.READ_D3} | {P.ACCOUNTS_MANAGE, P.ROLE_CONFIRM, P.AUDIT_READ, P.ERASE})

# What each action needs to read before it can be done at all.
READS_FIRST: dict[Permission, Permission] = {p: P.READ_D1 for p in Permission if p not in READING} | {
    P.CASE_ASSESS: P.READ_D3,
    P.PLAN_APPROVE: P.READ_D3,
    P.CASE_WORK: P.READ_D3,
    P.REPORT_TRIAGE: P.READ_D3,
    P.REQUEST_ANSWER: P.READ_REQUESTS,
    P.BREACH_RECORD: P.READ_BREACHES,
    P.BREACH_TELL: P.READ_BREACHES,
}


def roles_with(permission: Permission) -> list[Role]:
    """The roles that hold a permission in any scope."""
    return [role for role, grants in POLICY.items() if permission in grants]
