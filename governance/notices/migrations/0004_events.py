from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0003_label_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='happens_from',
            field=models.DateTimeField(blank=True, null=True, verbose_name='什么时候的事'),
        ),
        migrations.AddField(
            model_name='notice',
            name='happens_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='到什么时候'),
        ),
        migrations.AddField(
            model_name='notice',
            name='urgent',
            field=models.BooleanField(default=False, verbose_name='急事'),
        ),
        migrations.AddField(
            model_name='version',
            name='happens_from',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='version',
            name='happens_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['building', 'happens_from'], name='notice_event'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('happens_until', None), models.Q(('happens_from__isnull', False), ('happens_until__gt', models.F('happens_from'))), _connector='OR'), name='event_ends_after_it_begins'),
        ),
    ]
