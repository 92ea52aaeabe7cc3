"""What the database answers in the owner's name, because whoever asks may not see the record itself."""

from naung.access.acting import MAY, UNITS, USER
from naung.access.functions import Definer
from naung.access.policy import Permission as P
from naung.access.rls import ids_of, user_of, words_of

# The numbers by which people know cases and reports, for whoever reads the trace: numbers only.
NUMBERS = Definer(
    name="privacy_numbers",
    takes="asked uuid[]",
    gives="TABLE (id uuid, number text)",
    body=f"""
    SELECT held.id, held.number FROM public.cases_case held
     WHERE held.id = ANY(asked) AND {words_of(MAY)} && ARRAY['{P.AUDIT_READ}']
    UNION ALL
    SELECT report.id, report.number FROM public.intake_report report
     WHERE report.id = ANY(asked) AND {words_of(MAY)} && ARRAY['{P.AUDIT_READ}']
    """,
)

# Which child in danger is meant: ids only, of open cases with an open danger flag, for whoever may open them as an
# emergency and is not shut out. More than one fit is as good as none.
IN_DANGER = Definer(
    name="privacy_in_danger",
    takes="asked_number text, asked_nik text, asked_key text",
    gives="TABLE (case_id uuid, child_id uuid)",
    body=f"""
    SELECT held.id, held.child_id
      FROM (
          SELECT numbered.id FROM public.cases_case numbered
           WHERE asked_number <> '' AND numbered.number = asked_number
          UNION
          SELECT ofchild.id FROM public.cases_case ofchild
           WHERE ofchild.child_id IN (
               SELECT child.id FROM public.people_child child
                WHERE asked_nik <> '' AND child.nik_token <> '' AND child.nik_token = asked_nik
               UNION
               SELECT child.id FROM public.people_child child
                WHERE asked_key <> '' AND child.search_key = asked_key
           )
      ) found
      JOIN public.cases_case held ON held.id = found.id
     WHERE {words_of(MAY)} && ARRAY['{P.BREAK_GLASS}'] AND held.closed_at IS NULL
       AND EXISTS (
           SELECT 1 FROM public.cases_dangerflag flag WHERE flag.case_id = held.id AND flag.ended_at IS NULL
       )
       AND NOT ({user_of(USER)} = ANY(held.barred_user_ids)) AND NOT (held.barred_unit_ids && {ids_of(UNITS)})
     LIMIT 2
    """,
)
