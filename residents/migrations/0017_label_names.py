from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('residents', '0016_household_moved_to'),
    ]

    operations = [
        # Labels alone: nothing changes in the database.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='slip',
                    name='kind',
                    field=models.CharField(choices=[('household', '入户条'), ('family', '家人的条'), ('key', '重设登录的条')], default='household', max_length=10, verbose_name='种类'),
                ),
            ],
        ),
    ]
