from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("teams", "0004_taking_off_apart")]

    operations = [
        migrations.AddField("organisation", "pupils", models.PositiveIntegerField(null=True)),
    ]
