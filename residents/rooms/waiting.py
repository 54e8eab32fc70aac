"""Something that waits: one type for the front page, the leader's day, the hand-over and the work list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from enum import Enum, IntEnum, auto
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from residents.places.models import Building

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

A_MONTH, A_FEW_MONTHS = 30, 60
"""In days: what is shorter than a few months is told in days."""

Thing = tuple[str, int]
"""Label of a model and primary key of a row."""


def thing_of(row: Model) -> Thing:
    return row._meta.label_lower, row.pk


class Priority(IntEnum):
    """The order of the front page. Items of equal priority stand in the order of the rooms in
    ``INSTALLED_APPS``, then as their room gives them."""

    FIRST = auto()
    """Before anything else: the account is not safe, the building has no roster."""
    OFFER = auto()
    """Somebody made this household an offer and waits for a yes or no."""
    HOUSEHOLD = auto()
    """What happened in the household, or was done in its name."""
    DUE = auto()
    """A question that can be answered until a certain hour, and what goes with it."""
    EXPECTED = auto()
    """Its day has come, or somebody waits for a word."""
    SOON = auto()
    """Has a day, and time until then."""
    LATER = auto()
    """No day is set."""


class Urgency(IntEnum):
    """How long the committee can wait with it, in words and in that order."""

    NOW = 1
    SOON = 2
    LATER = 3

    @property
    def words(self) -> str:
        return str(
            {Urgency.NOW: _("今天"), Urgency.SOON: _("这几天"), Urgency.LATER: _("不急")}[self]
        )


class Heading(Enum):
    """Under which heading of the leader's day an item stands, in the order of the page."""

    ENDING = auto()
    OVERDUE = auto()
    DOORS = auto()
    REPLY = auto()
    UNANSWERED = auto()
    CONCERNS = auto()
    REVIEW = auto()

    @property
    def words(self) -> str:
        return {
            Heading.ENDING: _("今天截止"),
            Heading.OVERDUE: _("过了日子，还没办"),
            Heading.DOORS: _("还要敲的门"),
            Heading.REPLY: _("等您答复、等您办"),
            Heading.UNANSWERED: _("还没有人回应"),
            Heading.CONCERNS: _("反映和申诉"),
            Heading.REVIEW: _("该再看一看的公约"),
        }[self]


@dataclass(frozen=True, slots=True)
class Choice:
    """A button that posts one field: an answer that can be given at once."""

    word: str
    url: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a person, for the leader, for the next leader or for the committee.

    Who shows it decides which fields are read: see ``residents.rooms.manifest.Room``.
    """

    what: str
    """The thing, as it is called."""
    note: str
    """Why it waits, or more about it."""
    url: str
    """Address of the page where it is done; empty where the reader may not go there."""
    action: str = ""
    """The label of the button that leads to ``url``."""
    _: KW_ONLY
    priority: Priority = Priority.DUE
    urgency: Urgency = Urgency.SOON
    heading: Heading = Heading.REPLY
    choices: tuple[Choice, ...] = ()
    news: bool = False
    """Gone as soon as it is seen: shown openly, however much else waits."""
    share: str = ""
    """What the leader would say of it in the building's group; empty where it is not for the group."""
    building: Building | None = None
    """Set where items of several buildings stand together."""
    since: dt.datetime | None = None
    """Since when it waits; among equals the longest comes first on the work list."""
    due: dt.datetime | None = None
    """Until when it has to be done."""
    about: Thing | None = None
    """Set where the item of another room may replace this one."""
    replaces: Thing | None = None
    """The thing whose item is left out for this one. An item of equal priority takes its place."""

    @property
    def anchor(self) -> str:
        """For the field with the text to share; a thing stands once under each heading."""
        return slugify(f"share-{self.url}-{self.note}"[:80], allow_unicode=True)

    @property
    def waited(self) -> str:
        """How long, in one unit: ``7个月``, which does not read as July."""
        days = (timezone.now() - self.since).days if self.since else 0
        if days < 1:
            return _("不到一天")
        if days < A_FEW_MONTHS:
            return ngettext("%(n)d天", "%(n)d天", days) % {"n": days}
        months = days // A_MONTH
        return ngettext("%(n)d个月", "%(n)d个月", months) % {"n": months}


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Items under a title; ``url`` leads to all of them, where such a page exists."""

    title: StrOrPromise
    items: list[Waiting]
    url: str = ""
    order: int = 0
    """Lists stand in this order."""


def by_priority(items: Iterable[Waiting]) -> list[Waiting]:
    """The most pressing first, without what another item replaces."""
    ordered = sorted(items, key=attrgetter("priority"))
    instead = {item.replaces: item for item in ordered if item.replaces}
    present = {(item.about, item.priority) for item in ordered if item.about}
    kept: list[Waiting] = []
    for item in ordered:
        other = instead.get(item.about) if item.about else None
        if other is None and (item.replaces, item.priority) not in present:
            kept.append(item)
        elif other and other.priority == item.priority:
            kept.append(other)
    return kept
