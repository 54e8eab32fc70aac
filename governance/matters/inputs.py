"""Inputs of the actions, as returned by the forms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from louzu.lib.uploads import File
from residents.models import User


@dataclass(frozen=True, slots=True)
class MatterInput:
    title: str
    sentence: str = ""
    begun_on: dt.date | None = None
    """None means today."""
    stewards: tuple[User, ...] = ()
    photos: tuple[File, ...] = ()
    """Added to the present ones."""


@dataclass(frozen=True, slots=True)
class PromiseInput:
    words: str
    keeper: User | None = None
    due_on: dt.date | None = None
