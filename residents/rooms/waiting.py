"""The type of everything that waits for somebody, on the front page, today page, handover and work
list."""

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

DAYS_IN_MONTH, DAYS_IN_TWO_MONTHS = 30, 60
"""Days. Shorter periods than a few months are given in days."""

Thing = tuple[str, int]
"""Label of a model and primary key of a row."""


def thing_of(row: Model) -> Thing:
    return row._meta.label_lower, row.pk


class Priority(IntEnum):
    """The order on the front page. Items of equal priority follow the order of ``INSTALLED_APPS``,
    then that of their room."""

    FIRST = auto()
    """First of all: the account is not safe, or the building has no roster."""
    OFFER = auto()
    """An offer to this household that waits for an answer."""
    HOUSEHOLD = auto()
    """Something that happened in the household or was done in its name."""
    DEADLINE = auto()
    """A question with a deadline, and related tasks."""
    TODAY = auto()
    """Something due today, or somebody who waits for a reply."""
    SOON = auto()
    """Something with a later date."""
    LATER = auto()
    """Something without a date."""


class Urgency(IntEnum):
    """How long the committee can wait with an item, as shown and sorted in the work list."""

    NOW = 1
    SOON = 2
    LATER = 3

    @property
    def words(self) -> str:
        return str(
            {Urgency.NOW: _("今天"), Urgency.SOON: _("这几天"), Urgency.LATER: _("不急")}[self]
        )


class Heading(Enum):
    """Headings of the today page, in order."""

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
class AnswerButton:
    """A button that posts one field, for answers that need no page of their own."""

    word: str
    url: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thing that waits for a person, the leader, the next leader or the committee.

    Which fields are used depends on the page: see ``residents.rooms.manifest.Room``.
    """

    what: str
    """Its title."""
    note: str
    """Why it waits, or other details."""
    url: str
    """URL of the page where it is done. Empty if the reader may not open it."""
    action: str = ""
    """Label of the button that leads to ``url``."""
    _: KW_ONLY
    priority: Priority = Priority.DEADLINE
    urgency: Urgency = Urgency.SOON
    heading: Heading = Heading.REPLY
    choices: tuple[AnswerButton, ...] = ()
    news: bool = False
    """Shown unfolded, however many others wait. The provider stops yielding it once the person has
    seen it; nothing else removes it."""
    share: str = ""
    """Text that the leader can post in the building's chat group. Empty if unsuitable."""
    building: Building | None = None
    """Set where items of several buildings are listed together."""
    since: dt.datetime | None = None
    """The time since it waits. Equally urgent items are sorted by it."""
    due: dt.datetime | None = None
    """The deadline."""
    about: Thing | None = None
    """Set if an item of another room may replace this one."""
    replaces: Thing | None = None
    """The thing whose item is dropped in favour of this one. An item of equal priority takes its
    position."""

    @property
    def anchor(self) -> str:
        """The id of the field with the text to share. Unique, because a thing occurs once per
        heading."""
        return slugify(f"share-{self.url}-{self.note}"[:80], allow_unicode=True)

    @property
    def waited(self) -> str:
        """The age in one unit. Months are ``7个月``, which cannot be read as July."""
        days = (timezone.now() - self.since).days if self.since else 0
        if days < 1:
            return _("不到一天")
        if days < DAYS_IN_TWO_MONTHS:
            return ngettext("%(n)d天", "%(n)d天", days) % {"n": days}
        months = days // DAYS_IN_MONTH
        return ngettext("%(n)d个月", "%(n)d个月", months) % {"n": months}


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Items with a title. ``url`` is the page with all of them, if there is one."""

    title: StrOrPromise
    items: list[Waiting]
    url: str = ""
    order: int = 0
    """Position among the lists."""


def by_priority(items: Iterable[Waiting]) -> list[Waiting]:
    """Sort by priority and drop items that another one replaces."""
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
