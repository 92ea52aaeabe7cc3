import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0009_find_by_nisn")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="likeness",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(model_name="report", name="group_id", field=models.UUIDField(null=True)),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["group_id"], name="intake_report_group", condition=models.Q(group_id__isnull=False)
            ),
        ),
    ]
