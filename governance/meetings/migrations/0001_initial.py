import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import governance.meetings.models.presence
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('canvass', '0001_initial'),
        ('lounge', '0001_initial'),
        ('residents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_feed', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='什么时候开的')),
            ],
            options={
                'verbose_name': '日历订阅',
                'verbose_name_plural': '日历订阅',
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='residents.building', verbose_name='楼组')),
                ('kind', models.CharField(choices=[('ordinary', '议事会'), ('hearing', '听证会'), ('coordination', '协调会'), ('review', '评议会')], default='ordinary', max_length=20, verbose_name='哪一种会')),
                ('state', models.CharField(choices=[('planned', '筹备中'), ('invited', '已邀请'), ('held', '正在开'), ('drafted', '整理记录'), ('open', '核对记录'), ('published', '记录已公布'), ('cancelled', '已取消')], default='planned', editable=False, max_length=10, verbose_name='状态')),
                ('title', models.CharField(max_length=80, verbose_name='商量什么')),
                ('starts_at', models.DateTimeField(verbose_name='什么时候开始')),
                ('minutes', models.PositiveSmallIntegerField(default=60, verbose_name='大约开多少分钟')),
                ('place', models.CharField(max_length=60, verbose_name='在哪里')),
                ('online', models.URLField(blank=True, max_length=300, verbose_name='线上参加的网址')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='还要说明的')),
                ('host', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='召集人')),
                ('note_taker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('proposals_until', models.DateTimeField(blank=True, null=True, verbose_name='邻居提议题到什么时候')),
                ('invitation', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='canvass.canvass')),
                ('cancelled_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='取消的原因')),
                ('held_at', models.DateTimeField(editable=False, null=True, verbose_name='何时开始的')),
                ('corrections_until', models.DateTimeField(editable=False, null=True, verbose_name='核对到什么时候')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='何时公布的')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': '会议',
                'verbose_name_plural': '议事会',
                'indexes': [models.Index(models.F('building'), models.OrderBy(models.F('starts_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='meeting_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['ordinary', 'hearing', 'coordination', 'review'])), name='meeting_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('held_at', None), ('state__in', ['planned', 'invited', 'cancelled'])), models.Q(('corrections_until', None), ('held_at__isnull', False), ('state__in', ['held', 'drafted'])), models.Q(('corrections_until__isnull', False), ('held_at__isnull', False), ('published_at', None), ('state', 'open')), models.Q(('corrections_until__isnull', False), ('published_at__isnull', False), ('state', 'published')), _connector='OR'), name='meeting_state_has_its_stamps'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), models.Q(('cancelled_reason', ''), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancelled_reason', '')), _connector='OR'), name='cancelled_meeting_says_why'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 600)), name='meeting_takes_its_time'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('place', ''), _negated=True)), name='meeting_has_title_and_place'), models.CheckConstraint(condition=models.Q(('proposals_until', None), ('proposals_until__lte', models.F('starts_at')), _connector='OR'), name='proposals_end_before_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='meetings.meeting')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几版')),
                ('content', models.JSONField()),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='改了什么')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁公布的')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': '会议记录',
                'verbose_name_plural': '会议记录',
                'constraints': [models.UniqueConstraint(fields=('meeting', 'number'), name='one_edition_a_number'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='minutes_count_from_one'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_later_edition_says_what_changed')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='meetings.meeting')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='residents.household', verbose_name='哪家')),
                ('coming', models.BooleanField(null=True, verbose_name='来不来')),
                ('said_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁答的')),
                ('present', models.BooleanField(default=False, verbose_name='到了')),
            ],
            options={
                'verbose_name': '到会',
                'verbose_name_plural': '到会',
                'constraints': [models.UniqueConstraint(fields=('meeting', 'household'), name='one_presence_a_household'), models.CheckConstraint(condition=models.Q(models.Q(('coming', None), ('said_by', None)), models.Q(('coming__isnull', False), ('said_by__isnull', False)), _connector='OR'), name='who_said_that_a_household_comes_is_known')],
            },
        ),
        migrations.CreateModel(
            name='SheetPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='meetings.meeting')),
                ('file', models.FileField(upload_to=governance.meetings.models.presence.photo_path)),
                ('thumbnail', models.FileField(upload_to=governance.meetings.models.presence.photo_path)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': '签到表的照片',
                'verbose_name_plural': '签到表的照片',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='meetings.meeting')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几项')),
                ('title', models.CharField(max_length=80, verbose_name='议题')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='大约几分钟')),
                ('brought_by', models.CharField(blank=True, max_length=60, verbose_name='谁提的')),
                ('thread', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lounge.thread', verbose_name='客厅里的话题')),
                ('points', models.TextField(blank=True, editable=False, max_length=5000, verbose_name='说了什么')),
            ],
            options={
                'verbose_name': '议程',
                'verbose_name_plural': '议程',
                'ordering': ['meeting', 'number'],
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('meeting', 'number'), name='one_agenda_item_per_number'), models.UniqueConstraint(fields=('meeting', 'thread'), name='one_agenda_item_a_thread'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='agenda_counts_from_one'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='agenda_item_has_a_title'), models.CheckConstraint(condition=models.Q(('minutes', None), models.Q(('minutes__gte', 1), ('minutes__lte', 600)), _connector='OR'), name='agenda_item_takes_its_time')],
            },
        ),
        migrations.CreateModel(
            name='Resolution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='meetings.agendaitem')),
                ('kind', models.CharField(choices=[('agreed', '说定了'), ('referred', '转出去')], default='agreed', max_length=10, verbose_name='结果')),
                ('text', models.CharField(max_length=500, verbose_name='决议')),
                ('way', models.CharField(choices=[('task', '有人去办'), ('canvass', '挨家挨户征询'), ('charter', '改楼组公约'), ('next', '下次会接着商量'), ('nowhere', '说定就好，不用另外办')], max_length=10, verbose_name='接下来')),
                ('hands_for', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='举手赞成')),
                ('hands_against', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='举手反对')),
                ('hands_abstain', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='没举手')),
                ('canvass', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='canvass.canvass')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': '决议',
                'verbose_name_plural': '决议',
                'ordering': ['item', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['agreed', 'referred'])), name='resolution_kind_is_known'), models.CheckConstraint(condition=models.Q(('way__in', ['task', 'canvass', 'charter', 'next', 'nowhere'])), name='resolution_way_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('hands_abstain', None), ('hands_against', None), ('hands_for', None)), models.Q(('hands_abstain__isnull', False), ('hands_against__isnull', False), ('hands_for__isnull', False)), _connector='OR'), name='all_hands_or_none'), models.CheckConstraint(condition=models.Q(('canvass', None), ('way', 'canvass'), _connector='OR'), name='only_a_resolution_to_ask_leads_to_a_canvass'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='resolution_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resolution', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='task', to='meetings.resolution', verbose_name='决议')),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁去办')),
                ('due_on', models.DateField(verbose_name='到哪天办好')),
                ('state', models.CharField(choices=[('open', '在办'), ('done', '办好了'), ('dropped', '不办了')], default='open', editable=False, max_length=10, verbose_name='状态')),
                ('said', models.CharField(blank=True, editable=False, max_length=300, verbose_name='办得怎么样')),
                ('settled_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': '任务',
                'verbose_name_plural': '任务',
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['due_on', 'id'], name='tasks_to_do')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state', 'open')), models.Q(('settled_at__isnull', False), ('state__in', ['done', 'dropped'])), _connector='OR'), name='settled_task_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('said', ''), _negated=True), _connector='OR'), name='dropped_task_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='meetings.meeting')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.agendaitem', verbose_name='哪一项')),
                ('author', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.CharField(max_length=500, verbose_name='哪里不对，应该怎么写')),
                ('state', models.CharField(choices=[('asked', '等答复'), ('accepted', '改了'), ('answered', '不改，说明了原因')], default='asked', max_length=10)),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='答复')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': '对记录的意见',
                'verbose_name_plural': '对记录的意见',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'accepted', 'answered'])), name='correction_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='a_correction_not_made_is_answered'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='correction_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='meetings.meeting')),
                ('author', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁提的')),
                ('title', models.CharField(max_length=80, verbose_name='议题')),
                ('why', models.CharField(blank=True, max_length=500, verbose_name='为什么要商量')),
                ('state', models.CharField(choices=[('proposed', '等答复'), ('accepted', '列入议程'), ('declined', '这次不列'), ('taken_back', '本人收回')], default='proposed', max_length=10, verbose_name='状态')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='答复')),
                ('item', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='meetings.agendaitem')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': '邻居提的议题',
                'verbose_name_plural': '邻居提的议题',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('item__isnull', False), ('state', 'accepted')), models.Q(models.Q(('state', 'accepted'), _negated=True), ('item', None)), _connector='OR'), name='accepted_proposal_is_on_the_agenda'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='declined_proposal_says_why'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'accepted', 'declined', 'taken_back'])), name='proposal_state_is_known'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='proposal_has_a_title')],
            },
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='carried_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_on', to='meetings.resolution', verbose_name='上次留下的'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(fields=('meeting', 'carried_from'), name='a_resolution_is_carried_on_once'),
        ),
    ]
