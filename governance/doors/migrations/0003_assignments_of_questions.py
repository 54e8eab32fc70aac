"""Doors that were assigned for an open question stay with their helper, now for all questions."""

from __future__ import annotations

from django.db import migrations

COPY = """
INSERT INTO doors_assignment (flat_id, helper_id, by_id, at)
SELECT DISTINCT ON (f.flat_id) f.flat_id, e.helper_id, e.by_id, e.at
FROM canvass_errand e
JOIN canvass_voiceflat f ON f.voice_id = e.voice_id AND f.answering_id IS NOT NULL
JOIN canvass_canvass c ON c.id = f.canvass_id AND c.state = 'open'
ORDER BY f.flat_id, e.at DESC
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("doors", "0002_append_only")]
    operations = [migrations.RunSQL(COPY, migrations.RunSQL.noop)]
