"""Links of meetings, agenda items, resolutions and tasks from before links were recorded."""

from __future__ import annotations

from django.db import migrations

BACKFILL = """
INSERT INTO journal_link (building_id, cause_type, cause_id, effect_type, effect_id, kind, at)
SELECT meeting.building_id, found.cause_type, found.cause_id, found.effect_type, found.effect_id,
    found.kind, coalesce(found.at, meeting.changed_at)
FROM (
    SELECT meeting_id, 'lounge.thread', thread_id, 'meetings.agendaitem', id, 'came_from', NULL::timestamptz
    FROM meetings_agendaitem WHERE thread_id IS NOT NULL
    UNION ALL
    SELECT meeting_id, 'meetings.resolution', carried_from_id, 'meetings.agendaitem', id, 'carried_on', NULL
    FROM meetings_agendaitem WHERE carried_from_id IS NOT NULL
    UNION ALL
    SELECT meeting_id, 'meetings.proposal', id, 'meetings.agendaitem', item_id, 'came_from', NULL
    FROM meetings_proposal WHERE item_id IS NOT NULL
    UNION ALL
    SELECT item.meeting_id, 'meetings.agendaitem', item.id, 'meetings.resolution', resolution.id, 'decided_in', resolution.at
    FROM meetings_resolution resolution JOIN meetings_agendaitem item ON item.id = resolution.item_id
    UNION ALL
    SELECT item.meeting_id, 'meetings.resolution', resolution.id, 'canvass.canvass', resolution.canvass_id, 'asked_in', resolution.at
    FROM meetings_resolution resolution JOIN meetings_agendaitem item ON item.id = resolution.item_id
    WHERE resolution.canvass_id IS NOT NULL
    UNION ALL
    SELECT item.meeting_id, 'meetings.resolution', resolution.id, 'meetings.task', task.id, 'done_by', resolution.at
    FROM meetings_task task JOIN meetings_resolution resolution ON resolution.id = task.resolution_id
    JOIN meetings_agendaitem item ON item.id = resolution.item_id
    UNION ALL
    SELECT id, 'meetings.meeting', id, 'canvass.canvass', invitation_id, 'carried_by', NULL
    FROM meetings_meeting WHERE invitation_id IS NOT NULL
) AS found (meeting_id, cause_type, cause_id, effect_type, effect_id, kind, at)
JOIN meetings_meeting meeting ON meeting.id = found.meeting_id
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_constraint_names"), ("journal", "0006_links")]
    operations = [migrations.RunSQL(BACKFILL, migrations.RunSQL.noop)]
