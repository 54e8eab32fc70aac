"""What people write, as the forms hand it to the actions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.canvass.models import Canvass
from governance.lounge.models import Thread
from louzu.lib.uploads import File
from residents.models import Owner

LATE_DAYS: int = Canvass._meta.get_field("late_days").default


@dataclass(frozen=True, slots=True, kw_only=True)
class CanvassInput:
    """The draft of a canvass: what is asked, whom, how it is counted and how long it is open."""

    purpose: str
    preset: str
    electorate: str
    question: str
    body: str
    closes_at: dt.datetime
    opens_at: dt.datetime | None = None
    """None: at once."""
    threshold: str = ""
    """A fraction, where the preset leaves it to the building."""
    secret: bool = False
    phone_needs_photo: bool = False
    late_days: int = LATE_DAYS
    """For how many days after the deadline paper signed before it is taken."""
    thread: Thread | None = None
    """The thread in the lounge that it comes from."""
    contributors: tuple[Owner, ...] = ()
    """Who is asked, where only those who pay are."""
    files: tuple[File, ...] = ()
    """Attached to what is attached already."""


@dataclass(frozen=True, slots=True)
class RewordInput:
    """Another text of an open canvass."""

    version: int
    """The version that was read."""
    body: str
    material: bool
    """The meaning changes: everybody is asked once more."""
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """What a household says on the web."""

    choice: str
    reason: str = ""
    seen: int = 0
    """The newest answer of the household that they knew of, by its primary key; 0: of none."""
    version: int = 0
    """The version of the text that was read; 0: the present one."""


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """How an answer came in, when it was not on the web."""

    channel: str
    signer: str
    relation: str
    said_at: dt.datetime | None = None
    """Now, where it is None."""
    version: int = 0
    """The text that was signed; the present one where it is 0."""
    evidence: File | None = None
    mandate: File | None = None
    settles: bool = False
    """The household said it knowing of its other answer: this one is meant to stand."""
