"""What pages need to know about places and people, split by noun."""

from __future__ import annotations

from residents.queries.buildings import building_at, buildings_of, count_people, public_buildings
from residents.queries.people import homes_of, people_to_ask
from residents.queries.roster import drafts_of, joined, overview, plan_for, record_of, with_flats

__all__ = [
    "building_at",
    "buildings_of",
    "count_people",
    "drafts_of",
    "homes_of",
    "joined",
    "overview",
    "people_to_ask",
    "plan_for",
    "public_buildings",
    "record_of",
    "with_flats",
]
