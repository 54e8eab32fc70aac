"""Inputs of the actions, as returned by the forms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.stories.models import ShownPerson, Story, StoryPart
from residents.models import User


@dataclass(frozen=True, slots=True)
class StoryInput:
    title: str
    text: str
    audience: str = Story.Audience.NEIGHBOURHOOD
    left_out: tuple[str, ...] = ()
    """Names of ``FIGURES``."""
    parts: tuple[StoryPart, ...] | None = None
    """What others get. None leaves it as it is."""


@dataclass(frozen=True, slots=True)
class PeopleInput:
    """The people on a picture, or in the words."""

    users: tuple[User, ...] = ()
    names: tuple[str, ...] = ()
    """People without an account."""
    shows_nobody: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True)
class HeardInput:
    """What a person said to a helper."""

    agrees: bool
    heard: str = ShownPerson.Heard.DOOR
    said_by: str = ""
    said_on: dt.date | None = None
    """None means today."""
