"""Inputs of the actions, as returned by the forms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.notices.models import Notice
from louzu.lib.uploads import File


@dataclass(frozen=True, slots=True)
class NoticeInput:
    """The fields of a notice. With a ``period`` it is a public posting."""

    title: str
    body: str
    audience: str = Notice.Audience.RESIDENTS
    pinned: bool = False
    shows_from: dt.datetime | None = None
    """None means now."""
    expires_at: dt.datetime | None = None
    """None means the end of the period for a posting, or else never."""
    happens_from: dt.datetime | None = None
    happens_until: dt.datetime | None = None
    """The event that it tells of, if that has an hour."""
    urgent: bool = False
    asks: bool = False
    """Whether a canvass asks every household to acknowledge it."""
    period: str = ""
    """A key of ``presets.PERIODS``."""
    files: tuple[File, ...] = ()
    """Added to the present attachments."""


@dataclass(frozen=True, slots=True)
class CircularInput:
    """The fields of a circular."""

    title: str
    body: str
    audience: str = Notice.Audience.RESIDENTS
    expires_at: dt.datetime | None = None
    happens_from: dt.datetime | None = None
    happens_until: dt.datetime | None = None
    urgent: bool = False
    asks: bool = False
    files: tuple[File, ...] = ()
