"""The life of a case as two tables: status (where the work stands) and stage (what the work is for)."""

from dataclasses import dataclass
from enum import StrEnum

from naung.access.policy import P, Permission
from naung.cases.rules import gates as g
from naung.core.errors import NotAllowedNow
from naung.core.text import Text


class CaseStatus(StrEnum):
    """Where the work on a case stands."""

    REGISTERED = "REGISTERED"
    ASSESSMENT = "ASSESSMENT"
    PLANNING = "PLANNING"
    IMPLEMENTATION = "IMPLEMENTATION"
    MONITORING = "MONITORING"
    SUSPENDED = "SUSPENDED"
    CLOSED = "CLOSED"
    TRANSFERRED = "TRANSFERRED"


class Stage(StrEnum):
    """What the work is for: to prevent, to intervene, to rehabilitate, to bring the child home for good."""

    PREVENTION = "PREVENTION"
    INTERVENTION = "INTERVENTION"
    REHABILITATION = "REHABILITATION"
    REINTEGRATION = "REINTEGRATION"


C = CaseStatus

STATUS_TEXTS = {
    C.REGISTERED: Text("Registrasi", "Registered"),
    C.ASSESSMENT: Text("Asesmen", "Assessment"),
    C.PLANNING: Text("Perencanaan", "Planning"),
    C.IMPLEMENTATION: Text("Pelaksanaan", "Implementation"),
    C.MONITORING: Text("Pemantauan", "Monitoring"),
    C.SUSPENDED: Text("Ditangguhkan", "Suspended"),
    C.CLOSED: Text("Ditutup", "Closed"),
    C.TRANSFERRED: Text("Dialihkan", "Transferred"),
}

STAGE_TEXTS = {
    Stage.PREVENTION: Text("Pencegahan", "Prevention"),
    Stage.INTERVENTION: Text("Intervensi", "Intervention"),
    Stage.REHABILITATION: Text("Rehabilitasi", "Rehabilitation"),
    Stage.REINTEGRATION: Text("Reintegrasi", "Reintegration"),
}

WORKING = (C.REGISTERED, C.ASSESSMENT, C.PLANNING, C.IMPLEMENTATION, C.MONITORING)
OPEN = (*WORKING, C.SUSPENDED)
PAUSE_REASON = "TANGGUH"  # why the clocks of a suspended case stand still, in list `alasan_jeda`
FINAL = (C.TRANSFERRED,)
# A case begins at INTERVENTION; the supervisor may choose PREVENTION for one that needs none.
FIRST_STAGES = (Stage.INTERVENTION, Stage.PREVENTION)


@dataclass(frozen=True)
class Step:
    """One step of a case's status: who may take it, which audit event it is, what must stand before.

    `asks` names what must be entered with it; `documents` the papers that belong to it (list `dokumen`).
    """

    source: CaseStatus
    target: CaseStatus
    needs: Permission
    event: str
    gates: tuple[g.CaseGate, ...] = ()
    asks: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class StageStep:
    """One step from stage to stage."""

    source: Stage
    target: Stage
    needs: Permission
    event: str
    gates: tuple[g.CaseGate, ...] = ()
    asks: tuple[str, ...] = ()


STEPS: tuple[Step, ...] = (
    Step(
        C.REGISTERED, C.ASSESSMENT, P.CASE_ASSESS, "case.assessment-started",
        (g.CHILD_SEEN, g.CONSENT, g.SAFETY_PLAN), documents=("PSJ", "PSA", "RKS"),
    ),
    Step(
        C.ASSESSMENT, C.PLANNING, P.CASE_ASSESS, "case.assessed",
        (g.FACTORS_RATED, g.CHILD_VIEWS, g.ONE_STORY), documents=("ASM", "LPS"),
    ),
    Step(  # by somebody other than the author
        C.PLANNING, C.IMPLEMENTATION, P.PLAN_APPROVE, "case.plan-approved",
        (g.GOALS_SET, g.ACTIONS_ASSIGNED, g.PLAN_TOLD, g.PLAN_APPROVED), documents=("RIL", "KTR", "BAK"),
    ),
    Step(
        C.IMPLEMENTATION, C.MONITORING, P.CASE_ASSESS, "case.plan-done", (g.ACTIONS_DONE, g.SAFETY_PLAN),
        documents=("LPK",),
    ),
    # At once and without approval; the stage goes back to INTERVENTION with it.
    Step(C.MONITORING, C.IMPLEMENTATION, P.CASE_WORK, "case.danger-returned", asks=("danger",)),
    # What closing needs depends on the way of closing: `closing.py`.
    *(
        Step(source, C.CLOSED, P.CASE_CLOSE, "case.closed", asks=("way", "reason"), documents=("LPM", "BAT"))
        for source in OPEN
    ),
    *(
        Step(source, C.SUSPENDED, P.CASE_SUSPEND, "case.suspended", asks=("reason", "review_date"))
        for source in WORKING
    ),
    *(Step(C.SUSPENDED, target, P.CASE_SUSPEND, "case.resumed") for target in WORKING),
    *(
        Step(
            source, C.TRANSFERRED, P.CASE_DECIDE, "case.transferred",
            (g.RECEIVER_ACCEPTED,), ("receiver",), documents=("SRJ", "BAP"),
        )
        for source in OPEN
    ),
    Step(C.CLOSED, C.ASSESSMENT, P.CASE_REOPEN, "case.reopened", asks=("reason",)),
)  # fmt: skip

