"""Locks, versions and editions shared by the actions on a meeting."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.journal.actions import enter
from governance.journal.models import Audience
from governance.meetings.lifecycle import AHEAD, MEETING, WRITING, MeetingState
from governance.meetings.models import AgendaItem, Meeting, Minutes
from governance.meetings.queries.minutes import minutes_content_of
from louzu.lib.errors import Refused
from louzu.lib.versions import check_version
from residents.models import User
from residents.people.actions.content_versions import bump_building


def lock_before_start(meeting: Meeting) -> Meeting:
    """Lock a meeting whose arrangements can still change. Raises Refused if its time has come."""
    meeting = Meeting.objects.locked(meeting)
    if meeting.past and meeting.state in AHEAD:
        raise Refused(_("到了开会的时间，安排就不能再动了。"))
    MEETING.take(meeting, "change" if meeting.state == MeetingState.INVITED else "prepare")
    return meeting


def bump_sequence(meeting: Meeting) -> None:
    """Increment the sequence number, which calendars and concurrent editors compare."""
    meeting.sequence += 1
    meeting.changed_at = timezone.now()
    meeting.save(update_fields=["sequence", "changed_at"])


def lock_minutes(meeting: Meeting, *, reason: str) -> Meeting:
    """Lock a meeting whose minutes can be written. Raises Refused if they are published and
    ``reason`` is empty."""
    meeting = Meeting.objects.locked(meeting)
    MEETING.take(meeting, WRITING.get(MeetingState(meeting.state), "note"))
    if meeting.state == MeetingState.PUBLISHED and not reason.strip():
        raise Refused(_("记录已经公布了，请写一句改了什么。"))
    return meeting


def write_points(item: AgendaItem, points: str, *, read: str | None) -> None:
    """Replace the points of an item whose meeting is locked. Raises Stale if ``read`` is outdated."""
    item.refresh_from_db(fields=["points"])
    check_version(read, item.version, texts=[item.points])
    item.points = points
    item.save(update_fields=["points"])


def finish_edit(meeting: Meeting, *, reason: str, by: User) -> None:
    """Finish a change of the minutes. Published minutes get a new edition. Before, only the cached
    pages expire."""
    if meeting.state == MeetingState.PUBLISHED:
        create_edition(meeting, reason=reason, by=by)
        enter(meeting, "meetings.corrected", by=by)
    else:
        bump_building(meeting.building)


def create_edition(meeting: Meeting, *, reason: str = "", by: User) -> Minutes:
    return Minutes.objects.create(
        meeting=meeting,
        number=meeting.editions.count() + 1,
        content=minutes_content_of(meeting),
        reason=reason,
        by=by,
    )


def last_item_number(meeting: Meeting) -> int:
    newest = AgendaItem.objects.filter(meeting=meeting).order_by("-number")
    return newest.values_list("number", flat=True).first() or 0


def audience_of_minutes(meeting: Meeting) -> str:
    """Residents, if they can read the minutes, or else leaders."""
    return Audience.RESIDENTS if meeting.read_by_all else Audience.LEADERS
