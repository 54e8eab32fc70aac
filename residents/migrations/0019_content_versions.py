"""Name the counters by what they count: journal lines, and changes of content without a line.

The trigger ``journal_append`` is replaced in the journal's migration that depends on this one.
"""

from django.db import migrations

SHOW_LANES = """
CREATE OR REPLACE FUNCTION residents_show_lanes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place bigint;
    several boolean;
BEGIN
    FOR place IN SELECT DISTINCT unnest(ARRAY[NEW.neighbourhood_id, OLD.neighbourhood_id]) LOOP
        SELECT min(lane) <> max(lane) INTO several
            FROM residents_building WHERE neighbourhood_id = place;
        IF several OR TG_OP = 'UPDATE' THEN
            UPDATE residents_building SET lane_shown = several, COLUMN = COLUMN + 1
                WHERE neighbourhood_id = place AND lane_shown <> several;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0018_ends_with_its_place")]

    operations = [
        migrations.RunSQL(
            SHOW_LANES.replace("COLUMN", "content_version"), SHOW_LANES.replace("COLUMN", "faces")
        ),
        migrations.RenameField("building", "faces", "content_version"),
        migrations.RenameField("building", "stamp", "journal_version"),
        migrations.RenameField("user", "stamp", "content_version"),
    ]
