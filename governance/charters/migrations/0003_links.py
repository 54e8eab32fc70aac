"""Links from editions to the canvasses that signed them before links were recorded."""

from __future__ import annotations

from django.db import migrations

BACKFILL = """
INSERT INTO journal_link (building_id, cause_type, cause_id, effect_type, effect_id, kind, at)
SELECT canvass.building_id, 'charters.edition', signoff.edition_id, 'canvass.canvass', canvass.id, 'asked_in', canvass.announced_at
FROM charters_signoff signoff JOIN canvass_canvass canvass ON canvass.id = signoff.canvass_id
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("charters", "0002_label_names"), ("journal", "0006_links")]
    operations = [migrations.RunSQL(BACKFILL, migrations.RunSQL.noop)]
