from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0002_circular_attachments'),
    ]

    operations = [
        # Labels alone: nothing changes in the database.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='notice',
                    name='ended_at',
                    field=models.DateTimeField(editable=False, null=True, verbose_name='什么时候结束的'),
                ),
            ],
        ),
    ]
