"""Inputs of the actions, as returned by the forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from governance.canvass.models import Canvass
from governance.canvass.option_tally import OptionBallot
from governance.lounge.models import Thread
from louzu.lib.uploads import File
from residents.models import Owner

MAX_SHEET_PAGES = 12
"""Photos of a paper with many homes."""
LATE_DAYS: int = Canvass._meta.get_field("late_days").default


@dataclass(frozen=True, slots=True)
class OptionInput:
    """An option of a draft."""

    title: str = ""
    details: str = ""
    starts_at: dt.datetime | None = None
    number: int = 0
    """The number that it has now, if it is not a new one."""
    files: tuple[File, ...] = ()
    """Added to the files that it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CanvassInput:
    """The fields of a draft."""

    purpose: str
    preset: str
    electorate: str
    question: str
    body: str
    closes_at: dt.datetime
    opens_at: dt.datetime | None = None
    """None opens it at the announcement."""
    kind: str = "yes_no"
    """An ``AnswerKind``."""
    seats: int = 1
    options: tuple[OptionInput, ...] = ()
    """In the order in which they are shown. The options of a draft that are not among them go."""
    threshold: str = ""
    """A fraction, if the preset leaves it open."""
    secret: bool = False
    phone_needs_photo: bool = False
    late_days: int = LATE_DAYS
    """Days after the deadline in which paper signed before it may be entered."""
    thread: Thread | None = None
    """The lounge thread that it comes from."""
    thread_photos: bool = False
    """Whether the photos of the thread's first post are attached. Read only for a new draft."""
    contributors: tuple[Owner, ...] = ()
    """The owners who are asked if ``electorate`` is ``members``."""
    files: tuple[File, ...] = ()
    """Added to the present attachments."""


@dataclass(frozen=True, slots=True)
class RewordInput:
    """A new text for an open canvass."""

    version: int
    """The version that the writer read."""
    body: str
    material: bool
    """The meaning changes, so that everybody must answer again."""
    reason: str
    files: tuple[File, ...] = ()
    """Added to the attachments of the text."""
    dropped: frozenset[int] = frozenset()
    """Primary keys of attachments that the new text, or its options, have no more."""
    options: tuple[OptionInput, ...] | None = None
    """The options of the new text, in their order. None leaves them as they are."""


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """An answer given on the web."""

    choice: str
    reason: str = ""
    ballot: OptionBallot | None = None
    """The options that it names, if ``choice`` is ``PICKED``."""
    seen: int = 0
    """Primary key of the household's latest answer that the author knew of, or 0."""
    version: int = 0
    """The version of the text that was read. 0 means the present one."""
    compares: bool = False
    """Whether it is refused if the household has answered on the web since ``seen``."""


@dataclass(frozen=True, slots=True)
class DelegationInput:
    """The instruction to a proxy."""

    choice: str = ""
    """Empty if the proxy decides."""
    reason: str = ""
    ballot: OptionBallot | None = None
    """As of ``AnswerInput``."""
    version: int = 0
    """As of ``AnswerInput``."""


@dataclass(frozen=True, slots=True)
class PaperMandate:
    """A mandate on paper, as a helper reads it."""

    signer: str
    relation: str
    mandate: File


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """How and when an answer that was not given on the web was received."""

    channel: str
    signer: str
    relation: str
    said_at: dt.datetime | None = None
    """None means now."""
    version: int = 0
    """The version of the text that was signed. 0 means the present one."""
    evidence: File | None = None
    mandate: File | None = None
    ballot: OptionBallot | None = None
    """As of ``AnswerInput``."""
    settles: bool = False
    """The household knew of its other answer, and means this one to replace it."""
    sheet: str = ""
    """Name of the stored photo of a sheet with several homes, in place of ``evidence``."""
    stored_evidence: str = ""
    """Name of a stored photo of this home's paper, in place of ``evidence``."""
    stored_mandate: str = ""
    """Name of a stored photo, in place of ``mandate``."""

    @property
    def has_evidence(self) -> bool:
        return bool(self.evidence or self.sheet or self.stored_evidence)

    @property
    def has_mandate(self) -> bool:
        return bool(self.mandate or self.stored_mandate)


@dataclass(frozen=True, slots=True)
class SheetInput:
    """The photos of a paper with the answers of many homes."""

    pages: Sequence[File]
    channel: str
    version: int = 0
    """The version of the text on the paper. 0 means the present one."""
    signed_on: dt.date | None = None
    """The day for lines that give none."""


@dataclass(frozen=True, slots=True)
class LineInput:
    """The answer of one home, as a helper reads it on a paper."""

    choice: str = ""
    reason: str = ""
    signer: str = ""
    relation: str = "self"
    signed_on: dt.date | None = None
    illegible: bool = False
    marks: tuple[str, ...] = ()
    """The ticked values, which take the place of ``choice`` in a question with options."""
    settles: bool = False
    """As of ``PaperAnswer``."""
    read: str | None = None
    """The ``row_version`` that was shown, empty if nothing was typed. None does not compare."""

    @property
    def is_empty(self) -> bool:
        return not (self.choice or self.marks or self.reason or self.signer or self.illegible)


@dataclass(frozen=True, slots=True)
class ReadingInput:
    """The answer of one home as a second person reads it on the paper, where it differs.

    ``answer`` is the primary key of the answer that was entered. A value left empty does not differ.
    """

    answer: int
    choice: str = ""
    reason: str = ""
    signer: str = ""
    marks: tuple[str, ...] = ()
    """As of ``LineInput``."""
