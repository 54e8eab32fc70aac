"""Name the event that ended a delegation. The trigger lets the new column change with the state."""

from __future__ import annotations

from django.db import migrations, models

KEPT = """
CREATE OR REPLACE FUNCTION canvass_delegation_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    steps CONSTANT text[] := ARRAY['state', 'agreed_by_id', 'agreed_at', 'ended_by_id', 'ended_at',
        'signer', 'reason'{more}];
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND to_jsonb(OLD) - steps <> to_jsonb(NEW) - steps) THEN
        RAISE EXCEPTION 'only the state of a delegation changes' USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT count(DISTINCT canvass_id) FROM canvass_voice
        WHERE id IN (NEW.principal_id, NEW.proxy_id)) <> 1 THEN
        RAISE EXCEPTION 'both voices are of one canvass' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
EVENTS = [
    ("answer", "委托的那家自己答了"),
    ("taken_back", "委托的那家收回了答复"),
    ("text", "文字改了"),
    ("question", "征询截止或者撤回了"),
    ("proxy", "受托的那家没有人能答了"),
]


class Migration(migrations.Migration):
    dependencies = [("canvass", "0031_papers_of_proxies_checked")]
    operations = [
        migrations.AddField(
            "delegation",
            "event",
            models.CharField(
                blank=True, choices=EVENTS, db_default="", default="", max_length=10
            ),
        ),
        migrations.RunSQL(
            KEPT.replace("{more}", ", 'event'"), KEPT.replace("{more}", "")
        ),
    ]
