"""Owners who live elsewhere answer from anywhere, with a slip of their own."""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('residents', '0025_backup_record'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnerAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='从哪天起')),
                ('until', models.DateField(blank=True, help_text='这一天起不再有效', null=True, verbose_name='到哪天止')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='residents.owner', verbose_name='业主')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owner_accesses', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
            ],
            options={
                'verbose_name': '以业主身份答复的人',
                'verbose_name_plural': '以业主身份答复的人',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='owner_access_dates_in_order', violation_error_message='结束的日子不能早于开始的日子。'),
                    models.UniqueConstraint(condition=models.Q(('until', None)), fields=('user', 'owner'), name='one_open_access_per_owner'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OwnerSlip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('used_at', models.DateTimeField(null=True, verbose_name='什么时候用的')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('expires_at', models.DateTimeField(verbose_name='用到什么时候')),
                ('printed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='什么时候印的')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='什么时候收回的')),
                ('access', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slip', to='residents.owneraccess', verbose_name='谁用了')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='residents.owner', verbose_name='业主')),
                ('printed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁印的')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁收回的')),
            ],
            options={
                'verbose_name': '业主的条',
                'verbose_name_plural': '业主的条',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('access', None), ('used_at', None)), models.Q(('access__isnull', False), ('used_at__isnull', False)), _connector='OR'), name='used_owner_slip_has_its_person_and_time'),
                    models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='who_revoked_an_owner_slip_did_it_once'),
                ],
            },
        ),
    ]
