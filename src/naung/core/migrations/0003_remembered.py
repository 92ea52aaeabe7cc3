"""The cache that all processes share, in a table that needs no log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_codes_stay")]

    operations = [
        migrations.CreateModel(
            name="Remembered",
            fields=[
                ("cache_key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "naung_cache"},
        ),
        migrations.RunSQL("ALTER TABLE naung_cache SET UNLOGGED", migrations.RunSQL.noop),
    ]
