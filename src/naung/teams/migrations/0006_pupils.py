from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("teams", "0005_telling")]

    operations = [
        migrations.AddField("organisation", "pupils", models.PositiveIntegerField(null=True)),
    ]
