"""The report of the public form, from its three screens."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from naung.intake.rules.filing import AllegedFacts, FiledChild, Filing, Known, ReporterFacts

OLDEST = 17
LONGEST_STORY = 8_000

CHANNEL = "WEB"


def filing_of(what: Any, who: Any, you: Any, token: str, today: date) -> Filing:
    """The report from the three checked screens. The form's token is kept as a hash: it makes the receipt."""
    story, child, reporter = what.cleaned_data, who.cleaned_data, you.cleaned_data
    return Filing(
        happened=story["happened"],
        happened_when=story["happened_when"],
        channel=CHANNEL,
        children=(_child(child, today),),
        ward_id=UUID(child["ward"]) if child["ward"] else None,
        alleged=AllegedFacts(description=child["alleged"]),
        secrecy=reporter["secrecy"],
        reporter_type=reporter["reporter_type"],
        reporter=ReporterFacts(
            name=reporter["name"],
            phone=reporter["phone"],
            safe_to_contact=reporter["safe_to_call"],
            safe_hours=reporter["safe_hours"],
        ),
        dangers=what.answers,
        send_token=hashlib.sha256(token.encode()).hexdigest(),
    )


def _child(told: Mapping[str, Any], today: date) -> FiledChild:
    return FiledChild(
        name=told["child_name"],
        sex=told["sex"],
        age_estimate=int(told["age"]) if told["age"] else None,
        age_estimated_date=today if told["age"] else None,
        age_known=Known.KNOWN if told["age"] else Known.UNKNOWN,
        where_now=told["where_now"],
        where_now_text=told["where_now_text"],
        school_name=told["school_name"],
    )
