from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0003_find_children")]

    operations = [
        migrations.AddField(
            model_name="child",
            name="school_name",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
