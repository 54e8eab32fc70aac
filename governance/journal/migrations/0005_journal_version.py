"""The trigger that numbers lines counts on ``residents_building.journal_version``, as it is called now."""

from __future__ import annotations

from django.db import migrations

APPEND = """
CREATE OR REPLACE FUNCTION journal_append() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE residents_building SET COLUMN = COLUMN + 1 WHERE id = NEW.building_id
        RETURNING COLUMN INTO NEW.number;
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
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_household_taken_back"), ("residents", "0019_content_versions")]
    operations = [
        migrations.RunSQL(
            APPEND.replace("COLUMN", "journal_version"), APPEND.replace("COLUMN", "stamp")
        )
    ]
