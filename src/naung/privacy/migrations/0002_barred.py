from django.db import migrations

# Hardly any record shuts anybody out: those that do are found without looking at the others.
CASES = """
    CREATE INDEX privacy_barred_cases ON cases_case (id) WHERE barred_user_ids <> '{}' OR barred_unit_ids <> '{}'
"""
REPORTS = """
    CREATE INDEX privacy_barred_reports ON intake_report (id) WHERE barred_user_ids <> '{}' OR barred_unit_ids <> '{}'
"""


class Migration(migrations.Migration):

    dependencies = [
        ("privacy", "0001_reviews"),
        ("cases", "0005_visits_corrected"),
        ("intake", "0004_reporter_withdrawn"),
    ]

    operations = [
        migrations.RunSQL(CASES, "DROP INDEX privacy_barred_cases"),
        migrations.RunSQL(REPORTS, "DROP INDEX privacy_barred_reports"),
    ]
