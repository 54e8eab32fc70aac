"""A line may be about a person. Lines that are not keep the hash they had: NULL is skipped."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

BEFORE = """
CREATE OR REPLACE FUNCTION journal_append() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE residents_building SET stamp = stamp + 1 WHERE id = NEW.building_id
        RETURNING stamp INTO NEW.number;
    SELECT digest INTO NEW.previous FROM journal_line
        WHERE building_id = NEW.building_id AND number = NEW.number - 1;
    NEW.previous := coalesce(NEW.previous, '');
    NEW.at := clock_timestamp();
    NEW.digest := encode(sha256(convert_to(concat_ws(E'\\n',
        NEW.building_id, NEW.number, NEW.previous, coalesce(NEW.actor_id::text, ''), NEW.office,
        NEW.verb, NEW.subject_type, NEW.subject_id, NEW.audience,
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')), 'UTF8')), 'hex');
    RETURN NEW;
END $$;
"""
AFTER = BEFORE.replace("US'))", "US'), NEW.whom_id)")


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0002_chain'),
        ('residents', '0003_shows_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='line',
            name='whom',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='对谁'),
        ),
        migrations.AlterField(
            model_name='line',
            name='audience',
            field=models.CharField(choices=[('public', '对外公开'), ('residents', '本楼居民'), ('helpers', '楼组长和骨干'), ('writers', '能贴通知的人'), ('leaders', '楼组长和居委')], max_length=10, verbose_name='谁能看'),
        ),
        migrations.AddIndex(
            model_name='line',
            index=models.Index(fields=['whom'], name='line_by_whom'),
        ),
        migrations.RunSQL(AFTER, BEFORE),
    ]

