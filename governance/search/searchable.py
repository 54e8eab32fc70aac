"""What can be found, as the rooms declare it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from residents.rooms.contributions import Searchable
from residents.rooms.manifest import rooms

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def subjects() -> dict[str, Searchable]:
    """By the label of their model."""
    return {subject.kind: subject for room in rooms() for subject in room.searchable}


def room_of(kind: str) -> str:
    return kind.partition(".")[0]


def rooms_with_passages() -> dict[str, StrOrPromise]:
    """The rooms in which something can be found, as neighbours call them."""
    return {room_of(kind): subject.name for kind, subject in subjects().items()}
