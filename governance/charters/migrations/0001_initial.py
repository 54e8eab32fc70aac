import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
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
            name='Charter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_set', to='residents.building', verbose_name='楼组')),
                ('offered_at', models.DateTimeField(editable=False, null=True, verbose_name='从何时起给别的楼做样本')),
            ],
            options={
                'verbose_name': '楼组公约',
                'verbose_name_plural': '楼组公约',
                'constraints': [models.UniqueConstraint(fields=('building',), name='one_charter_per_building')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('charter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='charters.charter')),
                ('number', models.PositiveIntegerField(editable=False, null=True, verbose_name='第几版')),
                ('state', models.CharField(choices=[('gathering', '征集'), ('drafting', '起草'), ('consulting', '征求意见'), ('signing', '签署'), ('in_force', '生效'), ('review', '生效，正在复议'), ('replaced', '以前的'), ('lapsed', '不再生效'), ('dropped', '没有办成')], default='gathering', editable=False, max_length=10, verbose_name='状态')),
                ('begun_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='何时开始')),
                ('credit', models.CharField(blank=True, editable=False, max_length=60, verbose_name='参照了哪栋楼')),
                ('in_force_at', models.DateTimeField(editable=False, null=True, verbose_name='何时生效')),
                ('review_on', models.DateField(editable=False, null=True, verbose_name='哪天再看一次')),
                ('signed', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='几户同意')),
                ('asked', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='一共几户')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='何时结束')),
                ('ended_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='结束的原因')),
            ],
            options={
                'verbose_name': '版本',
                'verbose_name_plural': '版本',
                'ordering': ['charter', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('charter', 'number'), name='one_edition_per_number'), models.UniqueConstraint(condition=models.Q(('state__in', ['in_force', 'review'])), fields=('charter',), name='one_edition_in_force'), models.UniqueConstraint(condition=models.Q(('state__in', ['gathering', 'drafting', 'consulting', 'signing'])), fields=('charter',), name='one_edition_under_way'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('in_force_at', None), ('number', None), ('state__in', ['gathering', 'drafting', 'consulting', 'signing'])), models.Q(('ended_at', None), ('in_force_at__isnull', False), ('number__gte', 1), ('review_on__isnull', False), ('state__in', ['in_force', 'review'])), models.Q(('ended_at__isnull', False), ('in_force_at__isnull', False), ('number__gte', 1), ('state__in', ['replaced', 'lapsed'])), models.Q(('ended_at__isnull', False), ('in_force_at', None), ('number', None), ('state', 'dropped')), _connector='OR'), name='edition_state_has_its_stamps'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['lapsed', 'dropped']), _negated=True), models.Q(('ended_reason', ''), _negated=True), _connector='OR'), name='edition_that_ended_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('asked', None), ('signed', None)), ('signed__lte', models.F('asked')), _connector='OR'), name='edition_is_signed_by_some_of_all')],
            },
        ),
        migrations.CreateModel(
            name='ShownFlat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shown_flats', to='charters.edition')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='residents.household')),
            ],
            options={
                'verbose_name': '愿意写上墙的户',
                'verbose_name_plural': '愿意写上墙的户',
                'constraints': [models.UniqueConstraint(fields=('edition', 'household'), name='a_flat_is_shown_once_an_edition')],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('charter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='charters.charter')),
            ],
            options={
                'verbose_name': '条款',
                'verbose_name_plural': '条款',
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='charters.edition')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几稿')),
                ('preamble', models.TextField(blank=True, max_length=1000, verbose_name='前言')),
                ('begun_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('put_out_at', models.DateTimeField(editable=False, null=True, verbose_name='何时给大家看')),
                ('until', models.DateTimeField(editable=False, null=True, verbose_name='提意见到何时')),
                ('adopted', models.BooleanField(default=False, editable=False)),
                ('dropped_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': '稿',
                'verbose_name_plural': '稿',
                'ordering': ['edition', 'number'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'number'), name='one_draft_per_number'), models.UniqueConstraint(condition=models.Q(('dropped_at', None), ('put_out_at', None)), fields=('edition',), name='one_working_draft'), models.UniqueConstraint(condition=models.Q(('adopted', True)), fields=('edition',), name='one_draft_is_adopted'), models.CheckConstraint(condition=models.Q(('put_out_at', None), ('dropped_at', None), _connector='OR'), name='draft_is_put_out_or_dropped'), models.CheckConstraint(condition=models.Q(('adopted', False), ('put_out_at__isnull', False), _connector='OR'), name='adopted_draft_was_put_out'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='drafts_count_from_one')],
            },
        ),
        migrations.CreateModel(
            name='SignOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_offs', to='charters.edition')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='charters.draft')),
                ('canvass', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='canvass.canvass')),
                ('outcome', models.CharField(blank=True, choices=[('', '正在签'), ('passed', '通过了'), ('failed', '没有通过'), ('withdrawn', '撤回了')], default='', editable=False, max_length=10)),
            ],
            options={
                'verbose_name': '签署',
                'verbose_name_plural': '签署',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('edition',), name='one_sign_off_at_a_time'), models.UniqueConstraint(condition=models.Q(('outcome', 'passed')), fields=('edition',), name='one_sign_off_passes')],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='charters.draft')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='charters.article')),
                ('number', models.PositiveSmallIntegerField(null=True, verbose_name='第几条')),
                ('heading', models.CharField(blank=True, max_length=30, verbose_name='标题')),
                ('text', models.CharField(max_length=500, verbose_name='内容')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='为什么要有这一条')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                'verbose_name': '条文',
                'verbose_name_plural': '条文',
                'ordering': ['draft', 'number'],
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('draft', 'number'), name='one_article_per_place'), models.UniqueConstraint(fields=('draft', 'article'), name='an_article_stands_once_in_a_draft'), models.CheckConstraint(condition=models.Q(('number', None), ('number__gte', 1), _connector='OR'), name='articles_count_from_one'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='an_article_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Lineage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('split', '拆出'), ('merge', '并入')], max_length=5)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lineage', to='charters.draft')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='children', to='charters.article')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parents', to='charters.article')),
            ],
            options={
                'verbose_name': '条款的来历',
                'verbose_name_plural': '条款的来历',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('parent', models.F('child')), _negated=True), name='no_article_comes_from_itself')],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁写的')),
                ('office', models.CharField(blank=True, editable=False, max_length=10)),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='residents.household', verbose_name='哪一户')),
                ('brought', models.BooleanField(default=False, verbose_name='代登记')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='时间')),
                ('state', models.CharField(choices=[('open', '还没答复'), ('accepted', '采纳了'), ('answered', '答复了'), ('set_aside', '没有采纳'), ('withdrawn', '自己收回了')], default='open', editable=False, max_length=10, verbose_name='结果')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suggestions', to='charters.edition')),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suggestions', to='charters.article')),
                ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='charters.draft')),
                ('typical', models.CharField(blank=True, max_length=20)),
                ('heading', models.CharField(blank=True, max_length=30, verbose_name='标题')),
                ('was', models.CharField(blank=True, max_length=500)),
                ('text', models.CharField(max_length=500, verbose_name='内容')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='为什么')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='答复')),
                ('taken_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_in', to='charters.draft')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_office', models.CharField(blank=True, editable=False, max_length=10)),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('told_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': '建议',
                'verbose_name_plural': '建议',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['edition', 'state'], name='suggestion_by_state'), models.Index(fields=['article', 'state'], name='suggestion_by_article')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'open'), ('taken_into', None)), models.Q(('state', 'withdrawn'), ('taken_into', None)), models.Q(('article__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False), ('state', 'accepted'), ('taken_into__isnull', False)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['answered', 'set_aside']), ('taken_into', None), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='suggestion_fate_has_its_stamps'), models.CheckConstraint(condition=models.Q(('was', ''), models.Q(('article__isnull', False), ('draft__isnull', False)), _connector='OR'), name='other_words_are_read_in_a_draft'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_suggestion_says_something'), models.UniqueConstraint(condition=models.Q(models.Q(('typical', ''), _negated=True), models.Q(('state', 'withdrawn'), _negated=True)), fields=('edition', 'household', 'typical'), name='a_household_asks_once_for_a_typical_article')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁写的')),
                ('office', models.CharField(blank=True, editable=False, max_length=10)),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='residents.household', verbose_name='哪一户')),
                ('brought', models.BooleanField(default=False, verbose_name='代登记')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='时间')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='charters.article')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='charters.draft')),
                ('text', models.CharField(max_length=500, verbose_name='意见')),
            ],
            options={
                'verbose_name': '对条文的意见',
                'verbose_name_plural': '对条文的意见',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['article', '-id'], name='comment_by_article')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_comment_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wording', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supports', to='charters.wording')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='residents.household')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '对条文的支持',
                'verbose_name_plural': '对条文的支持',
                'constraints': [models.UniqueConstraint(fields=('wording', 'household'), name='a_household_supports_an_article_once')],
            },
        ),
        migrations.AddField(
            model_name='draft',
            name='answers_to',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_by', to='charters.signoff'),
        ),
    ]
