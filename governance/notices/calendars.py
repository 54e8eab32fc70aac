"""The event of a notice as a calendar file."""

from __future__ import annotations

import datetime as dt
from uuid import NAMESPACE_URL, uuid5

from governance.notices.lifecycle import NoticeState
from governance.notices.models import Notice
from louzu.lib.calendar import CalendarEntry, calendar_file

DEFAULT_LENGTH = dt.timedelta(hours=1)
"""Length of an event without an end, in calendars only."""


def calendar_of(notice: Notice, url: str) -> bytes | None:
    """Return an iCalendar file, or None if the notice has no event. ``url`` is the absolute address
    of the notice and identifies the event."""
    if notice.happens_from is None:
        return None
    entry = CalendarEntry(
        uid=str(uuid5(NAMESPACE_URL, url)),
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
