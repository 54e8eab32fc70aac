"""A person who is forgotten is taken out of what helpers wrote: who signed, what was noted and said.

These tables are only ever added to, so it is done by a function of their owner, and the trigger lets
through nothing but that: no choice, no day, no voice can change by it.
"""

from __future__ import annotations

from django.db import migrations

REFUSE = """
CREATE OR REPLACE FUNCTION canvass_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    words CONSTANT text[] := ARRAY['signer', 'reason', 'note', 'who', 'said', 'offered'];
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('louzu.forgetting', true) = 'on'
       AND to_jsonb(OLD) - words = to_jsonb(NEW) - words THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only ever appended to', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
"""
AS_BEFORE = """
CREATE OR REPLACE FUNCTION canvass_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever appended to', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
"""
FORGET = """
CREATE FUNCTION canvass_forget(houses bigint[], name text, phone text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM set_config('louzu.forgetting', 'on', true);
    UPDATE canvass_answer a SET
        signer = left(residents_without(a.signer, name, phone), 60),
        reason = left(residents_without(a.reason, name, phone), 500)
    FROM canvass_voice v JOIN canvass_canvass c ON c.id = v.canvass_id
    WHERE v.id = a.voice_id AND c.building_id = ANY(houses)
        AND residents_without(a.signer || ' ' || a.reason, name, phone) <> a.signer || ' ' || a.reason;
    UPDATE canvass_visit a SET note = left(residents_without(a.note, name, phone), 300)
    FROM canvass_voice v JOIN canvass_canvass c ON c.id = v.canvass_id
    WHERE v.id = a.voice_id AND c.building_id = ANY(houses)
        AND residents_without(a.note, name, phone) <> a.note;
    UPDATE canvass_talk a SET
        who = left(residents_without(a.who, name, phone), 100),
        said = left(residents_without(a.said, name, phone), 1000),
        offered = left(residents_without(a.offered, name, phone), 500)
    FROM canvass_objection o JOIN canvass_voice v ON v.id = o.voice_id
        JOIN canvass_canvass c ON c.id = v.canvass_id
    WHERE o.id = a.objection_id AND c.building_id = ANY(houses)
        AND residents_without(concat_ws(' ', a.who, a.said, a.offered), name, phone)
            <> concat_ws(' ', a.who, a.said, a.offered);
    PERFORM set_config('louzu.forgetting', 'off', true);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("canvass", "0005_short_notice"), ("residents", "0004_without_a_name")]
    operations = [
        migrations.RunSQL(REFUSE, AS_BEFORE),
        migrations.RunSQL(FORGET, "DROP FUNCTION canvass_forget(bigint[], text, text);"),
    ]
