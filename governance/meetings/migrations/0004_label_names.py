import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0003_attachments'),
    ]

    operations = [
        # Labels alone: nothing changes in the database.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='minutes',
                    name='at',
                    field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='何时'),
                ),
            ],
        ),
    ]
