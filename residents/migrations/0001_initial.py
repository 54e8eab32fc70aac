import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        migrations.CreateModel(
            name='Neighbourhood',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='居民区')),
                ('committee', models.CharField(max_length=100, verbose_name='居委全名')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='居委电话')),
            ],
            options={
                'verbose_name': '居民区',
                'verbose_name_plural': '居民区',
            },
        ),
        migrations.CreateModel(
            name='Building',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='buildings', to='residents.neighbourhood', verbose_name='居民区')),
                ('slug', models.SlugField(unique=True, verbose_name='网址里的名字')),
                ('door_number', models.CharField(help_text='只写号码，例如 114', max_length=20, verbose_name='门牌号')),
                ('nickname', models.CharField(blank=True, max_length=20, verbose_name='楼名')),
                ('floors', models.PositiveSmallIntegerField(verbose_name='楼层数')),
                ('lounge_floor', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='公共客厅在几楼')),
                ('public_page', models.BooleanField(default=False, verbose_name='对外公开首页')),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, help_text='居委给楼分类用，几个标签用顿号隔开，例如：高层、有电梯', size=None, verbose_name='标签')),
                ('stamp', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='日志编号')),
                ('faces', models.PositiveBigIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': '楼组',
                'verbose_name_plural': '楼组',
                'ordering': ['slug'],
                'constraints': [models.UniqueConstraint(fields=('neighbourhood', 'door_number'), name='one_building_per_door_number'), models.CheckConstraint(condition=models.Q(('floors__gte', 1), ('floors__lte', 120)), name='building_has_floors'), models.CheckConstraint(condition=models.Q(('lounge_floor', None), models.Q(('lounge_floor__gte', 1), ('lounge_floor__lte', models.F('floors'))), _connector='OR'), name='lounge_is_on_a_floor')],
            },
        ),
        migrations.CreateModel(
            name='Flat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flats', to='residents.building', verbose_name='楼组')),
                ('floor', models.PositiveSmallIntegerField(verbose_name='楼层')),
                ('room', models.CharField(max_length=20, verbose_name='室号')),
                ('area', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True, verbose_name='建筑面积（㎡）')),
                ('area_source', models.CharField(blank=True, choices=[('register', '产权登记'), ('survey', '测绘'), ('contract', '买卖合同')], default='', max_length=10, verbose_name='面积依据')),
            ],
            options={
                'verbose_name': '室',
                'verbose_name_plural': '室',
                'ordering': ['building', 'floor', 'room'],
                'constraints': [models.UniqueConstraint(fields=('building', 'room'), name='one_flat_per_room_number'), models.CheckConstraint(condition=models.Q(models.Q(('area', None), ('area_source', '')), models.Q(('area__gt', 0), ('area__isnull', False), models.Q(('area_source', ''), _negated=True)), _connector='OR'), name='area_is_positive_and_sourced', violation_error_message='写了面积就要写依据；面积要大于0。'), models.CheckConstraint(condition=models.Q(('floor__gte', 1)), name='flat_floor_counts_from_one')],
            },
        ),
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='residents.building', verbose_name='楼组')),
                ('flat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='household', to='residents.flat', verbose_name='室')),
                ('occupancy', models.CharField(choices=[('owner', '自住'), ('let', '出租'), ('empty', '空置')], default='owner', max_length=10, verbose_name='居住情况')),
                ('aged_0_6', models.PositiveSmallIntegerField(default=0, verbose_name='0–6岁人数')),
                ('aged_7_17', models.PositiveSmallIntegerField(default=0, verbose_name='7–17岁人数')),
                ('aged_18_59', models.PositiveSmallIntegerField(default=0, verbose_name='18–59岁人数')),
                ('aged_60_up', models.PositiveSmallIntegerField(default=0, verbose_name='60岁以上人数')),
                ('contact', models.CharField(blank=True, help_text='居委有事找这家，找谁', max_length=100, verbose_name='户主/联系人')),
                ('phone', models.CharField(blank=True, max_length=60, verbose_name='联系电话')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='备注')),
            ],
            options={
                'verbose_name': '户',
                'verbose_name_plural': '户',
                'ordering': ['building', 'flat__floor', 'flat__room'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('occupancy', 'empty'), _negated=True), models.Q(('aged_0_6', 0), ('aged_18_59', 0), ('aged_60_up', 0), ('aged_7_17', 0)), _connector='OR'), name='nobody_lives_in_an_empty_flat', violation_error_message='空置的户，人数都应是0。')],
            },
        ),
        migrations.CreateModel(
            name='Owner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owners', to='residents.building', verbose_name='楼组')),
                ('name', models.CharField(help_text='共有的写在一起', max_length=100, verbose_name='产权人')),
                ('phone', models.CharField(blank=True, max_length=60, verbose_name='业主电话')),
            ],
            options={
                'verbose_name': '业主',
                'verbose_name_plural': '业主',
                'ordering': ['building', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Ownership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='从哪天起')),
                ('until', models.DateField(blank=True, help_text='这一天起不再有效', null=True, verbose_name='到哪天止')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ownerships', to='residents.owner', verbose_name='业主')),
                ('flat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ownerships', to='residents.flat', verbose_name='室')),
            ],
            options={
                'verbose_name': '产权',
                'verbose_name_plural': '产权',
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='ownership_dates_in_order', violation_error_message='结束的日子不能早于开始的日子。'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('flat',), name='one_owner_of_a_flat_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('shown_name', models.CharField(help_text='邻居平时怎么叫', max_length=30, verbose_name='称呼')),
                ('shows_name', models.BooleanField(default=False, editable=False, help_text='本人同意了才显示；担任职务的，以职务显示', verbose_name='邻居能看到称呼')),
                ('introduction', models.CharField(blank=True, help_text='想让邻居知道的，比如做什么、爱什么', max_length=300, verbose_name='自我介绍')),
                ('skills', models.CharField(blank=True, help_text='比如：修灯、量血压、带孩子', max_length=100, verbose_name='会做的、愿意帮忙的')),
                ('phone', models.CharField(blank=True, max_length=20, null=True, unique=True, validators=[django.core.validators.RegexValidator('^\\+?\\d{5,19}$', '手机号只写数字。')], verbose_name='手机')),
                ('text_size', models.CharField(choices=[('normal', '标准'), ('large', '大字'), ('largest', '特大字')], default='normal', max_length=10, verbose_name='字号')),
                ('language', models.CharField(choices=[('zh-hans', '简体中文'), ('zh-hant', '繁體中文'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='文字')),
                ('stamp', models.PositiveBigIntegerField(default=0, editable=False)),
                ('forgotten_at', models.DateTimeField(editable=False, null=True, verbose_name='何时被忘记')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '用户',
                'verbose_name_plural': '用户',
                'constraints': [models.CheckConstraint(condition=models.Q(('forgotten_at', None), models.Q(('introduction', ''), ('is_active', False), ('phone', None), ('shown_name', ''), ('shows_name', False), ('skills', '')), _connector='OR'), name='of_the_forgotten_nothing_is_known'), models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='one_account_per_sign_in_name', violation_error_message='这个名字已经有人用了。')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='从哪天起')),
                ('until', models.DateField(blank=True, help_text='这一天起不再有效', null=True, verbose_name='到哪天止')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='residents.household', verbose_name='户')),
                ('may_answer', models.BooleanField(default=True, verbose_name='可以代表全家答复')),
            ],
            options={
                'verbose_name': '住户成员',
                'verbose_name_plural': '住户成员',
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='membership_dates_in_order', violation_error_message='结束的日子不能早于开始的日子。'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('user', 'household'), name='one_open_membership_per_household')],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='从哪天起')),
                ('until', models.DateField(blank=True, help_text='这一天起不再有效', null=True, verbose_name='到哪天止')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                ('kind', models.CharField(choices=[('leader', '楼组长'), ('core', '骨干'), ('volunteer', '志愿者'), ('team', '自管小组'), ('staff', '居委工作人员')], max_length=10, verbose_name='职务')),
                ('building', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='residents.building', verbose_name='楼组')),
                ('neighbourhood', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='residents.neighbourhood', verbose_name='居民区')),
                ('deputed', models.BooleanField(default=False, help_text='只用于骨干', verbose_name='可代楼组长张贴通知')),
                ('contact', models.CharField(blank=True, help_text='不写就不显示', max_length=30, verbose_name='愿意让邻居拨打的电话')),
                ('appointed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='由谁委派')),
            ],
            options={
                'verbose_name': '职务',
                'verbose_name_plural': '职务',
                'indexes': [models.Index(fields=['building', 'kind'], name='office_by_building')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='office_dates_in_order', violation_error_message='结束的日子不能早于开始的日子。'), models.CheckConstraint(condition=models.Q(models.Q(('building', None), ('kind', 'staff'), ('neighbourhood__isnull', False)), models.Q(models.Q(('kind', 'staff'), _negated=True), ('building__isnull', False), ('neighbourhood', None)), _connector='OR'), name='staff_serve_a_neighbourhood_others_a_building', violation_error_message='居委工作人员写居民区，其他职务写楼组。'), models.CheckConstraint(condition=models.Q(('deputed', False), ('kind', 'core'), _connector='OR'), name='only_core_residents_are_deputed'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'leader')), expressions=[('building', '='), (models.Func(models.F('since'), models.F('until'), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_leader_at_a_time', violation_error_message='这段时间里，这栋楼已经有楼组长了。')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('led_to', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
            options={
                'verbose_name': '表单提交',
                'verbose_name_plural': '表单提交',
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                ('kind', models.CharField(choices=[('name', '称呼'), ('phone', '手机号'), ('photo', '照片')], editable=False, max_length=10, verbose_name='同意什么')),
                ('text', models.TextField(editable=False, verbose_name='当时的说明')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='什么时候同意')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='什么时候收回')),
            ],
            options={
                'verbose_name': '同意',
                'verbose_name_plural': '同意',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['name', 'phone', 'photo'])), name='consent_kind_is_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='consent_keeps_its_words'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('withdrawn_at__gte', models.F('given_at')), _connector='OR'), name='consent_is_withdrawn_after_it_is_given'), models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('user', 'kind'), name='one_open_consent_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('pin', models.CharField(editable=False, max_length=128)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='什么时候设的')),
                ('last_used_at', models.DateTimeField(null=True, verbose_name='上次登录')),
                ('failures', models.PositiveSmallIntegerField(default=0, verbose_name='连着输错几次')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='什么时候停用的')),
            ],
            options={
                'verbose_name': '用数字登录的设备',
                'verbose_name_plural': '用数字登录的设备',
                'constraints': [models.CheckConstraint(condition=models.Q(('failures__lt', 5), ('revoked_at__isnull', False), _connector='OR'), name='too_many_failures_revoke_a_device')],
            },
        ),
        migrations.CreateModel(
            name='RosterDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roster_drafts', to='residents.building', verbose_name='楼组')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('sheet', models.JSONField()),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='时间')),
            ],
            options={
                'verbose_name': '待确认的名册',
                'verbose_name_plural': '待确认的名册',
            },
        ),
        migrations.CreateModel(
            name='DeskSignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='desk_sign_ins', to=settings.AUTH_USER_MODEL, verbose_name='谁')),
                ('how', models.CharField(choices=[('totp', '密码和验证码'), ('webauthn', '指纹、面容或屏幕锁'), ('recovery_codes', '密码和备用码'), ('alone', '只有密码')], editable=False, max_length=15, verbose_name='怎么登录的')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='什么时候')),
            ],
            options={
                'verbose_name': '登录记录',
                'verbose_name_plural': '登录记录',
                'indexes': [models.Index(models.F('user'), models.OrderBy(models.F('at'), descending=True), name='desk_sign_ins_of_a_person'), models.Index(models.OrderBy(models.F('at'), descending=True), name='desk_sign_ins')],
            },
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('household', '入户条'), ('family', '家人的条'), ('key', '换钥匙的条')], default='household', max_length=10, verbose_name='种类')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='residents.building', verbose_name='楼组')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='residents.household', verbose_name='户')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips', to=settings.AUTH_USER_MODEL, verbose_name='给谁')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('uses', models.PositiveSmallIntegerField(default=6, verbose_name='能用几次')),
                ('used', models.PositiveSmallIntegerField(default=0, verbose_name='用了几次')),
                ('expires_at', models.DateTimeField(verbose_name='用到什么时候')),
                ('printed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁印的')),
                ('printed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='什么时候印的')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='什么时候收回的')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁收回的')),
            ],
            options={
                'verbose_name': '入户条',
                'verbose_name_plural': '入户条',
                'indexes': [models.Index(models.F('building'), models.OrderBy(models.F('id'), descending=True), name='slips_of_a_building')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'key'), ('user__isnull', False), ('uses', 1)), models.Q(('kind__in', ['household', 'family']), ('user', None)), _connector='OR'), name='only_a_key_slip_is_one_persons_and_it_works_once'), models.CheckConstraint(condition=models.Q(('used__lte', models.F('uses'))), name='slip_is_used_no_more_often_than_allowed'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='who_revoked_a_slip_did_it_once')],
            },
        ),
        migrations.CreateModel(
            name='Joining',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slip', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joinings', to='residents.slip', verbose_name='入户条')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joinings', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                ('membership', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='joining', to='residents.membership', verbose_name='住户成员')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='什么时候')),
                ('helped_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁帮忙开户')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='什么时候撤销的')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁撤销的')),
            ],
            options={
                'verbose_name': '入户记录',
                'verbose_name_plural': '入户记录',
                'constraints': [models.CheckConstraint(condition=models.Q(('slip__isnull', False), ('helped_by__isnull', False), _connector='OR'), name='one_joins_by_a_slip_or_a_helper'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='who_undid_a_joining_did_it_once')],
            },
        ),
        migrations.AddField(
            model_name='owner',
            name='flats',
            field=models.ManyToManyField(related_name='owners', through='residents.Ownership', to='residents.flat'),
        ),
    ]
