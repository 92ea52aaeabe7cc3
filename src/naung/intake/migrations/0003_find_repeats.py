"""Finding earlier reports about the same child, for whoever files one: the database tells an id and nothing else."""

from django.db import migrations

MAY_FILE = "coalesce(nullif(current_setting('naung.may', true), ''), '{}')::text[] && ARRAY['REPORT_FILE']"

REPEAT_OF = f"""
CREATE FUNCTION public.intake_repeat_of(
    asked_key text, asked_birth date, asked_nik text, asked_phone text, since timestamptz, own_bundle uuid
) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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
       AND {MAY_FILE}
     ORDER BY report.received_at DESC
     LIMIT 1
$$;
REVOKE ALL ON FUNCTION public.intake_repeat_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.intake_repeat_of TO naung_app;
"""


class Migration(migrations.Migration):

    dependencies = [("intake", "0002_drafts_and_repeats")]

    operations = [migrations.RunSQL(REPEAT_OF, "DROP FUNCTION public.intake_repeat_of")]
