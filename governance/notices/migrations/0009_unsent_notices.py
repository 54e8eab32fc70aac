import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0008_circular_links'),
        ('residents', '0023_longjob_subject'),
    ]

    operations = [
        migrations.CreateModel(
            name='UnsentNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='为什么没发成')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='residents.building', verbose_name='楼组')),
                ('circular', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unsent', to='notices.circular')),
            ],
            options={
                'verbose_name': '没发成的楼',
                'verbose_name_plural': '没发成的楼',
                'constraints': [models.UniqueConstraint(fields=('circular', 'building'), name='building_is_unsent_once_of_a_circular')],
            },
        ),
    ]
