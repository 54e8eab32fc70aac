"""The event of a notice as a calendar file."""

from __future__ import annotations

from governance.notices.lifecycle import NoticeState
from governance.notices.models import Notice
from louzu.lib.calendar import DEFAULT_LENGTH, CalendarEntry, calendar_file
from residents.rooms.occasions import event_uid
from residents.rooms.waiting import thing_of


def calendar_of(notice: Notice, url: str) -> bytes | None:
    """Return an iCalendar file, or None if the notice has no event. ``url`` is the absolute address
    of the notice."""
    if notice.happens_from is None:
        return None
    entry = CalendarEntry(
        uid=event_uid(thing_of(notice)),
        sequence=notice.version,
        changed_at=notice.corrected_at or notice.shows_from,
        starts_at=notice.happens_from,
        ends_at=notice.happens_until or notice.happens_from + DEFAULT_LENGTH,
        summary=notice.title,
        location=str(notice.building),
        description=notice.summary,
        url=url,
        cancelled=notice.state == NoticeState.WITHDRAWN,
    )
    return calendar_file(entry)
