"""What people write, as the forms hand it to the actions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.notices.models import Notice
from louzu.lib.uploads import File


@dataclass(frozen=True, slots=True)
class NoticeInput:
    """The text of a notice; with a ``period`` it is a public posting."""

    title: str
    body: str
    audience: str = Notice.Audience.RESIDENTS
    pinned: bool = False
    shows_from: dt.datetime | None = None
    """None: at once."""
    expires_at: dt.datetime | None = None
    """None: for a posting the end of its period, else never."""
    asks: bool = False
    """Should every household say that it knows?"""
    period: str = ""
    """A key of ``presets.PERIODS``."""
    files: tuple[File, ...] = ()
    """Attached to what hangs there already."""


@dataclass(frozen=True, slots=True)
class CircularInput:
    """The text of a circular."""

    title: str
    body: str
    audience: str = Notice.Audience.RESIDENTS
    expires_at: dt.datetime | None = None
    asks: bool = False
    files: tuple[File, ...] = ()
