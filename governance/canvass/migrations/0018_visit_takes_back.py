import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("canvass", "0017_taken_back")]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="takes_back",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="canvass.visit",
            ),
        ),
    ]
