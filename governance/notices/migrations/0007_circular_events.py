from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0006_circulars_sent_by_jobs'),
    ]

    operations = [
        migrations.AddField(
            model_name='circular',
            name='happens_from',
            field=models.DateTimeField(blank=True, null=True, verbose_name='什么时候的事'),
        ),
        migrations.AddField(
            model_name='circular',
            name='happens_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='到什么时候'),
        ),
        migrations.AddField(
            model_name='circular',
            name='urgent',
            field=models.BooleanField(default=False, verbose_name='急事'),
        ),
        migrations.AddConstraint(
            model_name='circular',
            constraint=models.CheckConstraint(condition=models.Q(('happens_until', None), models.Q(('happens_from__isnull', False), ('happens_until__gt', models.F('happens_from'))), _connector='OR'), name='event_of_a_circular_ends_after_it_begins'),
        ),
    ]
