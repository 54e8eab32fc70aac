"""Options, and files that belong to a version of the text.

A file or option is never changed once its canvass was announced: with a new text, it ends, and its
successor begins.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

KEEP = """
CREATE FUNCTION canvass_keep_enclosed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked RECORD; line jsonb; ended boolean;
BEGIN
    line := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
    SELECT announced_at, version INTO asked FROM canvass_canvass
        WHERE id = (line->>'canvass_id')::bigint;
    IF asked.announced_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'INSERT' AND asked.version > 1 AND (line->>'since')::int = asked.version
       AND line->>'until' IS NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        ended := to_jsonb(OLD)->>'until' IS NULL AND (line->>'until')::int = asked.version;
        IF ended AND to_jsonb(OLD) - 'until' = line - 'until' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '%% of an announced canvass changes with its text alone', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER keep_option BEFORE INSERT OR UPDATE OR DELETE ON canvass_option
    FOR EACH ROW EXECUTE FUNCTION canvass_keep_enclosed();
CREATE TRIGGER keep_attachment BEFORE INSERT OR UPDATE OR DELETE ON canvass_attachment
    FOR EACH ROW EXECUTE FUNCTION canvass_keep_enclosed();
""".replace("%%", "%")
UNDO_KEEP = """
DROP TRIGGER keep_attachment ON canvass_attachment;
DROP TRIGGER keep_option ON canvass_option;
DROP FUNCTION canvass_keep_enclosed();
"""


class Migration(migrations.Migration):
    dependencies = [("canvass", "0019_kind")]
    operations = [
        migrations.CreateModel(
            name="Option",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="叫什么")),
                ("details", models.CharField(blank=True, max_length=120, verbose_name="两行说明")),
                ("starts_at", models.DateTimeField(null=True, verbose_name="什么时候")),
                ("since", models.PositiveIntegerField(db_default=1, default=1)),
                ("until", models.PositiveIntegerField(null=True)),
                (
                    "canvass",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="options",
                        to="canvass.canvass",
                    ),
                ),
            ],
            options={
                "verbose_name": "选项",
                "verbose_name_plural": "选项",
                "ordering": ["canvass", "number", "since"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("canvass", "number", "since"), name="one_option_a_number"
                    ),
                    models.CheckConstraint(
                        name="option_says_what",
                        condition=~Q(title="") | Q(starts_at__isnull=False),
                    ),
                    models.CheckConstraint(
                        name="option_ends_after_it_begins",
                        condition=Q(until=None) | Q(until__gt=F("since")),
                    ),
                ],
            },
        ),
        migrations.AddField(
            "attachment", "since", models.PositiveIntegerField(db_default=1, default=1)
        ),
        migrations.AddField("attachment", "until", models.PositiveIntegerField(null=True)),
        migrations.AddField(
            "attachment",
            "option",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="canvass.option",
            ),
        ),
        migrations.RunSQL(KEEP, UNDO_KEEP),
    ]
