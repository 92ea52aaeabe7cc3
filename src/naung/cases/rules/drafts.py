"""The long forms of which is kept what is typed before it is sent."""

import re

VISIT, NOTE, CLOSING, SAFETY, RETURN_PLAN = "visit", "note", "closing", "safety", "return-plan"
RETURN_VISIT = "return-visit-"  # and its number
RETURN_VISIT_FORM = re.compile(RETURN_VISIT + r"\d{1,3}")


def of_visit(series_no: int | None) -> str:
    """The form in which a visit is written: its own, or that of a visit after the return."""
    return VISIT if series_no is None else f"{RETURN_VISIT}{series_no}"
