"""Consents, kept as they were given; what neighbours may know of a person; and being forgotten.

A name that was shown without a recorded consent is hidden until its owner agrees. An office whose
end has not come yet may be ended earlier: who is forgotten loses every right at once.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

KEEP = """
CREATE FUNCTION residents_keep_consents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a consent is not deleted: withdraw it';
    END IF;
    IF (NEW.user_id, NEW.kind, NEW.text, NEW.given_at)
       IS DISTINCT FROM (OLD.user_id, OLD.kind, OLD.text, OLD.given_at)
       OR OLD.withdrawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'a consent is not rewritten: withdraw it, give another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_consents BEFORE UPDATE OR DELETE ON residents_consent
    FOR EACH ROW EXECUTE FUNCTION residents_keep_consents();
"""
KEEP_NO_MORE = """
DROP TRIGGER keep_consents ON residents_consent;
DROP FUNCTION residents_keep_consents();
"""
GUARD = """
CREATE OR REPLACE FUNCTION residents_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an office once held is not deleted: end it';
    END IF;
    IF (NEW.user_id, NEW.kind, NEW.building_id, NEW.neighbourhood_id, NEW.since)
       IS DISTINCT FROM (OLD.user_id, OLD.kind, OLD.building_id, OLD.neighbourhood_id, OLD.since)
       OR (OLD.until IS NOT NULL AND NEW.until IS DISTINCT FROM OLD.until{unless}) THEN
        RAISE EXCEPTION 'the history of offices is not rewritten: end this one, appoint anew';
    END IF;
    RETURN NEW;
END $$;
"""
TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
EARLIER = f"""
           AND (NEW.until IS NULL OR NEW.until > OLD.until OR NEW.until < {TODAY})"""
AFTER, BEFORE = GUARD.replace("{unless}", EARLIER), GUARD.replace("{unless}", "")


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('residents', '0004_roster'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('name', '称呼'), ('phone', '手机号'), ('photo', '照片')], editable=False, max_length=10, verbose_name='同意什么')),
                ('text', models.TextField(editable=False, verbose_name='当时的说明')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='什么时候同意')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='什么时候收回')),
            ],
            options={
                'verbose_name': '同意',
                'verbose_name_plural': '同意',
            },
        ),
        migrations.AddField(
            model_name='building',
            name='faces',
            field=models.PositiveBigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='user',
            name='forgotten_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='何时被忘记'),
        ),
        migrations.AddField(
            model_name='user',
            name='introduction',
            field=models.CharField(blank=True, help_text='想让邻居知道的，比如做什么、爱什么', max_length=300, verbose_name='自我介绍'),
        ),
        migrations.AddField(
            model_name='user',
            name='skills',
            field=models.CharField(blank=True, help_text='比如：修灯、量血压、带孩子', max_length=100, verbose_name='会做的、愿意帮忙的'),
        ),
        migrations.AlterField(
            model_name='user',
            name='shows_name',
            field=models.BooleanField(default=False, editable=False, help_text='本人同意了才显示；担任职务的，以职务显示', verbose_name='邻居能看到称呼'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('forgotten_at', None), models.Q(('introduction', ''), ('is_active', False), ('phone', None), ('shown_name', ''), ('shows_name', False), ('skills', '')), _connector='OR'), name='of_the_forgotten_nothing_is_known'),
        ),
        migrations.AddField(
            model_name='consent',
            name='user',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL, verbose_name='用户'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['name', 'phone', 'photo'])), name='consent_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='consent_keeps_its_words'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('withdrawn_at__gte', models.F('given_at')), _connector='OR'), name='consent_is_withdrawn_after_it_is_given'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('user', 'kind'), name='one_open_consent_of_a_kind'),
        ),
        migrations.RunSQL("UPDATE residents_user SET shows_name = false", migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, KEEP_NO_MORE),
        migrations.RunSQL(AFTER, BEFORE),
    ]
