"""The manifest of a room, which declares in ``room.py`` what the room contributes to other pages.

``ROOM = Room(name="notices", title=_("公示栏"), …)``. ``rooms()`` finds the ``ROOM`` of each installed
app. The front page, today page, handover, weekly sheet, search, desk and personal data read the
manifests and import no room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.module_loading import module_has_submodule

from residents.people.mentions import Mention
from residents.places.models import Building, Flat, Household
from residents.rooms.at_doors import AtDoor
from residents.rooms.context import PageContext
from residents.rooms.contributions import (
    Button,
    DaySum,
    HistoryLine,
    HouseholdPart,
    ReachCount,
    Searchable,
    Section,
    SharedPage,
    ThingPart,
    Weekly,
    WeekResult,
)
from residents.rooms.long_jobs import LongJobKind
from residents.rooms.messages import MessageType
from residents.rooms.occasions import Occasion
from residents.rooms.personal_data import DataCategory
from residents.rooms.sharing import Shareable
from residents.rooms.things import ThingType
from residents.rooms.waiting import DoneDuty, NewsItem, Waiting, WaitingList

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Tab = Literal["home", "notices", "matters", "lounge", "me"]
Items = Callable[[PageContext], Iterable[Waiting]]
NextChange = Callable[[Building], "dt.datetime | None"]
"""Returns when a page next changes by time alone, or None."""


def _nothing(*_args: object) -> tuple[()]:
    return ()


def _no_figures(*_args: object) -> dict[Any, Any]:
    return {}


def _no_list(*_args: object) -> list[tuple[str, str]]:
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A manifest. Only name and title are required.

    The number of queries of a provider must not depend on the number of items or buildings.
    """

    name: str
    """The app label, which is the part of a journal verb before the dot."""
    title: StrOrPromise

    tabs: Mapping[str, Tab] = field(default_factory=dict)
    """The tab of the pages of a URL namespace, of a URL name that is in no namespace, or of one page of
    a namespace whose other pages have another: "inbox:robots"."""

    # For members of a building
    duties: Items = _nothing
    """Inbox and front page: what this person is asked, while it is true. Uses ``action``, ``at``,
    ``at_is``, ``pinned``, ``choices``, ``about``, ``replaces``."""
    done_duties: Callable[[PageContext, dt.datetime], Iterable[DoneDuty]] = _nothing
    """Inbox: duties of this person's households that other members did since then."""
    news: Callable[[PageContext], Iterable[NewsItem]] = _nothing
    """Inbox and front page: news of the person's household, with names, until it is read. All other
    news is written as messages."""
    soon: Callable[[PageContext], Iterable[Occasion]] = _nothing
    """Front page: events among what the page reads for other slots (``PageContext.once``), so that
    they cost no statement."""
    sections: tuple[Section, ...] = ()
    """Front page: sections below the waiting items."""
    buttons: tuple[Button, ...] = ()
    """Front page: buttons that begin something."""

    # For the leader
    for_leader: Items = _nothing
    """Today page: what waits for the leader. Uses ``heading``, ``at``, ``choices`` and ``share``."""
    unfinished: Callable[[PageContext, int], Iterable[WaitingList]] = _nothing
    """Handover, and front page of a new leader: unfinished things, at most the given number per
    list."""

    # The round
    at_doors: Callable[[PageContext], Iterable[AtDoor]] = _nothing
    """Round and the page of a door: what is open for the people of each flat, and what of it is
    done."""

    household_parts: Callable[[PageContext, Household], Iterable[HouseholdPart]] = _nothing
    """Page of a household, for its members only: what helpers keep about it that it may change."""

    thing_parts: Mapping[str, Callable[[PageContext, int], ThingPart | None]] = field(
        default_factory=dict
    )
    """Page of a thing of a lower room, by the label of its model: what this room shows there of the
    thing with the primary key."""

    # Weekly sheet
    weekly: Weekly | None = None
    results: Callable[[PageContext, dt.datetime, dt.datetime], Iterable[WeekResult]] = _nothing
    """What was decided or done from the first moment until the second."""

    # Weekly sheet, calendars and front page
    coming: Callable[[PageContext, dt.datetime, dt.datetime], Iterable[Occasion]] = _nothing
    """What happens or ends from the first moment until the second, for all members."""

    # Chat groups
    shareable: Mapping[str, Shareable] = field(default_factory=dict)
    """What can be forwarded to a chat group, by the label of its model."""

    # Journal and search
    sentences: Mapping[str, StrOrPromise] = field(default_factory=dict)
    """Sentence of each journal verb, without the room.

    Placeholders are ``who`` and ``whom`` (named as far as they consented; people acting in an
    office always), ``name`` (full name of ``whom``, for acts that publish it or that only leader
    and committee can read) and ``title`` (of the subject).
    """
    day_sums: Mapping[str, DaySum] = field(default_factory=dict)
    """Front page: how several lines of a day are told in one sentence, by the verb without the room."""
    unnamed_actor: StrOrPromise = ""
    """Actor of lines without an actor. Empty means the scheduled job."""
    searchable: tuple[Searchable, ...] = ()

    # Messages
    message_types: tuple[MessageType[Any], ...] = ()
    """Inbox: the messages that things of this room cause."""

    # What came of what
    thing_types: Mapping[str, ThingType] = field(default_factory=dict)
    """Pages of things: how things of this room are shown on the pages of those that led to them or
    came of them. Keys are labels of models, such as "notices.notice"."""

    # Personal data
    data_categories: tuple[DataCategory, ...] = ()
    mentions: tuple[Mention, ...] = ()

    # For the committee's desk, of many buildings at once
    blocked_items: Callable[[QuerySet[Building], dt.datetime], Iterable[Waiting]] = _nothing
    """Work list: what is blocked. Uses ``urgency``, ``since`` and ``building``."""
    activity_counts: Callable[[Sequence[int], dt.datetime], Mapping[tuple[int, dt.date], int]] = (
        _no_figures
    )
    """Activity chart: maps pairs of building and Monday to the number of events since the given
    time."""
    reach_counts: Callable[[Sequence[int]], Mapping[int, ReachCount]] = _no_figures
    """Activity chart: maps buildings to the reach of their open canvasses."""
    history_of: (
        Callable[[Model, QuerySet[Building], str | None], tuple[Sequence[HistoryLine], str]] | None
    ) = None
    """Desk: a page of journal lines about an object in these buildings, after a cursor, and the URL
    of the next page. Only the journal declares it."""
    anchors_of: Callable[[Collection[int]], list[tuple[str, str]]] = _no_list
    """Exports: the name and the journal anchor of each building."""
    open_rosters: Callable[[Building, QuerySet[Household], Collection[Flat]], Iterable[str]] = (
        _nothing
    )
    """Record changes: titles of open canvasses and the like whose frozen roster contains one of
    these households or flats."""

    # Long jobs
    long_jobs: tuple[LongJobKind, ...] = ()
    """Work in chunks, with a page of progress."""

    # Page cache
    next_change: Mapping[SharedPage, NextChange] = field(default_factory=dict)
    """Page cache: when the room's part of each page next changes by time alone."""


