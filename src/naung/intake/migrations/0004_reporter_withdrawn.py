from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("intake", "0003_find_repeats")]

    operations = [
        migrations.AddField(
            model_name="reporter",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
    ]
