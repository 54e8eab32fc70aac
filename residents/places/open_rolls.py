"""Open canvasses and drafts whose frozen roster counts households or flats.

A room registers ``register_open_rolls("canvass", open_canvass_titles)`` in its ``admin.py``. ``open_canvass_titles(building,
households, flats)`` returns the titles of those that count any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from django.db.models import QuerySet

from residents.places.models import Building, Flat, Household

Provider = Callable[[Building, "QuerySet[Household]", Collection[Flat]], Iterable[str]]
PROVIDERS: dict[str, Provider] = {}


def register_open_rolls(room: str, provider: Provider) -> None:
    PROVIDERS[room] = provider


def titles_of_open_rolls(
    building: Building, households: QuerySet[Household], flats: Collection[Flat]
) -> list[str]:
    return [
        title for provider in PROVIDERS.values() for title in provider(building, households, flats)
    ]
