"""Models of meetings (议事会): agenda, attendance, minutes and resolutions."""

from __future__ import annotations

from governance.meetings.kinds import EXPLAINED, TEMPLATES, MeetingKind
from governance.meetings.models.attachments import Attachment, ResolutionAttachment, TaskAttachment
from governance.meetings.models.feeds import Feed
from governance.meetings.models.meetings import (
    MAX_ITEMS,
    MAX_LENGTH,
    AgendaItem,
    Meeting,
    MeetingQuerySet,
    lines_of,
    lounge_of,
)
from governance.meetings.models.minutes import Correction, Minutes, Resolution
from governance.meetings.models.presence import Presence, SheetPhoto
from governance.meetings.models.proposals import Proposal
from governance.meetings.models.tasks import ASKING, Task, TaskQuerySet

__all__ = [
    "ASKING",
    "EXPLAINED",
    "MAX_ITEMS",
    "MAX_LENGTH",
    "TEMPLATES",
    "AgendaItem",
    "Attachment",
    "Correction",
    "Feed",
    "Meeting",
    "MeetingKind",
    "MeetingQuerySet",
    "Minutes",
    "Presence",
    "Proposal",
    "Resolution",
    "ResolutionAttachment",
    "SheetPhoto",
    "Task",
    "TaskAttachment",
    "TaskQuerySet",
    "lines_of",
    "lounge_of",
]
