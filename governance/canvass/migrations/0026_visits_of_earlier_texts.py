from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("canvass", "0025_marks")]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="earlier_version",
            field=models.PositiveIntegerField(editable=False, null=True),
        )
    ]
