"""Inputs of the actions, as returned by the forms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from governance.canvass.models import Canvass, Electorate
from governance.matters.apportionment import Method, Part, subsidy_of
from governance.matters.models import Document, DocumentVersion
from governance.matters.presets import MatterKind
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
    kind: MatterKind | None = None
    """Only when the matter is begun: the kind whose milestones it gets, planned from that day."""


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


@dataclass(frozen=True, slots=True)
class SubsidyInput:
    """An amount in fen, or a percentage of the total up to a cap."""

    name: str
    fen: int = 0
    percent: Decimal | None = None
    cap: int | None = None

    def amount_of(self, total: int) -> int:
        return (
            self.fen
            if self.percent is None
            else subsidy_of(total, percent=self.percent, cap=self.cap)
        )


@dataclass(frozen=True, slots=True)
class ShareInput:
    """What was typed for one flat. None was left empty."""

    flat: int
    coefficient: str = ""
    area: Decimal | None = None
    heads: int | None = None
    fixed: int | None = None

    @property
    def part(self) -> Part:
        return Part(
            self.flat,
            coefficient=Decimal(self.coefficient or 0),
            area=self.area or Decimal(0),
            heads=self.heads or 0,
            fixed=self.fixed or 0,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareTableInput:
    """A version of the table, without the sums that are computed from it."""

    total: int
    method: Method
    rule: str
    subsidies: tuple[SubsidyInput, ...] = ()
    shares: tuple[ShareInput, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalInput:
    """Whom to ask for agreement, and when."""

    closes_at: dt.datetime
    opens_at: dt.datetime | None = None
    """None opens the question as soon as it is announced."""
    electorate: str = Electorate.MEMBERS
    """``MEMBERS`` asks the owners of flats that pay, ``OWNERS`` all owners."""