STAGE_STEPS: tuple[StageStep, ...] = (
    StageStep(
        Stage.INTERVENTION, Stage.REHABILITATION, P.CASE_ASSESS, "case.rehabilitation-begun",
        (g.NO_OPEN_DANGER, g.EMERGENCY_NEEDS_MET, g.SAFETY_PLAN, g.POLICE_REPORT_FILED),
    ),
    StageStep(
        Stage.REHABILITATION, Stage.REINTEGRATION, P.CASE_DECIDE, "case.reintegration-begun",
        (
            g.NO_OPEN_DANGER, g.NO_FACTOR_AT_ONE, g.ABUSE_AT_THREE, g.CAREGIVER_ASSESSED, g.SCHOOL_PLACE,
            g.CHILD_AGREES, g.COMMUNITY_CHECKED, g.REINTEGRATION_PLAN,
        ),
        asks=("reason",),
    ),
    # Without a danger: the supervisor finds that prevention is not enough.
    StageStep(Stage.PREVENTION, Stage.INTERVENTION, P.CASE_DECIDE, "case.intervention-begun", asks=("reason",)),
    *(
        StageStep(stage, Stage.INTERVENTION, P.CASE_WORK, "case.danger-returned", asks=("danger",))
        for stage in Stage
        if stage is not Stage.INTERVENTION
    ),
)  # fmt: skip

NO_SUCH_STEP = Text(
    "Kasus yang berstatus “{source}” tidak dapat menjadi “{target}”.",
    "A case that is “{source}” cannot become “{target}”.",
)
NO_SUCH_STAGE = Text(
    "Tahap tidak dapat berpindah dari “{source}” ke “{target}”.",
    "The stage cannot move from “{source}” to “{target}”.",
)
WRONG_RETURN = Text(
    "Kasus yang ditangguhkan kembali ke status semula: “{target}”.",
    "A suspended case returns to where it was: “{target}”.",
)


def step(source: str, target: str) -> Step:
    """The row for this step, or `NotAllowedNow`."""
    for row in STEPS:
        if (row.source, row.target) == (source, target):
            return row
    names = {"source": STATUS_TEXTS[C(source)], "target": STATUS_TEXTS[C(target)] if target in set(C) else target}
    raise NotAllowedNow(NO_SUCH_STEP.format(**names), source=source, target=target)


def resume_step(suspended_from: str, target: str) -> Step:
    """The step out of suspension: only to where the case was."""
    if suspended_from != target:
        raise NotAllowedNow(WRONG_RETURN.format(target=STATUS_TEXTS[C(suspended_from)]), target=target)
    return step(C.SUSPENDED, target)


def stage_step(source: str, target: str) -> StageStep:
    """The row for this change of stage, or `NotAllowedNow`."""
    for row in STAGE_STEPS:
        if (row.source, row.target) == (source, target):
            return row
    known = target in set(Stage)
    names = {"source": STAGE_TEXTS[Stage(source)], "target": STAGE_TEXTS[Stage(target)] if known else target}
    raise NotAllowedNow(NO_SUCH_STAGE.format(**names), source=source, target=target)


def steps_from(source: str) -> list[Step]:
    """The steps that lead out of a status."""
    return [row for row in STEPS if row.source == source]


def stage_steps_from(source: str) -> list[StageStep]:
    """The steps that lead out of a stage."""
    return [row for row in STAGE_STEPS if row.source == source]
