"""The sealed box of a secret vote takes the place of the table of plain ballots (ADR 27).

A secret vote that is open or closed but not counted has no key to seal to: it is withdrawn, on its page, and
its plain ballots are dropped with the table. The totals of votes that were counted stay.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

BEGUN = """
UPDATE canvass_canvass SET state = 'withdrawn', withdrawn_at = now(),
    withdrawn_reason = '不记名投票改成了封存的票箱，这一次没有数，作废，请重新发起。'
WHERE secret AND state IN ('open', 'closed');
"""
KEEP = """
CREATE FUNCTION canvass_keep_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM canvass_canvass WHERE id = OLD.canvass_id
                                    AND state IN ('counted', 'withdrawn')) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a sealed box is emptied by the count alone' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER keep_sealed BEFORE UPDATE OR DELETE ON canvass_sealedballot
    FOR EACH ROW EXECUTE FUNCTION canvass_keep_sealed();
CREATE TRIGGER keep_sealed BEFORE UPDATE OR DELETE ON canvass_box
    FOR EACH ROW EXECUTE FUNCTION canvass_keep_sealed();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON canvass_receipt
    FOR EACH ROW EXECUTE FUNCTION canvass_refuse();
"""
UNDO_KEEP = """
DROP TRIGGER refuse_change ON canvass_receipt;
DROP TRIGGER keep_sealed ON canvass_box;
DROP TRIGGER keep_sealed ON canvass_sealedballot;
DROP FUNCTION canvass_keep_sealed();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('canvass', '0006_forgetting'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(BEGUN, migrations.RunSQL.noop),
        migrations.DeleteModel(name='Ballot'),
        migrations.CreateModel(
            name='Box',
            fields=[
                ('canvass', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='box', serialize=False, to='canvass.canvass')),
                ('public', models.BinaryField(max_length=32)),
                ('first_second', models.BinaryField(max_length=200)),
                ('first_committee', models.BinaryField(max_length=200)),
                ('second_committee', models.BinaryField(max_length=200)),
            ],
            options={
                'verbose_name': '票箱',
                'verbose_name_plural': '票箱',
            },
        ),
        migrations.CreateModel(
            name='Holder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seat', models.CharField(choices=[('first', '第一位保管人'), ('second', '第二位保管人'), ('committee', '居委')], max_length=10)),
                ('salt', models.BinaryField(max_length=16, null=True)),
                ('public', models.BinaryField(max_length=32, null=True)),
                ('held_at', models.DateTimeField(null=True)),
                ('canvass', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holders', to='canvass.canvass')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '票箱的保管人',
                'verbose_name_plural': '票箱的保管人',
                'ordering': ['pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('canvass', 'seat'), name='one_holder_a_seat'),
                    models.UniqueConstraint(fields=('canvass', 'user'), name='one_seat_a_holder'),
                    models.CheckConstraint(condition=models.Q(('seat__in', ['first', 'second', 'committee'])), name='holder_seat_is_known'),
                    models.CheckConstraint(condition=models.Q(('seat', 'committee'), ('user__isnull', False), _connector='OR'), name='a_counter_has_a_name'),
                    models.CheckConstraint(condition=models.Q(('held_at', None), models.Q(('public__isnull', False), ('salt__isnull', False), ('user__isnull', False)), _connector='OR'), name='held_envelope_was_printed'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('canvass', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='canvass.canvass')),
            ],
            options={
                'verbose_name': '回执',
                'verbose_name_plural': '回执',
                'constraints': [models.UniqueConstraint(fields=('canvass', 'digest'), name='one_ballot_one_receipt')],
            },
        ),
        migrations.CreateModel(
            name='SealedBallot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField(max_length=200)),
                ('canvass', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sealed_ballots', to='canvass.canvass')),
            ],
            options={
                'verbose_name': '封着的票',
                'verbose_name_plural': '封着的票',
            },
        ),
        migrations.AddField(
            model_name='rollentry',
            name='paper',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='rollentry',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='rollentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('paper', True)), models.Q(('by', None), ('paper', False)), _connector='OR'), name='a_helper_hands_out_each_paper_ballot'),
        ),
        migrations.RunSQL(KEEP, UNDO_KEEP),
    ]
