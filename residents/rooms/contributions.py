"""The shapes of what a room gives to the front page, the weekly sheet, the search and the desk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Model

from residents.people.models import Standing
from residents.rooms.context import PageContext

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Page(Enum):
    """Pages made of what the rooms contribute."""

    HOME = auto()
    TODAY = auto()
    WEEK = auto()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the front page.

    ``template`` is included with what ``content`` returns as ``content``; nothing is shown for None.
    """

    template: str
    content: Callable[[PageContext], Any]
    _: KW_ONLY
    order: int
    """Sections stand in this order, those beside the page's main column by themselves."""
    aside: bool = False
    public: bool = False
    """Shown to visitors, and to them alone."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something that is begun from the front page, by whoever ``may``."""

    label: StrOrPromise
    to: str
    """Name of an address that takes the building's slug."""
    _: KW_ONLY
    order: int
    may: Callable[[Standing], bool]


def leads(standing: Standing) -> bool:
    """The leader, and the committee's staff."""
    return standing.leader or standing.staff


@dataclass(frozen=True, slots=True)
class Weekly:
    """A room's part of the weekly sheet: the verbs of its journal lines that are worth paper."""

    title: StrOrPromise
    verbs: tuple[str, ...]
    _: KW_ONLY
    order: int
    enclosed: Callable[[Collection[int]], Mapping[int, str]] | None = None
    """For things by their primary keys: what is attached to them, in words."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """One kind of subject of the journal that can be found.

    Each journal line about one renews what can be found of it: ``passages_of`` gives, for a primary key,
    the passages that it should have; none while, or as soon as, its readers may not read it.
    """

    kind: str
    """Label of the model, ``notices.notice``."""
    name: StrOrPromise
    """The room, as neighbours call it."""
    passages_of: Callable[[int], Iterable[Model]]
    """Gives ``governance.search.models.Passage``."""
    adding: Mapping[str, Callable[[int], Iterable[Model]]] = field(default_factory=dict)
    """Verbs of the journal after which a subject only has some passages more: just those."""


@dataclass(frozen=True, slots=True)
class ReachCount:
    """Of all households asked by canvasses under way: how many are informed, and have answered."""

    informed: int = 0
    answered: int = 0
    total: int = 0

    def __add__(self, other: ReachCount) -> ReachCount:
        return ReachCount(
            self.informed + other.informed, self.answered + other.answered, self.total + other.total
        )


class HistoryLine(Protocol):
    """A line of a journal, in words."""

    @property
    def text(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def at_text(self) -> str: ...
