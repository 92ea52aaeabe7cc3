"""Who of a school's absent pupils has an open report or case: the database tells the clock, and nobody else.

The number must be the same and the name alike, so that a slip of the pen keeps nothing of another child. A pupil any of
whose open records shuts out whoever sent the list, or her school, is passed over with all of them.
"""

from naung.access.acting import MAY, setting
from naung.access.functions import Definer
from naung.access.policy import Permission, Scope
from naung.access.rls import ids_of, words_of

ALIKE = 0.5  # of 1; a name that only lacks its second half still counts

KNOWN_ABSENT = Definer(
    name="prevention_known_absent",
    takes="asked_nisn text[], asked_keys text[], sender uuid, sender_units uuid[]",
    gives="TABLE (place int, report_id uuid, number text)",
    body=f"""
    WITH asked AS (
        SELECT told.place, told.nisn, told.key
          FROM unnest(asked_nisn, asked_keys) WITH ORDINALITY AS told(nisn, key, place)
         WHERE told.nisn <> '' AND {words_of(MAY)} && ARRAY['{Permission.DUTY_KEEP}']
    ),
    named AS (
        SELECT asked.place, report.id, child.search_key, asked.key
          FROM asked
          JOIN public.people_child child ON child.nisn = asked.nisn AND child.nisn <> ''
          JOIN public.cases_case held ON held.child_id = child.id AND held.closed_at IS NULL
          JOIN public.intake_report report ON report.case_id = held.id
        UNION
        SELECT asked.place, reported.report_id, reported.search_key, asked.key
          FROM asked
          JOIN public.intake_reportedchild reported ON reported.nisn = asked.nisn AND reported.nisn <> ''
    ),
    found AS (
        SELECT named.place, report.id, report.received_at, held.id AS case_id,
               coalesce(held.number, report.number) AS number,
               sender = ANY(report.barred_user_ids) OR report.barred_unit_ids && sender_units AS barred
          FROM named
          JOIN public.intake_report report ON report.id = named.id
          LEFT JOIN public.cases_case held ON held.id = report.case_id AND held.closed_at IS NULL
         WHERE (held.id IS NOT NULL OR report.status IN ('RECEIVED', 'TRIAGED'))
           AND report.office_id = ANY({ids_of(setting(Permission.READ_D1, Scope.OFFICE))})
           AND (named.search_key = '' OR {ALIKE} <= greatest(
               public.similarity(named.search_key, named.key), public.word_similarity(named.search_key, named.key),
               public.word_similarity(named.key, named.search_key)))
    )
    SELECT DISTINCT ON (found.place, coalesce(found.case_id, found.id)) found.place::int, found.id, found.number
      FROM found
     WHERE NOT EXISTS (SELECT 1 FROM found other WHERE other.place = found.place AND other.barred)
     ORDER BY found.place, coalesce(found.case_id, found.id), found.received_at DESC, found.id
    """,  # noqa: S608 - made of our own names
)
