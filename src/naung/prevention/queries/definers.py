"""Which schools have many reports for their size: the database tells the schools, never a number and never a report.

Below five reports nothing is told. A report of another office, or one that shuts the asker out, is not counted. Of a
school whose own people are named in a report nothing is told at all: whoever is named must not learn it from a list.
"""

from naung.access.acting import MAY, UNITS
from naung.access.functions import Definer
from naung.access.policy import Permission
from naung.access.rls import clear, ids_of, words_of
from naung.prevention.rules.rollout import FEWEST_REPORTS, HIGH_FACTOR

MANY_REPORTS = Definer(
    name="prevention_many_reports",
    takes="since timestamptz",
    gives="TABLE (school_id uuid)",
    body=f"""
    WITH told AS (
        SELECT child.school_id, count(DISTINCT report.bundle_id) AS reports
          FROM public.intake_report report
          JOIN public.intake_reportedchild child ON child.report_id = report.id
         WHERE child.school_id IS NOT NULL AND report.status <> 'DRAFT' AND report.received_at >= since
           AND {words_of(MAY)} && ARRAY['{Permission.ROLLOUT_MANAGE}'] AND {clear("report")}
           AND report.office_id = ANY({ids_of(UNITS)})
         GROUP BY child.school_id
    ),
    sized AS (
        SELECT school.id, school.pupils, coalesce(told.reports, 0) AS reports
          FROM public.teams_organisation school
          LEFT JOIN told ON told.school_id = school.id
         WHERE school.kind = 'SCHOOL' AND school.pupils > 0
    ),
    whole AS (SELECT sum(sized.reports)::float / sum(sized.pupils) AS rate FROM sized)
    SELECT sized.id
      FROM sized, whole
     WHERE sized.reports >= {FEWEST_REPORTS} AND sized.reports::float / sized.pupils >= {HIGH_FACTOR} * whole.rate
       AND NOT EXISTS (
           SELECT 1 FROM public.intake_report named
            WHERE named.status <> 'DRAFT' AND named.received_at >= since
              AND (named.barred_unit_ids @> ARRAY[sized.id] OR EXISTS (
                  SELECT 1 FROM public.teams_membership held
                   WHERE held.office_id = sized.id AND named.barred_user_ids @> ARRAY[held.user_id]
              ))
       )
    """,
)
