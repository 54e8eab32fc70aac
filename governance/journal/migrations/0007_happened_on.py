"""A line may say on which day it happened, if it was entered later, and its digest covers that.

``concat_ws`` skips NULL, so that the digests of lines without such a day are as before. Ties that a
person made by hand (``LinkKind.PART_OF``) may be deleted. A title may be taken back from visitors alone.
"""

from __future__ import annotations

from django.db import migrations, models

APPEND = """
CREATE OR REPLACE FUNCTION journal_append() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE residents_building SET journal_version = journal_version + 1 WHERE id = NEW.building_id
        RETURNING journal_version INTO NEW.number;
    SELECT digest INTO NEW.previous FROM journal_line
        WHERE building_id = NEW.building_id AND number = NEW.number - 1;
    NEW.previous := coalesce(NEW.previous, '');
    NEW.at := clock_timestamp();
    NEW.digest := encode(sha256(convert_to(concat_ws(E'\\n',
        NEW.building_id, NEW.number, NEW.previous, coalesce(NEW.actor_id::text, ''), NEW.office,
        NEW.verb, NEW.subject_type, NEW.subject_id, NEW.audience,
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), NEW.whom_idHAPPENED), 'UTF8')), 'hex');
    RETURN NEW;
END $$;
"""
TIES = """
CREATE FUNCTION journal_keep_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.kind = 'part_of' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'only a tie made by hand is ever taken back';
END $$;
DROP TRIGGER refuse_change ON journal_link;
CREATE TRIGGER keep_link BEFORE UPDATE OR DELETE ON journal_link
    FOR EACH ROW EXECUTE FUNCTION journal_keep_link();
"""
"""The name is another one, because on tables with ``refuse_change`` the portal's role may delete
nothing (``grant_rights``)."""
UNTIE = """
DROP TRIGGER keep_link ON journal_link;
DROP FUNCTION journal_keep_link();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON journal_link
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
"""
NEW = APPEND.replace("HAPPENED", ",\n        to_char(NEW.happened_on, 'YYYY-MM-DD')")
OLD = APPEND.replace("HAPPENED", "")
KINDS = [
    ("came_from", "由它而来"),
    ("asked_in", "挨家挨户问了"),
    ("decided_in", "说定了"),
    ("carried_on", "下次接着商量"),
    ("done_by", "有人去办"),
    ("told_in", "贴了通知"),
    ("became_article", "写进公约"),
    ("part_of", "归在一起"),
    ("carried_by", "挨家告知"),
]


class Migration(migrations.Migration):
    dependencies = [("journal", "0006_links")]
    operations = [
        migrations.AddField(
            "line",
            "happened_on",
            models.DateField(editable=False, null=True, verbose_name="哪天的事"),
        ),
        migrations.AddField(
            "cover", "from_visitors", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField(
            "cover", "but_leaders", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AlterField("link", "kind", models.CharField(choices=KINDS, max_length=20)),
        migrations.RunSQL(NEW, OLD),
        migrations.RunSQL(TIES, UNTIE),
    ]
