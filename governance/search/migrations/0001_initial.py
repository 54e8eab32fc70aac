import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('residents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='residents.building')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField(default=1)),
                ('audience', models.CharField(choices=[('public', '对外公开'), ('residents', '本楼居民'), ('helpers', '楼组长和骨干'), ('writers', '能贴通知的人'), ('leaders', '楼组长和居委')], default='residents', max_length=10)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('beneath', models.CharField(blank=True, max_length=300)),
                ('text', models.TextField(blank=True)),
                ('url', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('tokens', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['tokens'], name='passage_tokens')],
                'constraints': [models.UniqueConstraint(fields=('subject_type', 'subject_id', 'number'), name='one_passage_per_number'), models.CheckConstraint(condition=models.Q(('beneath', ''), ('title', ''), _negated=True), name='passage_has_a_heading')],
            },
        ),
    ]
