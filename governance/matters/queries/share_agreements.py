"""What each flat answered to the question about each version of a share table."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from governance.canvass.models import Choice, Voice
from governance.canvass.queries.voices import VoiceStatus, statuses_of
from governance.matters.models import ShareTable

Agreements = Mapping[int, Mapping[int, VoiceStatus]]
"""By table and flat."""


def agreements_of(tables: Collection[ShareTable]) -> Agreements:
    """Return what was answered to the question of each version, by flat."""
    asked = {table.canvass_id: table for table in tables if table.canvass_id}
    canvasses = [table.canvass for table in asked.values() if table.canvass]
    found: dict[int, dict[int, VoiceStatus]] = {}
    for status in statuses_of(Voice.objects.filter(canvass__in=asked), canvasses):
        of_table = found.setdefault(asked[status.voice.canvass_id].pk, {})
        of_table.update({place["flat"]: status for place in status.places})
    return found


def has_agreed(status: VoiceStatus | None) -> bool:
    return bool(status and status.counts and status.counts.choice == Choice.AGREE)


def agreement_words(flat: int, tables: Collection[ShareTable], agreements: Agreements) -> str:
    """Return what the flat answered to the newest of ``tables``, or to which earlier one it agreed."""
    newest, *earlier = tables
    status = agreements.get(newest.pk, {}).get(flat)
    if status and (status.counts or status.answer or status.waiting):
        return _status_words(status)
    for table in earlier:
        if has_agreed(agreements.get(table.pk, {}).get(flat)):
            return _("按%(version)s同意，这一版还没答") % {"version": table}
    return _("还没答") if status else ""


def _status_words(status: VoiceStatus) -> str:
    if status.clash:
        return _("两份答复不一样")
    if status.counts:
        return {
            Choice.AGREE: _("同意了"),
            Choice.OBJECT: _("不同意"),
            Choice.ABSTAIN: _("弃权"),
        }.get(Choice(status.counts.choice), _("还没答"))
    if status.stale:
        return _("文字改了，要再答")
    return _("答了，等核对") if status.waiting else _("还没答")
