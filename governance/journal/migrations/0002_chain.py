"""The database numbers, times and chains the lines, and refuses to change or delete one.

A building's lines are appended one after the other: the row lock on the building lets the next
writer in when this one's transaction ends. ``Line.computed_digest`` computes the same hash; a line
about nobody says nothing of a person, for ``concat_ws`` skips NULL.
"""

from __future__ import annotations

from django.db import migrations

CHAIN = """
CREATE FUNCTION journal_append() RETURNS trigger LANGUAGE plpgsql AS $$
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
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), NEW.whom_id), 'UTF8')), 'hex');
    RETURN NEW;
END $$;
CREATE TRIGGER append BEFORE INSERT ON journal_line
    FOR EACH ROW EXECUTE FUNCTION journal_append();

CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is only ever appended to';
END $$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON journal_line
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
"""
UNDO = """
DROP TRIGGER refuse_change ON journal_line;
DROP TRIGGER append ON journal_line;
DROP FUNCTION journal_refuse();
DROP FUNCTION journal_append();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(CHAIN, UNDO)]
