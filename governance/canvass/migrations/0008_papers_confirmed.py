"""A paper ballot on record is a row of lines, and counts once a second person has confirmed it.

Papers that one helper put on the roll before wait for that second person. In votes that are counted
already one was enough: they stay in the turnout, and both lines name that one.
"""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

FOLLOWS = """
CREATE FUNCTION canvass_paper_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_kind text; last_by bigint; on_web boolean; follows boolean;
BEGIN
    SELECT kind, by_id INTO last_kind, last_by FROM canvass_paperline
        WHERE voice_id = NEW.voice_id ORDER BY id DESC LIMIT 1;
    on_web := EXISTS (SELECT FROM canvass_rollentry WHERE voice_id = NEW.voice_id);
    follows := CASE NEW.kind
        WHEN 'handed_out' THEN NOT on_web AND coalesce(last_kind, '') NOT IN ('handed_out', 'confirmed')
        WHEN 'confirmed' THEN NOT on_web AND coalesce(last_kind = 'handed_out' AND last_by <> NEW.by_id, false)
        WHEN 'void' THEN NOT on_web AND coalesce(last_kind = 'handed_out', false)
        ELSE coalesce(last_kind IN ('handed_out', 'confirmed'), false)
    END;
    IF NOT follows THEN
        RAISE EXCEPTION 'this line does not follow on the one before' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION canvass_one_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT kind FROM canvass_paperline WHERE voice_id = NEW.voice_id ORDER BY id DESC LIMIT 1)
       IN ('handed_out', 'confirmed') THEN
        RAISE EXCEPTION 'this household has a paper ballot' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
INSERT INTO canvass_paperline (voice_id, kind, by_id, by_household, office)
    SELECT voice_id, 'handed_out', by_id, false, '' FROM canvass_rollentry WHERE paper;
INSERT INTO canvass_paperline (voice_id, kind, by_id, by_household, office)
    SELECT e.voice_id, 'confirmed', e.by_id, false, '' FROM canvass_rollentry e
        JOIN canvass_voice v ON v.id = e.voice_id JOIN canvass_canvass c ON c.id = v.canvass_id
        WHERE e.paper AND c.state IN ('counted', 'published');
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE canvass_rollentry DISABLE TRIGGER refuse_change;
DELETE FROM canvass_rollentry WHERE paper;
ALTER TABLE canvass_rollentry ENABLE TRIGGER refuse_change;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON canvass_paperline
    FOR EACH ROW EXECUTE FUNCTION canvass_refuse();
CREATE TRIGGER paper_follows BEFORE INSERT ON canvass_paperline
    FOR EACH ROW EXECUTE FUNCTION canvass_paper_follows();
CREATE TRIGGER one_ballot BEFORE INSERT ON canvass_rollentry
    FOR EACH ROW EXECUTE FUNCTION canvass_one_ballot();
SET CONSTRAINTS ALL DEFERRED;
"""
UNDO_FOLLOWS = """
DROP TRIGGER one_ballot ON canvass_rollentry;
DROP TRIGGER paper_follows ON canvass_paperline;
DROP TRIGGER refuse_change ON canvass_paperline;
DROP FUNCTION canvass_one_ballot();
DROP FUNCTION canvass_paper_follows();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("canvass", "0007_sealed_votes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="PaperLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("handed_out", "记了领一张纸票"), ("confirmed", "第二个人核对了"), ("disputed", "这家说没有领过"), ("returned", "纸票交回了"), ("void", "没核对过，这家在网上投了，作废")], max_length=10)),
                ("by_household", models.BooleanField(default=False)),
                ("office", models.CharField(blank=True, max_length=10)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("voice", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="paper_lines", to="canvass.voice")),
            ],
            options={
                "verbose_name": "领纸票的记录",
                "verbose_name_plural": "领纸票的记录",
                "ordering": ["pk"],
                "constraints": [models.CheckConstraint(condition=models.Q(("kind__in", ["handed_out", "confirmed", "disputed", "returned", "void"])), name="paper_line_kind_is_known")],
            },
        ),
        migrations.RunSQL(FOLLOWS, UNDO_FOLLOWS),
        migrations.RemoveConstraint(model_name="rollentry", name="a_helper_hands_out_each_paper_ballot"),
        migrations.RemoveField(model_name="rollentry", name="by"),
        migrations.RemoveField(model_name="rollentry", name="paper"),
    ]
