"""Three questions about reports that the asker may not see; the database tells an id, or yes and no, and nothing else.

Whoever files a report learns the id of an earlier one about the same child, and to which group of tellings alike it
belongs. Whoever reads a report learns whether the child was told of before, unless the earlier report shuts her out:
the named person must not learn that it is there.
"""

from naung.access.acting import MAY
from naung.access.functions import Definer
from naung.access.policy import Permission
from naung.access.rls import clear, words_of

REPEAT_OF = Definer(
    name="intake_repeat_of",
    takes=("asked_key text, asked_birth date, asked_nik text, asked_phone text, since timestamptz, own_bundle uuid"),
    gives="uuid",
    body=f"""
    SELECT report.id
      FROM (
          SELECT report_id FROM public.intake_reportedchild WHERE asked_nik <> '' AND nik_token = asked_nik
          UNION
          SELECT report_id FROM public.intake_reportedchild
           WHERE asked_key <> '' AND search_key <> '' AND search_key = asked_key
             AND (birth_date = asked_birth
                  OR (position(' ' in asked_key) > 0 AND (birth_date IS NULL OR asked_birth IS NULL)))
          UNION
          SELECT reporter.report_id
            FROM public.intake_reporter reporter
            JOIN public.intake_reportedchild child ON child.report_id = reporter.report_id
           WHERE asked_phone <> '' AND reporter.phone_token <> '' AND reporter.phone_token = asked_phone
             AND (asked_key = '' OR child.search_key = '' OR child.search_key = asked_key)
      ) found
      JOIN public.intake_report report ON report.id = found.report_id
     WHERE report.status <> 'DRAFT' AND report.received_at >= since AND report.bundle_id <> own_bundle
       AND {words_of(MAY)} && ARRAY['{Permission.REPORT_FILE}']
     ORDER BY report.received_at DESC
     LIMIT 1
    """,
)

GROUP_OF = Definer(
    name="intake_group_of",
    takes="asked_bands bigint[], since timestamptz",
    gives="uuid",
    body=f"""
    SELECT report.group_id
      FROM public.intake_report report
     WHERE report.group_id IS NOT NULL AND report.status = 'RECEIVED' AND NOT report.danger
       AND report.received_at >= since AND report.likeness && asked_bands
       AND {words_of(MAY)} && ARRAY['{Permission.REPORT_FILE}']
     ORDER BY report.received_at DESC
     LIMIT 1
    """,
)

MAY_KNOW = Definer(
    name="intake_may_know",
    takes="asked uuid",
    gives="boolean",
    body=f"""
    SELECT EXISTS (
        SELECT 1 FROM public.intake_report report
         WHERE report.id = asked AND {words_of(MAY)} && ARRAY['{Permission.READ_D3}'] AND {clear("report")}
    )
    """,
)
