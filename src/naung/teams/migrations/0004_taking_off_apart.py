from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("teams", "0003_invitations")]

    operations = [
        migrations.AddField("user", "factors_reset_at", models.DateTimeField(null=True)),
        migrations.AddField("user", "factors_reset_by_id", models.UUIDField(null=True)),
    ]
