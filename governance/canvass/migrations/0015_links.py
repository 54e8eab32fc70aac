"""Links from threads to the canvasses announced before links were recorded."""

from __future__ import annotations

from django.db import migrations

BACKFILL = """
INSERT INTO journal_link (building_id, cause_type, cause_id, effect_type, effect_id, kind, at)
SELECT building_id, 'lounge.thread', thread_id, 'canvass.canvass', id, 'asked_in', announced_at
FROM canvass_canvass WHERE thread_id IS NOT NULL AND announced_at IS NOT NULL
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("canvass", "0014_constraint_names"), ("journal", "0006_links")]
    operations = [migrations.RunSQL(BACKFILL, migrations.RunSQL.noop)]
