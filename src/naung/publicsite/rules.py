"""The danger questions of the public form, in words that a frightened child or neighbour understands.

They ask the same as the codes of the list `bahaya`; four are shown at once, the rest open when one of the
four is answered with yes or the first answer speaks of sexual violence.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from naung.core import reference
from naung.core.text import Text
from naung.intake.rules.filing import AllegedFacts, FiledChild, Filing, Known, ReporterFacts

FIRST = ("B01", "B08", "B04", "B03")
QUESTIONS: dict[str, Text] = {
    "B01": Text(
        "Apakah anak luka parah, sakit berat, atau tidak sadar?",
        "Is the child badly hurt, very ill or unconscious?",
    ),
    "B08": Text(
        "Apakah anak takut pulang dan tidak punya tempat aman malam ini?",
        "Is the child afraid to go home, with no safe place for tonight?",
    ),
    "B04": Text(
        "Apakah ada yang mengancam akan membunuh, atau memakai senjata?",
        "Has somebody threatened to kill, or used a weapon?",
    ),
    "B03": Text(
        "Apakah ada perbuatan seksual terhadap anak, dan orangnya masih bisa bertemu anak?",
        "Was there anything sexual done to the child, and can that person still meet the child?",
    ),
    "B02": Text(
        "Apakah perbuatan seksual itu terjadi dalam tiga hari terakhir?",
        "Did the sexual act happen within the last three days?",
    ),
    "B05": Text(
        "Apakah anak hilang, disekap, dibawa pergi, atau akan dijual?",
        "Is the child missing, locked up, taken away or about to be sold?",
    ),
    "B06": Text(
        "Apakah anak ingin atau mencoba mengakhiri hidupnya?",
        "Does the child want to end, or has tried to end, his or her life?",
    ),
    "B07": Text(
        "Apakah anak di bawah 6 tahun sedang sendirian tanpa ada yang menjaga?",
        "Is a child under 6 alone with nobody to look after him or her?",
    ),
    "B09": Text(
        "Apakah anak sedang ditahan atau ditangkap tanpa ada yang menemani?",
        "Is the child held or arrested with nobody at his or her side?",
    ),
    "B10": Text(
        "Apakah foto atau video tubuh anak sedang disebarkan atau dipakai untuk mengancam?",
        "Are pictures or videos of the child's body being spread, or used as a threat?",
    ),
    "B11": Text(
        "Apakah anak keracunan, atau terlalu banyak minum obat atau zat?",
        "Is the child poisoned, or has taken too much of a drug or substance?",
    ),
}
MORE = tuple(code for code in QUESTIONS if code not in FIRST)
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


def phrase_for(status: str, chosen: str) -> Text:
    """What the status page says: the phrase that the office chose, else the one that fits the status."""
    phrases = reference.codes("frasa_aman")
    fitting = [code for code in phrases.values() if status in code.extra.get("status", "").split()]
    code = phrases.get(chosen) or (fitting or list(phrases.values()))[0]
    return Text(code.label_id, code.label_en)
