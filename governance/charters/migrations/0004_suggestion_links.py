"""Links from suggestions to the drafts that took them in before these links were recorded."""

from __future__ import annotations

from django.db import migrations

BACKFILL = """
INSERT INTO journal_link (building_id, cause_type, cause_id, effect_type, effect_id, kind, at)
SELECT charter.building_id, 'charters.suggestion', suggestion.id, 'charters.draft', draft.id, 'became_article', suggestion.decided_at
FROM charters_suggestion suggestion
JOIN charters_draft draft ON draft.id = suggestion.taken_into_id
JOIN charters_edition edition ON edition.id = draft.edition_id
JOIN charters_charter charter ON charter.id = edition.charter_id
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("charters", "0003_links"), ("journal", "0006_links")]
    operations = [migrations.RunSQL(BACKFILL, migrations.RunSQL.noop)]