def rooms() -> tuple[Room, ...]:
    return _discovered()


@cache
def _discovered() -> tuple[Room, ...]:
    return tuple(
        import_module(f"{config.name}.room").ROOM
        for config in apps.get_app_configs()
        if module_has_submodule(config.module, "room")
    )


def next_change_on(page: SharedPage) -> NextChange:
    """Return the earliest expiry that a room declares for this page. For ``cached_page``."""

    def soonest(building: Building) -> dt.datetime | None:
        providers = [room.next_change[page] for room in rooms() if page in room.next_change]
        found = [at for provider in providers if (at := provider(building))]
        return min(found, default=None)

    return soonest


def shareable() -> dict[str, Shareable]:
    return {label: one for room in rooms() for label, one in room.shareable.items()}


def room_called(name: str) -> Room | None:
    return next((room for room in rooms() if room.name == name), None)


def thing_types() -> dict[str, ThingType]:
    """Keys are labels of models."""
    return {label: kind for room in rooms() for label, kind in room.thing_types.items()}


def parts_of(page: PageContext, label: str, pk: int) -> list[ThingPart]:
    """Return what higher rooms show on the page of a thing."""
    makers = [room.thing_parts[label] for room in rooms() if label in room.thing_parts]
    return [part for make in makers if (part := make(page, pk))]


def sentences() -> dict[str, StrOrPromise]:
    """Keys have the form of "notices.posted"."""
    return {
        f"{room.name}.{verb}": words for room in rooms() for verb, words in room.sentences.items()
    }


def open_rosters_with(
    building: Building, households: QuerySet[Household], flats: Collection[Flat]
) -> list[str]:
    """Return titles of open canvasses and the like, whose frozen roster contains one of these."""
    return [title for room in rooms() for title in room.open_rosters(building, households, flats)]
