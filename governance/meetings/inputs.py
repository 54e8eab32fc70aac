"""Inputs of the actions, as returned by the forms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.meetings.kinds import MeetingKind
from louzu.lib.uploads import File
from residents.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingInput:
    """Time, place and subject of a meeting."""

    kind: str = MeetingKind.ORDINARY
    title: str
    starts_at: dt.datetime
    minutes: int = 60
    place: str
    online: str = ""
    """URL for taking part online."""
    note: str = ""
    note_taker: User | None = None
    """None means the host."""
    proposals_until: dt.datetime | None = None
    """None means the beginning of the meeting."""
    files: tuple[File, ...] = ()
    """Added to the present attachments."""


@dataclass(frozen=True, slots=True)
class TaskInput:
    """The fields of a task that is given without a meeting."""

    text: str
    who: User
    due_on: dt.date
