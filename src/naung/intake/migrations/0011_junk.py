from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0010_alike")]

    operations = [
        migrations.AddField(model_name="report", name="junk_id", field=models.UUIDField(null=True)),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["junk_id"], name="intake_report_junk", condition=models.Q(junk_id__isnull=False)
            ),
        ),
    ]
