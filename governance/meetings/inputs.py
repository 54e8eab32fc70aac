"""What people write, as the forms hand it to the actions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.meetings.kinds import MeetingKind
from louzu.lib.uploads import File
from residents.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingInput:
    """When and where a meeting is held, and what it is about."""

    kind: str = MeetingKind.ORDINARY
    title: str
    starts_at: dt.datetime
    minutes: int = 60
    place: str
    online: str = ""
    """The address for those who take part from elsewhere."""
    note: str = ""
    note_taker: User | None = None
    """None: the host."""
    proposals_until: dt.datetime | None = None
    """None: until it begins."""
    files: tuple[File, ...] = ()
    """Attached to what is attached already."""
