"""Links from notices to the canvasses that carried them before links were recorded."""

from __future__ import annotations

from django.db import migrations

BACKFILL = """
INSERT INTO journal_link (building_id, cause_type, cause_id, effect_type, effect_id, kind, at)
SELECT notice.building_id, 'notices.notice', notice.id, 'canvass.canvass', canvass.id, 'carried_by', canvass.announced_at
FROM notices_notice notice JOIN canvass_canvass canvass ON canvass.id = notice.canvass_id
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_events"), ("journal", "0006_links")]
    operations = [migrations.RunSQL(BACKFILL, migrations.RunSQL.noop)]
