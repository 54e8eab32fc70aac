import django.db.models.deletion
import django.utils.timezone
import governance.notices.models.attachments
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('canvass', '0001_initial'),
        ('residents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Circular',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='residents.neighbourhood', verbose_name='居民区')),
                ('state', models.CharField(choices=[('sent', '已发出'), ('withdrawn', '已全部撤回')], default='sent', editable=False, max_length=10, verbose_name='状态')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('body', models.TextField(max_length=20000, verbose_name='正文')),
                ('asks', models.BooleanField(default=False, verbose_name='请每家说一声“我家知道了”')),
                ('author', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁发的')),
                ('sent_at', models.DateTimeField(auto_now_add=True, verbose_name='什么时候发的')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='什么时候撤回的')),
                ('withdrawn_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='撤回的原因')),
            ],
            options={
                'verbose_name': '群发通知',
                'verbose_name_plural': '群发通知',
                'indexes': [models.Index(models.F('neighbourhood'), models.OrderBy(models.F('id'), descending=True), name='circular_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), ('withdrawn_at', None), ('withdrawn_reason', '')), models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='withdrawn_circular_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='residents.building', verbose_name='楼组')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('posted', '已张贴'), ('withdrawn', '已撤下'), ('discarded', '已作废')], default='draft', editable=False, max_length=10, verbose_name='状态')),
                ('kind', models.CharField(choices=[('notice', '通知'), ('committee', '居委通知'), ('posting', '公示')], default='notice', max_length=10, verbose_name='种类')),
                ('audience', models.CharField(choices=[('residents', '只给本楼居民看'), ('public', '对外公开')], default='residents', max_length=10, verbose_name='给谁看')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('body', models.TextField(max_length=20000, verbose_name='正文')),
                ('html', models.TextField(editable=False)),
                ('pinned', models.BooleanField(default=False, verbose_name='置顶')),
                ('author', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁写的')),
                ('office', models.CharField(blank=True, editable=False, max_length=10)),
                ('shows_from', models.DateTimeField(default=django.utils.timezone.now, verbose_name='从何时起张贴')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='到何时撤下')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('announced', models.BooleanField(default=False, editable=False)),
                ('corrected_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='撤下的原因')),
                ('asks', models.BooleanField(default=False, verbose_name='请每家说一声“我家知道了”')),
                ('canvass', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='canvass.canvass', verbose_name='挨家挨户')),
                ('period', models.CharField(blank=True, max_length=20, verbose_name='公示多少天')),
                ('basis', models.JSONField(default=dict, editable=False, verbose_name='依据')),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('circular', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='notices.circular', verbose_name='群发通知')),
            ],
            options={
                'verbose_name': '通知',
                'verbose_name_plural': '公示栏',
                'indexes': [models.Index(models.F('building'), models.F('state'), models.OrderBy(models.F('pinned'), descending=True), models.OrderBy(models.F('shows_from'), descending=True), models.OrderBy(models.F('id'), descending=True), name='notice_board_order'), models.Index(fields=['building', 'expires_at'], name='notice_expiry'), models.Index(fields=['building', 'shows_from'], name='notice_start'), models.Index(condition=models.Q(('ended_at', None), ('kind', 'posting'), ('state', 'posted')), fields=['expires_at'], name='posting_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at', None), ('expires_at__gt', models.F('shows_from')), _connector='OR'), name='notice_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'posting'), models.Q(('period', ''), _negated=True)), models.Q(models.Q(('kind', 'posting'), _negated=True), ('period', '')), _connector='OR'), name='posting_has_a_period'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'posting'), _negated=True), ('state__in', ['draft', 'discarded']), models.Q(('expires_at__isnull', False), models.Q(('basis', {}), _negated=True)), _connector='OR'), name='posting_has_an_end'), models.CheckConstraint(condition=models.Q(('ended_at', None), models.Q(('ended_at__gte', models.F('expires_at')), ('kind', 'posting')), _connector='OR'), name='only_postings_end'), models.UniqueConstraint(fields=('circular', 'building'), name='one_notice_a_building_of_a_circular'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='withdrawn_notice_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='notices.notice')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('body', models.TextField()),
                ('html', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': '通知的历次文字',
                'verbose_name_plural': '通知的历次文字',
                'constraints': [models.UniqueConstraint(fields=('notice', 'number'), name='one_text_per_version')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='notices.notice')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': '阅读',
                'verbose_name_plural': '阅读',
                'constraints': [models.UniqueConstraint(fields=('notice', 'user'), name='a_notice_is_read_once')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='notices.notice')),
                ('kind', models.CharField(choices=[('photo', '照片'), ('pdf', 'PDF')], max_length=10)),
                ('name', models.CharField(max_length=100)),
                ('file', models.FileField(upload_to=governance.notices.models.attachments.file_path)),
                ('thumbnail', models.FileField(blank=True, upload_to=governance.notices.models.attachments.photo_path)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('seen_on', models.DateField(null=True)),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('seen_on', None), ('kind', 'photo'), _connector='OR'), name='only_photos_show_the_wall')],
            },
        ),
    ]
