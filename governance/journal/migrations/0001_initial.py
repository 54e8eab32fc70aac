import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('residents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='journal', to='residents.building', verbose_name='楼组')),
                ('number', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='编号')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁')),
                ('whom', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='对谁')),
                ('office', models.CharField(blank=True, max_length=10, verbose_name='以什么身份')),
                ('verb', models.CharField(max_length=60, verbose_name='做了什么')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('subject_title', models.CharField(max_length=300, verbose_name='事项')),
                ('subject_url', models.CharField(blank=True, max_length=200)),
                ('audience', models.CharField(choices=[('public', '对外公开'), ('residents', '本楼居民'), ('helpers', '楼组长和骨干'), ('writers', '能贴通知的人'), ('leaders', '楼组长和居委')], max_length=10, verbose_name='谁能看')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('previous', models.CharField(blank=True, editable=False, max_length=64)),
                ('digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='校验')),
            ],
            options={
                'verbose_name': '楼组日志',
                'verbose_name_plural': '楼组日志',
                'ordering': ['building', '-number'],
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='line_by_subject'), models.Index(fields=['actor'], name='line_by_actor'), models.Index(fields=['whom'], name='line_by_whom'), models.Index(fields=['building', 'at'], include=('audience',), name='line_by_building_and_time')],
                'constraints': [models.UniqueConstraint(fields=('building', 'number'), name='one_line_per_number_of_a_building')],
            },
        ),
        migrations.CreateModel(
            name='Cover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
            ],
            options={
                'verbose_name': '不再显示的标题',
                'verbose_name_plural': '不再显示的标题',
                'constraints': [models.UniqueConstraint(fields=('subject_type', 'subject_id'), name='a_subject_is_covered_once')],
            },
        ),
    ]
