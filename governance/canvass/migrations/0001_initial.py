import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import governance.canvass.models.answers
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('lounge', '0001_initial'),
        ('residents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Canvass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='residents.building', verbose_name='楼组')),
                ('state', models.CharField(choices=[('draft', '拟稿'), ('announced', '预告中'), ('open', '进行中'), ('closed', '已截止'), ('counted', '已清点'), ('published', '已公布'), ('withdrawn', '已撤回')], default='draft', editable=False, max_length=10, verbose_name='状态')),
                ('purpose', models.CharField(choices=[('tell', '告知'), ('hear', '征求意见'), ('consent', '同意签署'), ('vote', '表决')], max_length=10, verbose_name='目的')),
                ('preset', models.CharField(max_length=30, verbose_name='计票办法')),
                ('electorate', models.CharField(choices=[('households', '住户，一户一票'), ('owners', '业主，一个产权人一票'), ('members', '出了钱的业主，一个产权人一票')], max_length=12, verbose_name='问谁')),
                ('rule', models.JSONField(default=dict, editable=False, verbose_name='规则')),
                ('threshold', models.CharField(blank=True, max_length=7, verbose_name='同意的比例')),
                ('secret', models.BooleanField(default=False, verbose_name='不记名')),
                ('phone_needs_photo', models.BooleanField(default=False, verbose_name='电话答复也要照片')),
                ('question', models.CharField(max_length=120, verbose_name='问题')),
                ('body', models.TextField(max_length=20000, verbose_name='正文')),
                ('html', models.TextField(editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='第几稿')),
                ('material_version', models.PositiveIntegerField(default=1, editable=False)),
                ('author', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发起人')),
                ('office', models.CharField(blank=True, editable=False, max_length=10)),
                ('thread', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lounge.thread', verbose_name='客厅里的话题')),
                ('opens_at', models.DateTimeField(verbose_name='开始征询')),
                ('closes_at', models.DateTimeField(verbose_name='截止')),
                ('extended_from', models.DateTimeField(editable=False, null=True)),
                ('extended_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='延期的原因')),
                ('announced_at', models.DateTimeField(editable=False, null=True)),
                ('opened_at', models.DateTimeField(editable=False, null=True)),
                ('opened_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('counted_at', models.DateTimeField(editable=False, null=True)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='撤回的原因')),
                ('contributors', models.ManyToManyField(blank=True, related_name='+', to='residents.owner')),
            ],
            options={
                'verbose_name': '征询',
                'verbose_name_plural': '挨家挨户',
                'indexes': [models.Index(models.F('building'), models.OrderBy(models.F('id'), descending=True), name='canvass_order'), models.Index(fields=['building', 'state', 'closes_at'], name='canvass_by_state'), models.Index(fields=['state', 'opens_at'], name='canvass_clock')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['tell', 'hear', 'consent', 'vote'])), name='canvass_purpose_is_known'), models.CheckConstraint(condition=models.Q(('electorate__in', ['households', 'owners', 'members'])), name='canvass_electorate_is_known'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='canvass_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(models.Q(('announced_at', None), ('state', 'draft')), models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False)), models.Q(('announced_at__isnull', False), ('opened_at', None), ('state', 'announced')), models.Q(('announced_at__isnull', False), ('closed_at', None), ('opened_at__isnull', False), ('state', 'open')), models.Q(('closed_at__isnull', False), ('counted_at', None), ('opened_at__isnull', False), ('state', 'closed')), models.Q(('closed_at__isnull', False), ('counted_at__isnull', False), ('published_at', None), ('state', 'counted')), models.Q(('counted_at__isnull', False), ('published_at__isnull', False), ('state', 'published')), _connector='OR'), name='canvass_state_has_its_stamps'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), models.Q(('withdrawn_reason', ''), _negated=True)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_at', None), ('withdrawn_reason', '')), _connector='OR'), name='withdrawn_canvass_says_why'), models.CheckConstraint(condition=models.Q(('announced_at', None), models.Q(('rule', {}), _negated=True), _connector='OR'), name='announced_canvass_has_its_rule'), models.CheckConstraint(condition=models.Q(models.Q(('extended_from', None), ('extended_reason', '')), models.Q(('extended_from__isnull', False), models.Q(('extended_reason', ''), _negated=True)), _connector='OR'), name='extended_canvass_says_why'), models.CheckConstraint(condition=models.Q(('secret', False), ('purpose', 'vote'), _connector='OR'), name='only_votes_are_secret'), models.CheckConstraint(condition=models.Q(('secret', False), ('material_version', 1), _connector='OR'), name='secret_votes_have_one_text'), models.CheckConstraint(condition=models.Q(('material_version__gte', 1), ('version__gte', models.F('material_version'))), name='canvass_texts_count_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('question', ''), _negated=True), models.Q(('body', ''), _negated=True)), name='canvass_asks_something')],
            },
        ),
        migrations.CreateModel(
            name='TextVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('canvass', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='canvass.canvass')),
                ('number', models.PositiveIntegerField()),
                ('body', models.TextField()),
                ('html', models.TextField()),
                ('material', models.BooleanField(default=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': '征询的历次文字',
                'verbose_name_plural': '征询的历次文字',
                'constraints': [models.UniqueConstraint(fields=('canvass', 'number'), name='one_canvass_text_a_version')],
            },
        ),
        migrations.CreateModel(
            name='Count',
            fields=[
                ('canvass', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='count_of', serialize=False, to='canvass.canvass')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('second', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_at', models.DateTimeField(null=True)),
                ('result', models.JSONField()),
            ],
            options={
                'verbose_name': '清点',
                'verbose_name_plural': '清点',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('second', None), ('second_at', None)), models.Q(('second__isnull', False), ('second_at__isnull', False), models.Q(('second', models.F('first')), _negated=True)), _connector='OR'), name='two_people_count')],
            },
        ),
        migrations.CreateModel(
            name='Voice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('canvass', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='canvass.canvass')),
                ('number', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=200)),
                ('party', models.CharField(blank=True, max_length=100)),
                ('area', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=9)),
                ('code', models.CharField(max_length=6)),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='residents.household')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='residents.owner')),
            ],
            options={
                'verbose_name': '名册',
                'verbose_name_plural': '名册',
                'ordering': ['canvass', 'number'],
                'constraints': [models.UniqueConstraint(fields=('canvass', 'number'), name='one_voice_a_line'), models.UniqueConstraint(fields=('canvass', 'code'), name='one_voice_a_code'), models.UniqueConstraint(fields=('canvass', 'household'), name='one_voice_a_household'), models.UniqueConstraint(fields=('canvass', 'owner'), name='one_voice_an_owner'), models.CheckConstraint(condition=models.Q(models.Q(('household', None), ('owner__isnull', False)), models.Q(('household__isnull', False), ('owner', None)), _connector='OR'), name='voice_is_household_or_owner'), models.CheckConstraint(condition=models.Q(('area__gte', 0)), name='voice_area_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='VoiceFlat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('canvass', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='canvass.canvass')),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flats', to='canvass.voice')),
                ('flat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='residents.flat')),
                ('floor', models.PositiveSmallIntegerField()),
                ('room', models.CharField(max_length=20)),
                ('answering', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='residents.household')),
            ],
            options={
                'verbose_name': '名册上的室',
                'verbose_name_plural': '名册上的室',
                'ordering': ['floor', 'room'],
                'constraints': [models.UniqueConstraint(fields=('canvass', 'flat'), name='one_voice_a_flat')],
            },
        ),
        migrations.CreateModel(
            name='Errand',
            fields=[
                ('voice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='errand', serialize=False, to='canvass.voice', verbose_name='哪家')),
                ('helper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='请谁去')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁分的')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': '上门的分工',
                'verbose_name_plural': '上门的分工',
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='canvass.voice')),
                ('outcome', models.CharField(choices=[('told', '告知了'), ('not_in', '不在家'), ('talked', '谈过了'), ('refused', '不愿谈')], max_length=10)),
                ('oneself', models.BooleanField(default=False)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visited_at', models.DateTimeField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': '走访',
                'verbose_name_plural': '走访',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['told', 'not_in', 'talked', 'refused'])), name='visit_outcome_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='canvass.voice')),
                ('choice', models.CharField(choices=[('agree', '同意'), ('object', '不同意'), ('abstain', '弃权'), ('taken_back', '收回了答复')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('channel', models.CharField(choices=[('web', '网上'), ('door', '上门'), ('meeting', '会上'), ('phone', '电话'), ('slip', '回条')], max_length=10)),
                ('version', models.PositiveIntegerField()),
                ('seen', models.PositiveBigIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.CharField(blank=True, max_length=10)),
                ('said_at', models.DateTimeField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('signer', models.CharField(blank=True, max_length=60)),
                ('relation', models.CharField(blank=True, choices=[('self', '本人'), ('spouse', '配偶'), ('child', '子女'), ('parent', '父母'), ('authorised', '受委托的人')], max_length=12)),
                ('evidence', models.FileField(blank=True, upload_to=governance.canvass.models.answers.evidence_path)),
                ('mandate', models.FileField(blank=True, upload_to=governance.canvass.models.answers.evidence_path)),
            ],
            options={
                'verbose_name': '答复',
                'verbose_name_plural': '答复',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('choice__in', ['agree', 'object', 'abstain', 'taken_back'])), name='answer_choice_is_known'), models.CheckConstraint(condition=models.Q(('channel__in', ['web', 'door', 'meeting', 'phone', 'slip'])), name='answer_channel_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'web'), ('evidence', ''), ('mandate', ''), ('relation', ''), ('signer', '')), models.Q(models.Q(('channel', 'web'), _negated=True), models.Q(('signer', ''), _negated=True), models.Q(('relation', ''), _negated=True)), _connector='OR'), name='brought_answer_names_its_signer'), models.CheckConstraint(condition=models.Q(models.Q(('channel__in', ['door', 'slip']), _negated=True), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='door_and_slip_have_evidence'), models.CheckConstraint(condition=models.Q(models.Q(('relation', 'authorised'), _negated=True), models.Q(('mandate', ''), _negated=True), _connector='OR'), name='authorised_signer_has_a_mandate'), models.CheckConstraint(condition=models.Q(models.Q(('choice', 'object'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='objecting_answer_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='canvass.answer')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by_household', models.BooleanField(default=False)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': '核对',
                'verbose_name_plural': '核对',
                'constraints': [models.UniqueConstraint(fields=('answer', 'by'), name='one_check_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Current',
            fields=[
                ('voice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='current', serialize=False, to='canvass.voice')),
                ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='canvass.answer')),
                ('waiting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='canvass.answer')),
                ('clash', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': '现在的答复',
                'verbose_name_plural': '现在的答复',
                'constraints': [models.CheckConstraint(condition=models.Q(('clash', False), models.Q(('answer__isnull', False), ('waiting__isnull', False)), _connector='OR'), name='a_clash_is_between_two'), models.CheckConstraint(condition=models.Q(('answer__isnull', False), ('waiting__isnull', False), _connector='OR'), name='current_points_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='RollEntry',
            fields=[
                ('voice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='roll', serialize=False, to='canvass.voice')),
            ],
            options={
                'verbose_name': '已投票名单',
                'verbose_name_plural': '已投票名单',
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('canvass', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='canvass.canvass')),
                ('choice', models.CharField(max_length=10)),
                ('receipt', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': '票箱',
                'verbose_name_plural': '票箱',
                'constraints': [models.UniqueConstraint(fields=('canvass', 'receipt'), name='one_ballot_a_receipt'), models.CheckConstraint(condition=models.Q(('choice__in', ['agree', 'object', 'abstain'])), name='ballot_choice_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='canvass.voice')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='canvass.answer')),
                ('state', models.CharField(choices=[('raised', '刚提出'), ('in_talks', '在谈'), ('offered', '有了办法'), ('withdrawn', '收回了'), ('met', '谈成了'), ('stands', '保留')], default='raised', max_length=10)),
                ('offer', models.CharField(blank=True, max_length=500)),
                ('raised_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='canvass.answer')),
            ],
            options={
                'verbose_name': '异议',
                'verbose_name_plural': '异议',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('raised', 'in_talks', 'offered'))), fields=('voice',), name='one_open_objection'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state__in', ('raised', 'in_talks', 'offered'))), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('state__in', ['withdrawn', 'met'])), models.Q(('ended_at__isnull', False), ('state', 'stands')), _connector='OR'), name='objection_has_its_stamps'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['offered', 'met']), _negated=True), models.Q(('offer', ''), _negated=True), _connector='OR'), name='offered_objection_has_an_offer')],
            },
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('objection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='talks', to='canvass.objection')),
                ('on', models.DateField(verbose_name='哪天谈的')),
                ('who', models.CharField(max_length=100, verbose_name='谁和谁谈的')),
                ('said', models.CharField(max_length=1000, verbose_name='说了什么')),
                ('offered', models.CharField(blank=True, max_length=500, verbose_name='提了什么办法')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.CharField(blank=True, max_length=10)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': '谈话',
                'verbose_name_plural': '谈话',
                'ordering': ['pk'],
            },
        ),
    ]
