"""Inputs of the actions, as returned by the forms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from louzu.lib.uploads import File


@dataclass(frozen=True, slots=True, kw_only=True)
class PostInput:
    """A post. When editing, ``photos`` are added to the existing ones."""

    text: str
    photos: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyInput(PostInput):
    quotes: int | None = None
    """The number of the quoted post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationInput:
    """Time and place of a meeting of neighbours."""

    starts_at: dt.datetime
    place: str
    minutes: int
    room_for: int | None = None
    """The largest number of people including the host, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadInput(PostInput):
    """A thread: its title and its first post."""

    kind: str
    """Read only when the thread is started."""
    title: str
    unnamed: bool = False
    """Whether neighbours don't see the author. Read only when the thread is started."""
    invitation: InvitationInput | None = None
    """For threads of kind ``invitation`` only."""
