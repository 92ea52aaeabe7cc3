"""A report carries the session at which it was told itself; the rows that linked the two move into it."""

from django.db import migrations

MOVE = """
UPDATE intake_report SET session_id = link.session_id
  FROM prevention_sessionreport link WHERE link.report_id = intake_report.id
"""


class Migration(migrations.Migration):
    dependencies = [("prevention", "0006_quiz"), ("intake", "0006_report_session")]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.DeleteModel(name="SessionReport"),
    ]
