"""A case: one episode of one child, from registration to closure, and everything written on the way."""

from naung.cases.models.assessment import Assessment, LevelFinding, Rating
from naung.cases.models.case import Assignment, Case, CaseEvent, Closure
from naung.cases.models.contact import Draft, Narrative, NarrativeVersion, Visit, VisitVersion
from naung.cases.models.files import CaseFile
from naung.cases.models.legal import LegalDuty
from naung.cases.models.plan import Action, Delivery, Goal, Plan, PlanTold
from naung.cases.models.reintegration import ReintegrationPlan
from naung.cases.models.safety import Consent, DangerFlag, Disclosure, Safety

__all__ = [
    "Action",
    "Assessment",
    "Assignment",
    "Case",
    "CaseEvent",
    "CaseFile",
    "Closure",
    "Consent",
    "DangerFlag",
    "Delivery",
    "Disclosure",
    "Draft",
    "Goal",
    "LegalDuty",
    "LevelFinding",
    "Narrative",
    "NarrativeVersion",
    "Plan",
    "PlanTold",
    "Rating",
    "ReintegrationPlan",
    "Safety",
    "Visit",
    "VisitVersion",
]
