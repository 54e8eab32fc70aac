"""The types of everything that waits for somebody, on the inbox, front page, today page, handover
and work list, and of what is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from enum import Enum, IntEnum, auto
from typing import TYPE_CHECKING, Literal

from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from louzu.lib.time import format_duration, format_past, format_when
from residents.places.models import Building

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Thing = tuple[str, int]
"""Label of a model and primary key of a row."""


def thing_of(row: Model) -> Thing:
    return row._meta.label_lower, row.pk


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
    at: dt.datetime | None = None
    """The time at which it happens, or until which it can be done. Items are sorted by it."""
    at_is: Literal["until", "at"] = "until"
    turn: bool = False
    """The act of another person made it this person's turn. The front page shows all of these, however
    many other duties there are."""
    pinned: bool = False
    """Stands before all others, whatever their times."""
    urgency: Urgency = Urgency.SOON
    heading: Heading = Heading.REPLY
    choices: tuple[AnswerButton, ...] = ()
    share: str = ""
    """Text that the leader can post in the building's chat group. Empty if unsuitable."""
    building: Building | None = None
    """Set where items of several buildings are listed together."""
    since: dt.datetime | None = None
    """The time since it waits. Equally urgent items are sorted by it."""
    about: Thing | None = None
    """Set if an item of another room may replace this one."""
    replaces: Thing | None = None
    """The thing whose item is dropped in favour of this one."""

    @property
    def when(self) -> str:
        """``明天上午9点前``. Empty without a time."""
        return format_when(self.at, until=self.at_is == "until") if self.at else ""

    @property
    def anchor(self) -> str:
        """The id of the field with the text to share. Unique, because a thing occurs once per
        heading."""
        return slugify(f"share-{self.url}-{self.note}"[:80], allow_unicode=True)

    @property
    def waited(self) -> str:
        """The age in one unit."""
        days = (timezone.now() - self.since).days if self.since else 0
        return _("不到一天") if days < 1 else format_duration(days)


@dataclass(frozen=True, slots=True)
class NewsItem:
    """Something that happened and asks nothing of the reader."""

    what: str
    """A sentence, or the title of the thing that it is about."""
    note: str
    url: str
    at: dt.datetime
    """The time at which it happened."""
    unread: bool = True

    @property
    def when(self) -> str:
        return format_past(self.at)


@dataclass(frozen=True, slots=True)
class DoneDuty:
    """A duty of a household that another member has done."""

    what: str
    """Its title."""
    who: str
    at: dt.datetime
    url: str

    @property
    def when(self) -> str:
        return format_past(self.at)


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Items with a title. ``url`` is the page with all of them, if there is one."""

    title: StrOrPromise
    items: list[Waiting]
    url: str = ""
    order: int = 0
    """Position among the lists."""


def by_time(items: Iterable[Waiting]) -> list[Waiting]:
    """Drop items that another one replaces. Sort the others: pinned ones, then by time, then those
    without a time. Equals keep their order."""
    found = list(items)
    replaced = {item.replaces for item in found if item.replaces}
    return sorted((item for item in found if item.about not in replaced), key=_position)


def _position(item: Waiting) -> tuple[bool, bool, float]:
    return not item.pinned, item.at is None, item.at.timestamp() if item.at else 0.0
