from django.db import migrations, models

# Reports that ended before this was kept: their day counts from their end.
ENDED = """
    UPDATE intake_report SET desk_until = outcome_at + interval '24 hours'
     WHERE case_id IS NULL AND outcome_at IS NOT NULL
       AND team_id IN (SELECT id FROM teams_team WHERE kind <> 'COMPANIONS')
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_reporter_withdrawn"), ("teams", "0001_initial")]

    operations = [
        migrations.AddField("report", "desk_until", models.DateTimeField(null=True)),
        migrations.RunSQL(ENDED, migrations.RunSQL.noop),
    ]
