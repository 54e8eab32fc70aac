"""What was recorded at a door stays. Only the name and number of somebody who is forgotten go out of
the notes, by a function of the owner.
"""

from __future__ import annotations

from django.db import migrations

REFUSE = """
CREATE FUNCTION doors_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('louzu.forgetting', true) = 'on'
       AND to_jsonb(OLD) - 'note' = to_jsonb(NEW) - 'note' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only ever appended to', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON doors_knock
    FOR EACH ROW EXECUTE FUNCTION doors_refuse();
"""
UNDO_REFUSE = "DROP TRIGGER refuse_change ON doors_knock; DROP FUNCTION doors_refuse();"

FORGET = """
CREATE FUNCTION doors_forget(houses bigint[], name text, phone text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM set_config('louzu.forgetting', 'on', true);
    UPDATE doors_knock SET note = left(residents_without(note, name, phone), 300)
    WHERE building_id = ANY(houses) AND residents_without(note, name, phone) <> note;
    PERFORM set_config('louzu.forgetting', 'off', true);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("doors", "0001_initial")]
    operations = [
        migrations.RunSQL(REFUSE, UNDO_REFUSE),
        migrations.RunSQL(FORGET, "DROP FUNCTION doors_forget(bigint[], text, text);"),
    ]
