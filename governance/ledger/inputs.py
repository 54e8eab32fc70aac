"""Inputs of the actions, as returned by the forms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from louzu.lib.uploads import File
from residents.models import Flat


@dataclass(frozen=True, slots=True)
class AccountInput:
    name: str
    about: str
    opened_on: dt.date


@dataclass(frozen=True, slots=True)
class EntryInput:
    on: dt.date
    purpose: str
    fen: int
    """Positive if it was received, negative if it was spent."""
    flat: Flat | None = None
    """The flat whose share it pays, or that gets it back."""
    files: tuple[File, ...] = ()
