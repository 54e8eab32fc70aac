"""Links from circulars to their notices before these links were recorded."""

from __future__ import annotations

from django.db import migrations

BACKFILL = """
INSERT INTO journal_link (building_id, cause_type, cause_id, effect_type, effect_id, kind, at)
SELECT notice.building_id, 'notices.circular', circular.id, 'notices.notice', notice.id, 'told_in', circular.sent_at
FROM notices_notice notice JOIN notices_circular circular ON circular.id = notice.circular_id
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0007_circular_events"), ("journal", "0006_links")]
    operations = [migrations.RunSQL(BACKFILL, migrations.RunSQL.noop)]
