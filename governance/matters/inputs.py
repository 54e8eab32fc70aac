"""Inputs of the actions, as returned by the forms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.canvass.models import Canvass
from governance.matters.models import Document, DocumentVersion
from governance.notices.models import Notice
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


@dataclass(frozen=True, slots=True)
class MilestoneInput:
    title: str
    planned_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ReachedInput:
    """The day on which a milestone was reached, and what shows it."""

    done_on: dt.date
    said: str = ""
    evidence: Canvass | Notice | DocumentVersion | None = None


@dataclass(frozen=True, slots=True)
class VersionInput:
    """A version of a document."""

    dated_on: dt.date
    files: tuple[File, ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class DocumentInput:
    name: str
    audience: str = Document.Audience.RESIDENTS
