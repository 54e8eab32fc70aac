import django.db.models.deletion
import django.utils.timezone
import governance.lounge.models.posts
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('residents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='residents.building', verbose_name='楼组')),
                ('author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁说的')),
                ('office', models.CharField(blank=True, editable=False, max_length=10)),
                ('kind', models.CharField(choices=[('need', '需求'), ('invitation', '相约'), ('worry', '烦恼'), ('plan', '计划')], max_length=10, verbose_name='种类')),
                ('title', models.CharField(max_length=60, verbose_name='标题')),
                ('state', models.CharField(default='open', editable=False, max_length=10, verbose_name='状态')),
                ('posts', models.PositiveIntegerField(default=1, editable=False, verbose_name='几段话')),
                ('last_post_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='最后一句')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='何时有了结果')),
                ('why', models.PositiveIntegerField(editable=False, null=True)),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='什么时候')),
                ('supports', models.PositiveIntegerField(default=0, editable=False, verbose_name='多少人也是')),
                ('locked', models.CharField(blank=True, editable=False, max_length=300, verbose_name='锁住的原因')),
                ('hidden', models.BooleanField(default=False, editable=False, verbose_name='收起了')),
            ],
            options={
                'verbose_name': '话题',
                'verbose_name_plural': '公共客厅',
                'indexes': [models.Index(models.F('building'), models.OrderBy(models.F('last_post_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('hidden', False)), name='lounge_order'), models.Index(models.F('building'), models.F('kind'), models.OrderBy(models.F('last_post_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('hidden', False)), name='lounge_order_of_a_kind'), models.Index(models.F('building'), models.OrderBy(models.F('last_post_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('ended_at', None), ('hidden', False)), name='lounge_order_open'), models.Index(models.F('building'), models.OrderBy(models.F('last_post_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('ended_at__isnull', False), ('hidden', False)), name='lounge_order_ended'), models.Index(models.F('building'), models.F('starts_at'), models.F('id'), condition=models.Q(('hidden', False), ('starts_at__isnull', False)), name='lounge_invitations')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'need'), ('state__in', ['open', 'offered', 'met'])), models.Q(('kind', 'invitation'), ('state__in', ['open', 'called_off'])), models.Q(('kind', 'worry'), ('state__in', ['open', 'talking', 'settled'])), models.Q(('kind', 'plan'), ('state__in', ['idea', 'talked', 'taken_up', 'set_aside'])), _connector='OR'), name='thread_is_of_a_kind_and_in_its_life'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('met', 'called_off', 'settled', 'taken_up', 'set_aside'))), models.Q(models.Q(('state__in', ('met', 'called_off', 'settled', 'taken_up', 'set_aside')), _negated=True), ('ended_at', None)), _connector='OR'), name='ended_thread_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'invitation'), ('starts_at__isnull', False)), models.Q(models.Q(('kind', 'invitation'), _negated=True), ('starts_at', None)), _connector='OR'), name='an_invitation_begins_at_an_hour'), models.CheckConstraint(condition=models.Q(('kind', 'worry'), ('author__isnull', False), _connector='OR'), name='only_a_worry_goes_unnamed'), models.CheckConstraint(condition=models.Q(('author__isnull', False), ('office', ''), _connector='OR'), name='an_office_is_nobody_without_a_name'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='thread_has_a_title'), models.CheckConstraint(condition=models.Q(('posts__gte', 1)), name='thread_has_a_first_post')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('thread', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='invitation', serialize=False, to='lounge.thread')),
                ('place', models.CharField(max_length=60, verbose_name='在哪里碰头')),
                ('minutes', models.PositiveSmallIntegerField(default=120, verbose_name='大约多少分钟')),
                ('room_for', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='最多几个人')),
                ('coming', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='几个人来')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': '相约的安排',
                'verbose_name_plural': '相约的安排',
                'constraints': [models.CheckConstraint(condition=models.Q(('room_for', None), ('room_for__gte', models.F('coming')), _connector='OR'), name='no_more_come_than_there_is_room_for'), models.CheckConstraint(condition=models.Q(models.Q(('place', ''), _negated=True), ('minutes__gte', 1), ('minutes__lte', 4320)), name='invitation_has_a_place_and_takes_its_time')],
            },
        ),
        migrations.CreateModel(
            name='Bookmark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmarks', to='lounge.thread')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('read_up_to', models.PositiveIntegerField(default=0)),
                ('follows', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': '书签',
                'verbose_name_plural': '书签',
                'indexes': [models.Index(condition=models.Q(('follows', True)), fields=['user', 'thread'], name='threads_followed')],
                'constraints': [models.UniqueConstraint(fields=('thread', 'user'), name='one_bookmark_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lounge.thread')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '我也是',
                'verbose_name_plural': '我也是',
                'constraints': [models.UniqueConstraint(fields=('thread', 'user'), name='one_support_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁说的')),
                ('office', models.CharField(blank=True, editable=False, max_length=10)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='lounge.thread')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': '我来帮',
                'verbose_name_plural': '我来帮',
                'ordering': ['pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('thread', 'author'), name='one_offer_a_person'), models.CheckConstraint(condition=models.Q(('author__isnull', False)), name='who_offers_help_is_named')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁说的')),
                ('office', models.CharField(blank=True, editable=False, max_length=10)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='lounge.thread')),
                ('people', models.PositiveSmallIntegerField(verbose_name='几个人')),
            ],
            options={
                'verbose_name': '谁来',
                'verbose_name_plural': '谁来',
                'ordering': ['pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['author'], name='attendance_by_person')],
                'constraints': [models.UniqueConstraint(fields=('thread', 'author'), name='one_attendance_a_person'), models.CheckConstraint(condition=models.Q(('author__isnull', False)), name='who_comes_is_named')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁说的')),
                ('office', models.CharField(blank=True, editable=False, max_length=10)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to='lounge.thread')),
                ('kind', models.CharField(choices=[('agenda', '提上议程'), ('canvass', '问每一户'), ('team', '请自管小组来做')], max_length=10, verbose_name='怎么办')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': '要办的事',
                'verbose_name_plural': '要办的事',
                'constraints': [models.UniqueConstraint(fields=('thread', 'kind'), name='one_wish_of_a_kind'), models.CheckConstraint(condition=models.Q(('kind__in', ['agenda', 'canvass', 'team'])), name='wish_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁说的')),
                ('office', models.CharField(blank=True, editable=False, max_length=10)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lounge.thread')),
                ('number', models.PositiveIntegerField()),
                ('text', models.CharField(blank=True, max_length=3000, verbose_name='说的话')),
                ('html', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('quotes', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lounge.post')),
                ('edited_at', models.DateTimeField(editable=False, null=True, verbose_name='何时改过')),
                ('deleted_at', models.DateTimeField(editable=False, null=True, verbose_name='何时删去')),
                ('hidden', models.BooleanField(default=False, editable=False, verbose_name='收起了')),
            ],
            options={
                'verbose_name': '发言',
                'verbose_name_plural': '发言',
                'indexes': [models.Index(fields=['author', 'at'], name='post_by_author')],
                'constraints': [models.UniqueConstraint(fields=('thread', 'number'), name='one_post_per_number'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='posts_count_from_one'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('text', ''), _negated=True), ('deleted_at', None)), models.Q(('deleted_at__isnull', False), ('html', ''), ('text', '')), _connector='OR'), name='post_says_something_or_was_deleted'), models.CheckConstraint(condition=models.Q(('author__isnull', False), ('office', ''), _connector='OR'), name='no_office_without_a_name')],
            },
        ),
        migrations.CreateModel(
            name='PostVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='lounge.post')),
                ('title', models.CharField(blank=True, max_length=60)),
                ('html', models.TextField()),
                ('until', models.DateTimeField()),
            ],
            options={
                'verbose_name': '改动前的话',
                'verbose_name_plural': '改动前的话',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='lounge.post')),
                ('file', models.FileField(upload_to=governance.lounge.models.posts.photo_path)),
                ('thumbnail', models.FileField(upload_to=governance.lounge.models.posts.photo_path)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': '照片',
                'verbose_name_plural': '照片',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='lounge.post')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁反映的')),
                ('reason', models.CharField(max_length=300, verbose_name='为什么')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='何时')),
                ('state', models.CharField(choices=[('open', '还没处理'), ('heeded', '收起了'), ('dismissed', '不用处理')], default='open', editable=False, max_length=10, verbose_name='状态')),
            ],
            options={
                'verbose_name': '反映',
                'verbose_name_plural': '反映',
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['post'], name='reports_open')],
                'constraints': [models.UniqueConstraint(fields=('post', 'by'), name='a_post_is_reported_once_by_a_person'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='report_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Hiding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁说的')),
                ('office', models.CharField(blank=True, editable=False, max_length=10)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='lounge.post')),
                ('reason', models.CharField(max_length=300, verbose_name='为什么收起')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='何时')),
                ('state', models.CharField(choices=[('hidden', '收起了'), ('appealed', '本人申诉了'), ('kept', '居委维持'), ('restored', '恢复了')], default='hidden', editable=False, max_length=10, verbose_name='状态')),
                ('appeal', models.CharField(blank=True, max_length=500, verbose_name='本人怎么说')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='居委怎么答复')),
            ],
            options={
                'verbose_name': '收起的话',
                'verbose_name_plural': '收起的话',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'restored'), _negated=True), fields=('post',), name='a_post_is_hidden_once_at_a_time'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='hiding_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['appealed', 'kept']), _negated=True), models.Q(('appeal', ''), _negated=True), _connector='OR'), name='an_appeal_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='residents.building', verbose_name='楼组')),
                ('author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁说的')),
                ('office', models.CharField(blank=True, editable=False, max_length=10)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁')),
                ('reason', models.CharField(max_length=300, verbose_name='为什么')),
                ('until', models.DateField(verbose_name='到哪天止')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='何时')),
                ('lifted_at', models.DateTimeField(editable=False, null=True, verbose_name='何时提前恢复')),
            ],
            options={
                'verbose_name': '暂停发言',
                'verbose_name_plural': '暂停发言',
                'indexes': [models.Index(models.F('building'), models.F('user'), models.F('until'), condition=models.Q(('lifted_at', None)), name='pauses')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='pause_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Unnamed',
            fields=[
                ('thread', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='unnamed_author', serialize=False, to='lounge.thread')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '没写名字的人',
                'verbose_name_plural': '没写名字的人',
            },
        ),
        migrations.CreateModel(
            name='Unmasking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁说的')),
                ('office', models.CharField(blank=True, editable=False, max_length=10)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unmaskings', to='lounge.thread')),
                ('reason', models.CharField(max_length=300, verbose_name='为什么要看')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='何时')),
            ],
            options={
                'verbose_name': '查看没写的名字',
                'verbose_name_plural': '查看没写的名字',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), ('author__isnull', False)), name='unmasking_says_who_and_why'), models.UniqueConstraint(fields=('thread', 'author'), name='one_looks_once')],
            },
        ),
    ]
