"""What is part of a building ends with it at the latest, whoever writes it and however.

``own_until`` is the end that was entered for a row itself; ``until`` is the earlier of it and the end of
the building, flat or household that the row is part of. So a closing ends all below it, and a closing
taken back gives back that and nothing else. An office is not given back: it is appointed anew.
"""

from __future__ import annotations

from django.db import migrations, models

END = """
CREATE FUNCTION residents_end_with_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place_until date;
    place_locked text := '';
BEGIN
    IF TG_OP = 'INSERT' THEN
        place_locked := ' FOR NO KEY UPDATE';  -- a closing under way is waited for
        NEW.own_until := NEW.until;
    ELSIF NEW.until IS DISTINCT FROM OLD.until THEN
        NEW.own_until := NEW.until;
    ELSE
        NEW.own_until := coalesce(NEW.own_until, OLD.own_until);
    END IF;
    EXECUTE format('SELECT until FROM %I WHERE id = ($1).%I', TG_ARGV[0], TG_ARGV[1]) || place_locked
        INTO place_until USING NEW;
    NEW.until := NEW.own_until;
    IF place_until IS NOT NULL THEN
        NEW.until := least(NEW.own_until, greatest(NEW.since, place_until));
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION residents_end_office_with_building() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place_until date;
BEGIN
    SELECT until INTO place_until FROM residents_building WHERE id = NEW.building_id FOR NO KEY UPDATE;
    IF place_until IS NOT NULL THEN
        NEW.until := least(NEW.until, greatest(NEW.since, place_until));
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION residents_end_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    FOR part IN 0 .. TG_NARGS / 2 - 1 LOOP
        EXECUTE format('UPDATE %I SET until = until WHERE %I = $1', TG_ARGV[2 * part], TG_ARGV[2 * part + 1])
            USING NEW.id;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER end_office_with_building BEFORE INSERT ON residents_office
    FOR EACH ROW EXECUTE FUNCTION residents_end_office_with_building();
"""
PARTS = {
    "flat": ("building", "building_id"),
    "household": ("flat", "flat_id"),
    "ownership": ("flat", "flat_id"),
    "membership": ("household", "household_id"),
}
"""Table → the table of what it is part of, and the column that leads there."""

FORMER = """
UPDATE residents_flat SET own_until = until WHERE until IS NOT NULL;
UPDATE residents_flat SET own_until = NULL FROM residents_building place
    WHERE place.id = building_id AND place.until = residents_flat.until AND NOT EXISTS (
        SELECT 1 FROM residents_flat_successors WHERE from_flat_id = residents_flat.id);
UPDATE residents_household SET own_until = until WHERE until IS NOT NULL;
UPDATE residents_household SET own_until = NULL WHERE id IN (
    SELECT max(h.id) FROM residents_household h JOIN residents_flat f ON f.id = h.flat_id
    WHERE h.until = f.until GROUP BY f.id);
UPDATE residents_ownership SET own_until = until WHERE until IS NOT NULL;
UPDATE residents_ownership SET own_until = NULL WHERE id IN (
    SELECT DISTINCT ON (f.id) o.id FROM residents_ownership o JOIN residents_flat f ON f.id = o.flat_id
    WHERE o.until = f.until ORDER BY f.id, o.since DESC, o.id DESC);
UPDATE residents_membership SET own_until = until WHERE until IS NOT NULL;
UPDATE residents_membership SET own_until = NULL FROM residents_household home
    WHERE home.id = household_id AND home.until = residents_membership.until;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
"""Until now whoever ended on the day on which their place did was taken to have ended with it."""


def triggers() -> str:
    statements = []
    for part, (place, column) in PARTS.items():
        statements.append(
            f"CREATE TRIGGER end_with_place BEFORE INSERT OR UPDATE ON residents_{part} FOR EACH ROW"
            f" EXECUTE FUNCTION residents_end_with_place('residents_{place}', '{column}');"
        )
    for place in dict.fromkeys(place for place, _column in PARTS.values()):
        below = ", ".join(
            f"'residents_{part}', '{column}'" for part, (of, column) in PARTS.items() if of == place
        )
        statements.append(
            f"CREATE TRIGGER end_parts AFTER UPDATE ON residents_{place} FOR EACH ROW"
            " WHEN (OLD.until IS DISTINCT FROM NEW.until)"
            f" EXECUTE FUNCTION residents_end_parts({below});"
        )
    return "\n".join(statements)


UNDO = "\n".join(
    [
        "DROP TRIGGER end_office_with_building ON residents_office;",
        *(f"DROP TRIGGER end_with_place ON residents_{part};" for part in PARTS),
        *(
            f"DROP TRIGGER end_parts ON residents_{place};"
            for place in dict.fromkeys(place for place, _column in PARTS.values())
        ),
        "DROP FUNCTION residents_end_with_place();",
        "DROP FUNCTION residents_end_office_with_building();",
        "DROP FUNCTION residents_end_parts();",
    ]
)


class Migration(migrations.Migration):
    dependencies = [("residents", "0017_label_names")]
    operations = [
        *(
            migrations.AddField(
                part, "own_until", models.DateField(blank=True, editable=False, null=True)
            )
            for part in PARTS
        ),
        migrations.RunSQL(FORMER, migrations.RunSQL.noop),
        migrations.RunSQL(END + triggers(), UNDO),
    ]
