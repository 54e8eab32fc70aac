"""Types of what a room contributes to the front page, weekly sheet, search and desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from django.db.models import Model

from residents.people.models import Standing
from residents.rooms.context import PageContext
from residents.rooms.waiting import Thing

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class SharedPage(Enum):
    """Pages that contain contributions of rooms."""

    HOME = auto()
    TODAY = auto()
    WEEK = auto()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the front page.

    ``template`` is included with the result of ``content`` as the variable ``content``, unless it
    is None.
    """

    template: str
    content: Callable[[PageContext], object]
    _: KW_ONLY
    order: int
    """Position among the sections of the same column."""
    aside: bool = False
    public: bool = False
    """Shown to visitors, and only to them."""


@dataclass(frozen=True, slots=True)
class HouseholdPart:
    """A part of the page of a household, for its members. ``template`` gets ``content`` and
    ``household``."""

    template: str
    content: object


@dataclass(frozen=True, slots=True)
class ThingPart:
    """A part of the page of a thing of a lower room. ``template`` gets ``content`` and ``thing``."""

    template: str
    content: object


@dataclass(frozen=True, slots=True)
class Button:
    """A button of the front page, shown if ``may`` allows it."""

    label: StrOrPromise
    to: str
    """Name of a URL pattern that takes the building's slug."""
    _: KW_ONLY
    order: int
    """Buttons with lower numbers come first."""
    may: Callable[[Standing], bool]


@dataclass(frozen=True, slots=True)
class DaySum:
    """What the front page says of several journal lines of one day. Lines whose verbs have the same one
    are told together."""

    words: StrOrPromise
    """A plural sentence with ``day`` and ``n``."""
    to: str
    """Name of a URL pattern that takes the building's slug, for lines that lead to several pages."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """A room's news on the weekly sheet: the journal lines with one of ``verbs``."""

    verbs: tuple[str, ...]
    _: KW_ONLY
    order: int
    """Rooms with lower numbers come first."""
    described: Callable[[Collection[int]], Mapping[int, str]] | None = None
    """Maps primary keys of subjects to a sentence that is printed after the line."""


@dataclass(frozen=True, slots=True)
class WeekResult:
    """Something that was decided or done, in one sentence."""

    at: dt.datetime
    sentence: str
    thing: Thing
    unnamed: str = ""
    """The sentence as it may leave the portal, if ``sentence`` names somebody."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """A type of journal subjects that can be searched.

    Each journal line about a subject updates its passages. ``passages_of`` returns the passages
    that the primary key should have: none if residents may not read it now.
    """

    kind: str
    """Label of the model, such as ``notices.notice``."""
    name: StrOrPromise
    """The room's title for residents."""
    passages_of: Callable[[int], Iterable[Model]]
    """Returns ``governance.search.models.Passage`` objects."""
    adding: Mapping[str, Callable[[int], Iterable[Model]]] = field(default_factory=dict)
    """Journal verbs that only add passages, and functions that return the added ones."""
    parts: Mapping[str, Callable[[int], int | None]] = field(default_factory=dict)
    """Labels of parts whose lines update the passages too, and functions from the primary key of the
    part to that of the whole."""


@dataclass(frozen=True, slots=True)
class ReachCount:
    """Number of voices in open canvasses that were told, and that answered."""

    informed: int = 0
    answered: int = 0
    total: int = 0

    def __add__(self, other: ReachCount) -> ReachCount:
        return ReachCount(
            self.informed + other.informed, self.answered + other.answered, self.total + other.total
        )


class HistoryLine(Protocol):
    """A journal line, formatted for display."""

    @property
    def text(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def at_text(self) -> str: ...
