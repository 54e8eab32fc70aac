"""Who could answer at the opening; answers that need a check; paper that comes in after the deadline."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

# Of canvasses opened before this migration: whoever had joined by then, as far as it is on record.
MEMBERS = """
INSERT INTO canvass_answeringmember (voice_id, user_id)
SELECT DISTINCT place.voice_id, member.user_id
FROM canvass_voiceflat place
JOIN canvass_canvass canvass ON canvass.id = place.canvass_id
JOIN residents_membership member ON member.household_id = place.answering_id AND member.may_answer
    AND member.since <= (canvass.opened_at AT TIME ZONE 'Asia/Shanghai')::date
    AND (member.until IS NULL OR member.until > (canvass.opened_at AT TIME ZONE 'Asia/Shanghai')::date)
LEFT JOIN residents_joining joining ON joining.membership_id = member.id
WHERE joining.id IS NULL OR joining.at <= canvass.opened_at;

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON canvass_answeringmember
    FOR EACH ROW EXECUTE FUNCTION canvass_refuse();
"""
UNDO_MEMBERS = "DROP TRIGGER refuse_change ON canvass_answeringmember;"

# What was announced before promised that nothing is taken after the deadline.
LATE_DAYS = """
UPDATE canvass_canvass SET late_days = 0 WHERE announced_at IS NOT NULL;

CREATE FUNCTION canvass_keep_late_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.announced_at IS NOT NULL AND OLD.late_days <> NEW.late_days THEN
        RAISE EXCEPTION 'an announced canvass keeps its question and its rule'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_late_days BEFORE UPDATE ON canvass_canvass
    FOR EACH ROW EXECUTE FUNCTION canvass_keep_late_days();
"""
UNDO_LATE_DAYS = "DROP TRIGGER keep_late_days ON canvass_canvass; DROP FUNCTION canvass_keep_late_days();"

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def to(model: str, on_delete: object = django.db.models.deletion.PROTECT) -> models.ForeignKey:
    return models.ForeignKey(on_delete=on_delete, related_name="+", to=model)


class Migration(migrations.Migration):
    dependencies = [
        ("canvass", "0003_about"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="AnsweringMember",
            fields=[
                ("id", ID),
                ("user", to(settings.AUTH_USER_MODEL)),
                ("voice", to("canvass.voice")),
            ],
            options={
                "verbose_name": "开始征询时能答复的人",
                "verbose_name_plural": "开始征询时能答复的人",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("voice", "user"), name="one_answering_member_a_voice"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VoiceBookmark",
            fields=[
                ("id", ID),
                ("answer", models.PositiveBigIntegerField(default=0)),
                ("talk", models.PositiveBigIntegerField(default=0)),
                ("user", to(settings.AUTH_USER_MODEL, django.db.models.deletion.CASCADE)),
                ("voice", to("canvass.voice")),
            ],
            options={
                "verbose_name": "看到哪里了",
                "verbose_name_plural": "看到哪里了",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "voice"), name="one_voice_bookmark_a_person"
                    )
                ],
            },
        ),
        migrations.AddField("answer", "late", models.BooleanField(default=False)),
        migrations.AddField(
            "answer",
            "late_access",
            models.CharField(
                blank=True,
                choices=[
                    ("joined", "开始征询以后才能代表这家答复的人"),
                    ("key", "开始征询以后换过登录方式的人"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField("answer", "needs_check", models.BooleanField(default=False)),
        migrations.AddField(
            "confirmation", "office", models.CharField(blank=True, max_length=10)
        ),
        migrations.AddField(
            "canvass",
            "late_days",
            models.PositiveSmallIntegerField(default=3, verbose_name="截止后收几天"),
        ),
        migrations.AddField("count", "early", models.BooleanField(default=False)),
        migrations.AddField("count", "unchecked", models.PositiveSmallIntegerField(default=0)),
        migrations.AddConstraint(
            "answer",
            models.CheckConstraint(
                condition=Q(late_access="", needs_check=False)
                | Q(late_access__in=["joined", "key"], channel="web"),
                name="late_access_is_to_the_web",
            ),
        ),
        migrations.RunSQL(MEMBERS, UNDO_MEMBERS),
        migrations.RunSQL(LATE_DAYS, UNDO_LATE_DAYS),
    ]
