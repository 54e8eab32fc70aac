"""What came of what: a table to which rows are only appended."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

REFUSE = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON journal_link
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
"""
UNDO = "DROP TRIGGER refuse_change ON journal_link;"


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0005_journal_version'),
        ('residents', '0020_constraint_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause_type', models.CharField(max_length=60)),
                ('cause_id', models.BigIntegerField()),
                ('effect_type', models.CharField(max_length=60)),
                ('effect_id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('came_from', '由它而来'), ('asked_in', '挨家挨户问了'), ('decided_in', '说定了'), ('carried_on', '下次接着商量'), ('done_by', '有人去办'), ('told_in', '贴了通知'), ('became_article', '写进公约'), ('carried_by', '挨家告知')], max_length=20)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='residents.building')),
            ],
            options={
                'verbose_name': '从哪来、后来怎样',
                'verbose_name_plural': '从哪来、后来怎样',
                'indexes': [models.Index(fields=['effect_type', 'effect_id'], name='link_by_effect')],
                'constraints': [models.UniqueConstraint(fields=('cause_type', 'cause_id', 'effect_type', 'effect_id'), name='one_link_between_two_things'), models.CheckConstraint(condition=models.Q(('cause_id', models.F('effect_id')), ('cause_type', models.F('effect_type')), _negated=True), name='nothing_comes_of_itself')],
            },
        ),
        migrations.RunSQL(REFUSE, UNDO),
    ]
