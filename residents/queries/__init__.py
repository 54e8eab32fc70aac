"""What pages need to know about places and people, split by noun."""

from __future__ import annotations

from residents.queries.buildings import (
    building_at,
    buildings_ever_of,
    buildings_of,
    count_people,
    public_buildings,
)
from residents.queries.consents import choices_of
from residents.queries.desk import people_of, with_rooms
from residents.queries.neighbours import households_of, members_of, neighbours_of
from residents.queries.offices import (
    helping_offices_of,
    leadership_of,
    leads_a_building,
    offices_held_by,
    offices_in,
    past_offices_of,
)
from residents.queries.people import homes_of, people_to_ask
from residents.queries.roster import drafts_of, joined, overview, plan_for, record_of, with_flats

__all__ = [
    "building_at",
    "buildings_ever_of",
    "buildings_of",
    "choices_of",
    "count_people",
    "drafts_of",
    "helping_offices_of",
    "homes_of",
    "households_of",
    "joined",
    "leadership_of",
    "leads_a_building",
    "members_of",
    "neighbours_of",
    "offices_held_by",
    "offices_in",
    "overview",
    "past_offices_of",
    "people_of",
    "people_to_ask",
    "plan_for",
    "public_buildings",
    "record_of",
    "with_flats",
    "with_rooms",
]
