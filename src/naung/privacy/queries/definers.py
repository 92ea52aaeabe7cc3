"""What the database answers in the owner's name, because whoever asks may not see the record itself."""

from naung.access.acting import MAY, UNITS, USER
from naung.access.functions import Definer
from naung.access.policy import Permission as P
from naung.access.rls import ids_of, user_of, words_of


def bars(table: str) -> str:
    """Whether a row shuts out whoever asks."""
    users, units = f"{table}.barred_user_ids", f"{table}.barred_unit_ids"
    return f"({user_of(USER)} = ANY({users}) OR {units} && {ids_of(UNITS)})"


# All records of one child, whichever of them was found: along the pointers of a merge, both ways.
OF_ONE_CHILD = """
    records AS (
        SELECT begun.id, begun.merged_into_id FROM begun
        UNION
        SELECT next.id, next.merged_into_id
          FROM records JOIN public.people_child next
            ON next.id = records.merged_into_id OR next.merged_into_id = records.id
    )
"""

READS_TRACE = f"{words_of(MAY)} && ARRAY['{P.AUDIT_READ}']"

# Number, team and holder of cases and reports, for whoever reads the trace: nothing of a child.
RECORDS = Definer(
    name="privacy_records",
    takes="asked uuid[]",
    gives="TABLE (id uuid, number text, team_id uuid, owner_id uuid)",
    body=f"""
    SELECT held.id, held.number, held.team_id, held.owner_id FROM public.cases_case held
     WHERE held.id = ANY(asked) AND {READS_TRACE}
    UNION ALL
    SELECT report.id, report.number, report.team_id, report.owner_id FROM public.intake_report report
     WHERE report.id = ANY(asked) AND {READS_TRACE}
    """,
)

# What shuts out whoever asks: cases, their children and reports. Nobody reads of a record in which she is named
# herself, not even in the trace.
BARRED = Definer(
    name="privacy_barred",
    takes="",
    gives="TABLE (id uuid)",
    body=f"""
    SELECT unnest(ARRAY[held.id, held.child_id]) FROM public.cases_case held
     WHERE (held.barred_user_ids <> '{{}}' OR held.barred_unit_ids <> '{{}}') AND {bars("held")}
    UNION
    SELECT report.id FROM public.intake_report report
     WHERE (report.barred_user_ids <> '{{}}' OR report.barred_unit_ids <> '{{}}') AND {bars("report")}
    """,
)

# Everything that the trace may name for one number: the case or report, its reports or case, and the child.
NUMBERED = Definer(
    name="privacy_numbered",
    takes="asked text",
    gives="TABLE (id uuid)",
    body=f"""
    SELECT held.id FROM public.cases_case held WHERE held.number = asked AND {READS_TRACE}
    UNION SELECT held.child_id FROM public.cases_case held WHERE held.number = asked AND {READS_TRACE}
    UNION SELECT report.id FROM public.intake_report report JOIN public.cases_case held ON held.id = report.case_id
           WHERE held.number = asked AND {READS_TRACE}
    UNION SELECT report.id FROM public.intake_report report WHERE report.number = asked AND {READS_TRACE}
    """,
)

# Which of these pairs of person and record share the last word of a name or a telephone number: places only, no name.
RESEMBLING = Definer(
    name="privacy_resembling",
    takes="records uuid[], folded text[], plain text[], phones text[]",
    gives="TABLE (place bigint)",
    body=f"""
    SELECT asked.place
      FROM unnest(records, folded, plain, phones) WITH ORDINALITY AS asked(record, word, plain, phone, place)
     WHERE {READS_TRACE} AND (
           EXISTS (
               SELECT 1 FROM public.cases_case held JOIN public.people_child child ON child.id = held.child_id
                WHERE held.id = asked.record AND asked.word <> '' AND child.search_key LIKE '% ' || asked.word
           )
           OR EXISTS (
               SELECT 1 FROM public.cases_case held JOIN public.people_caregiver carer ON carer.child_id = held.child_id
                WHERE held.id = asked.record
                  AND ((asked.plain <> '' AND lower(carer.name) LIKE '% ' || asked.plain)
                       OR (asked.phone <> ''
                           AND right(regexp_replace(carer.phone, '[^0-9]', '', 'g'), 9) = asked.phone))
           )
           OR EXISTS (
               SELECT 1 FROM public.intake_reportedchild told
                WHERE told.report_id = asked.record AND asked.word <> '' AND told.search_key LIKE '% ' || asked.word
           )
     )
    """,
)

