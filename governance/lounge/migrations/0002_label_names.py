import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lounge', '0001_initial'),
    ]

    operations = [
        # Labels alone: nothing changes in the database.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='unmasking',
                    name='thread',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unmaskings', to='lounge.thread', verbose_name='话题'),
                ),
            ],
        ),
    ]
