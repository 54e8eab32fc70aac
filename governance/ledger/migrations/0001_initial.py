"""Accounts of a building, and their entries."""

import django.db.models.deletion
import django.utils.timezone
import louzu.lib.attachments
import louzu.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('residents', '0027_treasurer'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='什么账')),
                ('about', models.CharField(blank=True, max_length=300, verbose_name='这笔钱从哪来，做什么用')),
                ('opened_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='从哪天记起')),
                ('closed_on', models.DateField(editable=False, null=True, verbose_name='哪天结清')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='residents.building', verbose_name='楼组')),
            ],
            options={
                'verbose_name': '账',
                'verbose_name_plural': '账本',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='哪天收付的')),
                ('purpose', models.CharField(max_length=160, verbose_name='为了什么')),
                ('fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('state', models.CharField(choices=[('waiting', '等核对'), ('confirmed', '核对过'), ('refused', '没有算'), ('withdrawn', '自己收回了')], default='waiting', editable=False, max_length=10, verbose_name='状态')),
                ('entered_at', models.DateTimeField(default=louzu.lib.clock.now, editable=False, verbose_name='何时记的')),
                ('settled_at', models.DateTimeField(editable=False, null=True, verbose_name='何时核对的')),
                ('why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='为什么不算')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.account')),
                ('entered_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁记的')),
                ('flat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='residents.flat', verbose_name='哪一户的')),
                ('reverses', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to='ledger.entry')),
                ('settled_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁核对的')),
            ],
            options={
                'verbose_name': '账目',
                'verbose_name_plural': '账目',
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('photo', '照片'), ('pdf', 'PDF')], max_length=10)),
                ('name', models.CharField(max_length=100)),
                ('file', models.FileField(upload_to=louzu.lib.attachments.file_path)),
                ('thumbnail', models.FileField(blank=True, upload_to=louzu.lib.attachments.photo_path)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='ledger.entry')),
            ],
            options={
                'verbose_name': '收据',
                'verbose_name_plural': '收据',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('building', 'name'), name='one_open_account_of_a_name'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='account_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on', None), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='account_closes_after_it_opens'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(models.F('account'), models.OrderBy(models.F('on'), descending=True), models.OrderBy(models.F('id'), descending=True), name='entry_order'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('flat__isnull', False)), fields=['flat'], name='entry_by_flat'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['account'], name='entry_waiting'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fen', 0), _negated=True), ('fen__gte', -99999999999), ('fen__lte', 99999999999)), name='entry_has_an_amount'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='entry_has_a_purpose'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None), ('state', 'waiting')), models.Q(('settled_at__isnull', False), ('settled_by', models.F('entered_by')), ('state', 'withdrawn')), models.Q(('settled_at__isnull', False), ('state__in', ['confirmed', 'refused']), models.Q(('settled_by', models.F('entered_by')), _negated=True)), _connector='OR'), name='entry_is_settled_by_another'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='refused_entry_says_why'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'confirmed'])), fields=('reverses',), name='one_reversal_of_an_entry'),
        ),
    ]