# Which child in danger is meant: ids only, of open cases with an open danger flag, for whoever may open them as an
# emergency and is not shut out. More than one fit is as good as none. What is known of a record that was merged leads
# to the open case of the one that stands.
IN_DANGER = Definer(
    name="privacy_in_danger",
    takes="asked_number text, asked_nik text, asked_key text",
    gives="TABLE (case_id uuid, child_id uuid)",
    body=f"""
    WITH RECURSIVE begun AS (
        SELECT child.id, child.merged_into_id FROM public.people_child child
         WHERE asked_nik <> '' AND child.nik_token <> '' AND child.nik_token = asked_nik
        UNION
        SELECT child.id, child.merged_into_id FROM public.people_child child
         WHERE asked_key <> '' AND child.search_key = asked_key
        UNION
        SELECT child.id, child.merged_into_id
          FROM public.people_child child JOIN public.cases_case numbered ON numbered.child_id = child.id
         WHERE asked_number <> '' AND numbered.number = asked_number AND child.merged_into_id IS NOT NULL
    ), {OF_ONE_CHILD}
    SELECT held.id, held.child_id
      FROM (
          SELECT numbered.id FROM public.cases_case numbered
           WHERE asked_number <> '' AND numbered.number = asked_number
          UNION
          SELECT ofchild.id FROM public.cases_case ofchild JOIN records ON records.id = ofchild.child_id
      ) found
      JOIN public.cases_case held ON held.id = found.id
     WHERE {words_of(MAY)} && ARRAY['{P.BREAK_GLASS}'] AND held.closed_at IS NULL
       AND EXISTS (
           SELECT 1 FROM public.cases_dangerflag flag WHERE flag.case_id = held.id AND flag.ended_at IS NULL
       )
       AND NOT {bars("held")}
     LIMIT 2
    """,
)

# A child by the number of a case, all cases of all its records, and the open reports about it and the children it is
# related to: what a guardian's list depends on. A case that was closed as a duplicate is open as long as another of
# the child's cases is: what was told there still counts.
FAMILY = Definer(
    name="privacy_family",
    takes="asked text",
    gives="TABLE (child_id uuid, case_ids uuid[], report_ids uuid[])",
    body=f"""
    WITH RECURSIVE begun AS (
        SELECT own.* FROM public.people_child own JOIN public.cases_case held ON held.child_id = own.id
         WHERE held.number = asked AND {READS_TRACE} AND NOT {bars("held")}
    ), {OF_ONE_CHILD}, child AS (
        SELECT own.* FROM public.people_child own JOIN records ON records.id = own.id
    ), kin AS (
        SELECT child.id FROM child
        UNION SELECT tie.other_child_id FROM public.people_relationship tie JOIN child ON tie.child_id = child.id
        UNION SELECT tie.child_id FROM public.people_relationship tie JOIN child ON tie.other_child_id = child.id
        UNION SELECT member.known_child_id FROM public.people_householdmember member
                JOIN child ON member.child_id = child.id
        UNION SELECT other.id FROM public.people_child other JOIN child ON other.kk_token = child.kk_token
               WHERE child.kk_token <> ''
    )
    SELECT begun.id,
           ARRAY(SELECT held.id FROM public.cases_case held JOIN child ON held.child_id = child.id),
           ARRAY(
               SELECT report.id FROM public.intake_report report
                 JOIN public.cases_case held ON held.id = report.case_id
                 JOIN kin ON kin.id = held.child_id
                WHERE held.closed_at IS NULL OR (held.closed_reason = 'DUP' AND EXISTS (
                    SELECT 1 FROM public.cases_case going JOIN child ON child.id = going.child_id
                     WHERE going.closed_at IS NULL
                ))
               UNION
               SELECT report.id FROM public.intake_report report
                 JOIN public.intake_reportedchild told ON told.report_id = report.id
                 CROSS JOIN child
                WHERE report.case_id IS NULL AND report.status IN ('RECEIVED', 'TRIAGED')
                  AND ((child.search_key <> '' AND told.search_key = child.search_key)
                       OR (child.nik_token <> '' AND told.nik_token = child.nik_token))
           )
      FROM begun
    """,
)
