from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("people", "0001_initial")]

    operations = [migrations.RemoveField(model_name="child", name="ktp_ward_code")]
