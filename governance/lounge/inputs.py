"""What people write, as the forms hand it to the actions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from louzu.lib.uploads import File


@dataclass(frozen=True, slots=True, kw_only=True)
class PostInput:
    """One post; when it is edited, ``photos`` are added to those it has."""

    text: str
    photos: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyInput(PostInput):
    """A reply to a thread."""

    quotes: int | None = None
    """The number of the post that it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationInput:
    """When and where people meet."""

    starts_at: dt.datetime
    place: str
    minutes: int
    room_for: int | None = None
    """How many people at most, with the host; None: any number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadInput(PostInput):
    """A thread: its title, and its first post."""

    kind: str
    """Only read when it is started."""
    title: str
    unnamed: bool = False
    """The neighbours do not learn who wrote it; only read when it is started."""
    invitation: InvitationInput | None = None
    """Only with a thread of that kind."""
