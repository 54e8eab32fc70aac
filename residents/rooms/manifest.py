"""What a room contributes to pages that are not its own, declared in the room's ``room.py``.

``ROOM = Room(name="notices", title=_("公示栏"), …)``. ``rooms()`` finds the ``ROOM`` of every installed app.
Front page, leader's day, hand-over, weekly sheet, search, desk and personal data read it from there and
import no room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.module_loading import module_has_submodule

from residents.people.mentions import Mention
from residents.places.models import Building, Flat, Household
from residents.rooms.context import PageContext
from residents.rooms.contributions import (
    Button,
    HistoryLine,
    Page,
    ReachCount,
    Searchable,
    Section,
    Weekly,
)
from residents.rooms.personal_data import DataCategory
from residents.rooms.waiting import Waiting, WaitingList

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Items = Callable[[PageContext], Iterable[Waiting]]
NextChange = Callable[[Building], "dt.datetime | None"]
"""When the clock alone next changes something in this building; None: never."""


def _nothing(*_args: object) -> tuple[()]:
    return ()


def _no_figures(*_args: object) -> dict[Any, Any]:
    return {}


def _no_list(*_args: object) -> list[Any]:
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One manifest. Everything but the name and the title may be left out.

    A provider makes a fixed number of statements, whatever waits and however many buildings it is asked for.
    """

    name: str
    """The label of its app; the part of a journal verb before the dot."""
    title: StrOrPromise

    # For members of a building
    waiting: Items = _nothing
    """Front page: what waits for this person. Reads ``priority``, ``choices``, ``news``, ``replaces``."""
    sections: tuple[Section, ...] = ()
    """Front page: its parts below what waits."""
    buttons: tuple[Button, ...] = ()
    """Front page: what may be begun."""

    # For the leader
    for_leader: Items = _nothing
    """The leader's day. Reads ``heading``, then ``priority``; ``share``."""
    unfinished: Callable[[PageContext, int], Iterable[WaitingList]] = _nothing
    """Hand-over, and a new leader's front page: what is open, of each list at most so many items."""

    # Weekly sheet
    weekly: Weekly | None = None
    coming: Items = _nothing
    """What one can still take part in, for this week's sheet."""

    # Journal and search
    sentences: Mapping[str, StrOrPromise] = field(default_factory=dict)
    """How a line reads, by its verb without the room: ``who`` did it to ``whom`` (both as far as they agreed
    to be named, who acts in an office by name); ``name`` is the latter's in full, for acts that make it
    public and those which only leader and committee read; ``title`` is what it is about."""
    unnamed_actor: StrOrPromise = ""
    """Who acts in lines without an actor; the clock, where it is left empty."""
    searchable: tuple[Searchable, ...] = ()

    # Personal data
    data_categories: tuple[DataCategory, ...] = ()
    mentions: tuple[Mention, ...] = ()

    # For the committee's desk, of many buildings at once
    blocked_items: Callable[[QuerySet[Building], dt.datetime], Iterable[Waiting]] = _nothing
    """Work list: what does not go on by itself, the most urgent first. Reads ``urgency``, ``since``,
    ``building``."""
    happened_in: Callable[[Sequence[int], dt.datetime], Mapping[tuple[int, dt.date], int]] = (
        _no_figures
    )
    """Picture: for buildings by key, how much happened since then, by building and Monday of the week."""
    reached_in: Callable[[Sequence[int]], Mapping[int, ReachCount]] = _no_figures
    """Picture: the doors of what is under way, by building."""
    history_of: (
        Callable[[Model, QuerySet[Building], str | None], tuple[Sequence[HistoryLine], str]] | None
    ) = None
    """History of a row: of a thing, in these buildings, a page of lines behind a cursor, and the address
    of the next page. One room has it: the journal."""
    anchors_of: Callable[[Collection[int]], list[tuple[str, str]]] = _no_list
    """Exported lists: of buildings by key, the name, and number and digest of the journal's newest line."""
    counting: Callable[[Building, QuerySet[Household], Collection[Flat]], Iterable[str]] = _nothing
    """Changes of records: titles of what is under way and counts any of these households or flats by a
    roster that was fixed when it began."""

    # Page cache
    next_change: Mapping[Page, NextChange] = field(default_factory=dict)
    """When the clock next changes what the room shows on these pages."""


def rooms() -> tuple[Room, ...]:
    """Of all installed apps that have one, in the order of ``INSTALLED_APPS``."""
    return _discovered()


@cache
def _discovered() -> tuple[Room, ...]:
    return tuple(
        import_module(f"{config.name}.room").ROOM
        for config in apps.get_app_configs()
        if module_has_submodule(config.module, "room")
    )


def next_change_on(page: Page) -> NextChange:
    """For ``cached_page``: the soonest change that any room brings to this page."""

    def soonest(building: Building) -> dt.datetime | None:
        providers = [room.next_change[page] for room in rooms() if page in room.next_change]
        found = [at for provider in providers if (at := provider(building))]
        return min(found, default=None)

    return soonest


def room_called(name: str) -> Room | None:
    return next((room for room in rooms() if room.name == name), None)


def sentences() -> dict[str, StrOrPromise]:
    """How every verb of the journal reads, by ``room.verb``."""
    return {
        f"{room.name}.{verb}": words for room in rooms() for verb, words in room.sentences.items()
    }


def rolls_with(
    building: Building, households: QuerySet[Household], flats: Collection[Flat]
) -> list[str]:
    """Titles of what is under way and counts any of these by a roster that was fixed."""
    return [title for room in rooms() for title in room.counting(building, households, flats)]
