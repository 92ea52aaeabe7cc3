"""The lower level that an assessment or a review found and that waits for the supervisor."""

from naung.cases.models import Case, LevelFinding
from naung.core.levels import Level


def waiting(case: Case) -> LevelFinding | None:
    """The finding on which nobody has decided; nothing once the level is as low by another way."""
    finding = LevelFinding.objects.filter(case=case, decided_at=None).first()
    if finding is None or not Level(finding.level) < Level(case.level):
        return None
    finding.case = case
    return finding
