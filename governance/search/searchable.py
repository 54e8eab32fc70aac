"""Registry of searchable models, from the manifests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from residents.rooms.contributions import Searchable
from residents.rooms.manifest import rooms

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def subjects() -> dict[str, Searchable]:
    return {subject.kind: subject for room in rooms() for subject in room.searchable}


def room_of(kind: str) -> str:
    return kind.partition(".")[0]


def rooms_with_passages() -> dict[str, StrOrPromise]:
    return {room_of(kind): subject.name for kind, subject in subjects().items()}
