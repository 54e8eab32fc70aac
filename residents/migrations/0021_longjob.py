import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):

    dependencies = [
        ('residents', '0020_constraint_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='LongJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='什么事')),
                ('arguments', models.JSONField(default=dict)),
                ('cursor', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('waiting', '等着开始'), ('running', '正在办'), ('finished', '办好了'), ('cancelled', '停下了'), ('failed', '没办成')], default='waiting', max_length=10, verbose_name='状态')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='办了多少')),
                ('total', models.PositiveIntegerField(verbose_name='一共多少')),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='为什么没办成')),
                ('result_url', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='什么时候开始的')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='什么时候结束的')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁办的')),
            ],
            options={
                'verbose_name': '费时间的事',
                'verbose_name_plural': '费时间的事',
                'indexes': [models.Index(F('by'), F('id').desc(), name='long_jobs_of_a_person')],
                'constraints': [
                    models.CheckConstraint(condition=Q(done__lte=F('total')), name='long_job_does_no_more_than_all'),
                    models.CheckConstraint(condition=Q(ended_at=None, state__in=('waiting', 'running')) | (~Q(state__in=('waiting', 'running')) & Q(ended_at__isnull=False)), name='ended_long_job_has_a_time'),
                ],
            },
        ),
    ]
