import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('charters', '0001_initial'),
    ]

    operations = [
        # Labels alone: nothing changes in the database.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='draft',
                    name='adopted',
                    field=models.BooleanField(default=False, editable=False, verbose_name='住户签的是这一稿'),
                ),
                migrations.AlterField(
                    model_name='draft',
                    name='edition',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='charters.edition', verbose_name='版本'),
                ),
            ],
        ),
    ]
