"""What was held and what was agreed to stays on record: the database refuses to rewrite it.

An office whose end has not come yet may be ended earlier: who is forgotten loses every right at once.
"""

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
       OR (OLD.until IS NOT NULL AND NEW.until IS DISTINCT FROM OLD.until
           AND (NEW.until IS NULL OR NEW.until > OLD.until
                OR NEW.until < (now() AT TIME ZONE 'Asia/Shanghai')::date)) THEN
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


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO), migrations.RunSQL(KEEP, KEEP_NO_MORE)]
