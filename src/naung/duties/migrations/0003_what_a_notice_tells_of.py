from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_faster_clocks")]

    operations = [
        migrations.AddIndex("notice", models.Index(fields=["about_id"], name="duties_about")),
    ]
