"""What pages need to know about places and people, split by noun."""

from __future__ import annotations

from residents.queries.buildings import building_at, buildings_of, count_people, public_buildings
from residents.queries.people import homes_of, people_to_ask

__all__ = [
    "building_at",
    "buildings_of",
    "count_people",
    "homes_of",
    "people_to_ask",
    "public_buildings",
]
