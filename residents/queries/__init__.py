"""What pages need to know about places and people, split by noun."""

from __future__ import annotations

from residents.queries.buildings import building_at, buildings_of, count_people, public_buildings
from residents.queries.devices import (
    devices_behind,
    devices_of,
    passkeys_of,
    signs_in_by_pin_alone,
)
from residents.queries.joining import (
    free_username,
    has_phone,
    home_in,
    is_taken,
    members_in,
    members_of,
    waiting_in,
)
from residents.queries.people import homes_of, people_to_ask
from residents.queries.slips import (
    helped_without_slip,
    households_to_print,
    joinings_in,
    slip_behind,
    slip_to_join,
    slips_in,
    slips_of,
)

__all__ = [
    "building_at",
    "buildings_of",
    "count_people",
    "devices_behind",
    "devices_of",
    "free_username",
    "has_phone",
    "helped_without_slip",
    "home_in",
    "homes_of",
    "households_to_print",
    "is_taken",
    "joinings_in",
    "members_in",
    "members_of",
    "passkeys_of",
    "people_to_ask",
    "public_buildings",
    "signs_in_by_pin_alone",
    "slip_behind",
    "slip_to_join",
    "slips_in",
    "slips_of",
    "waiting_in",
]
