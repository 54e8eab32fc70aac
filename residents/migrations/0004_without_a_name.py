"""A text without a person's name and number, for all rooms in which others may have written them."""

from __future__ import annotations

from django.db import migrations

WITHOUT = """
CREATE FUNCTION residents_without(said text, name text, phone text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF length(name) > 1 THEN
        said := replace(said, name, '一位前住户');
    END IF;
    IF phone ~ '^[0-9]{5,15}$' THEN
        said := regexp_replace(
            said, '(\\+?86[ -]?)?' || regexp_replace(phone, '(.)(?!$)', '\\1[ -]?', 'g'),
            '（号码已删去）', 'g');
    END IF;
    RETURN said;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0003_verified_number")]
    operations = [
        migrations.RunSQL(WITHOUT, "DROP FUNCTION residents_without(text, text, text);")
    ]
