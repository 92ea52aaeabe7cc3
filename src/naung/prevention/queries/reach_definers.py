"""How many told after sessions, counted by the database in the owner's name, in bands of five and never exactly."""

from naung.access.acting import MAY
from naung.access.functions import Definer
from naung.access.policy import Permission
from naung.access.rls import words_of
from naung.prevention.rules.reach import BAND

_HELD = "(held.from_at AT TIME ZONE zone)::date"
# Each session whose days are over, and how many told within them.
_COUNTED = f"""
    SELECT held.id, span AS days,
           count(told.id) FILTER (WHERE told.received_date - {_HELD} BETWEEN 0 AND span - 1) AS found
      FROM public.prevention_awarenesssession held
     CROSS JOIN unnest(spans) span
      LEFT JOIN public.prevention_sessioncontact told ON told.session_id = held.id
     WHERE held.id = ANY(asked) AND today - {_HELD} >= span
       AND {words_of(MAY)} && ARRAY['{Permission.OFFICE_READ}']
     GROUP BY held.id, span
"""  # noqa: S608 - made of our own names and numbers

CONTACTS = Definer(
    name="prevention_contacts",
    takes="asked uuid[], spans int[], zone text, today date",
    gives="TABLE (session_id uuid, days int, at_least int)",
    body=f"SELECT id, days, (found / {BAND} * {BAND})::int FROM ({_COUNTED}) counted",  # noqa: S608
)

# The sum over several sessions must not betray a hidden one among them. Of a hidden session it is known that it has
# four or fewer, of a shown one that it lies in its band: the sum is told only as high as it could be without any one
# of the hidden.
TOGETHER = Definer(
    name="prevention_contacts_together",
    takes="asked uuid[], spans int[], zone text, today date",
    gives="int",
    body=f"""
    SELECT coalesce(
        CASE WHEN min(found) >= {BAND} THEN sum(found)
             ELSE least(sum(found), sum(found / {BAND} * {BAND} + {BAND - 1}) - {BAND - 1})
        END::int / {BAND} * {BAND}, 0)
      FROM ({_COUNTED}) counted
    """,  # noqa: S608
)
