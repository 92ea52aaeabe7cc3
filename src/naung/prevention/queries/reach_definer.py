"""How many told something after a session, counted by the database in the owner's name and never exactly.

The table itself can be read by nobody but its owner; only steps of five come out.
"""

from naung.access.functions import Definer
from naung.prevention.rules.reach import FEWEST, WINDOWS

_STEPS = ", ".join(
    f"(count(*) FILTER (WHERE told.received_day - (held.from_at AT TIME ZONE zone)::date "
    f"BETWEEN 0 AND {days}) / {FEWEST} * {FEWEST})::int"
    for days in WINDOWS
)

CONTACTS = Definer(
    name="prevention_contacts",
    takes="asked uuid[], zone text",
    gives=f"TABLE (session_id uuid, {', '.join(f'within{days} int' for days in WINDOWS)})",
    body=f"""
    SELECT held.id, {_STEPS}
      FROM public.prevention_awarenesssession held
      JOIN public.prevention_sessioncontact told ON told.session_id = held.id
     WHERE held.id = ANY(asked)
     GROUP BY held.id
    """,
)
