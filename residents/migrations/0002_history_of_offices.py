"""An office that was held stays on record: the database refuses to rewrite it."""

from __future__ import annotations

from django.db import migrations

GUARD = """
CREATE FUNCTION residents_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an office once held is not deleted: end it';
    END IF;
    IF (NEW.user_id, NEW.kind, NEW.building_id, NEW.neighbourhood_id, NEW.since)
       IS DISTINCT FROM (OLD.user_id, OLD.kind, OLD.building_id, OLD.neighbourhood_id, OLD.since)
       OR (OLD.until IS NOT NULL AND NEW.until IS DISTINCT FROM OLD.until) THEN
        RAISE EXCEPTION 'the history of offices is not rewritten: end this one, appoint anew';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_history BEFORE UPDATE OR DELETE ON residents_office
    FOR EACH ROW EXECUTE FUNCTION residents_keep_history();
"""
UNDO = """
DROP TRIGGER keep_history ON residents_office;
DROP FUNCTION residents_keep_history();
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
