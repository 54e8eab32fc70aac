"""What pages need to know about places and people, split by noun."""

from __future__ import annotations

from residents.queries.buildings import (
    IN_ORDER,
    building_at,
    buildings_ever_of,
    buildings_of,
    count_people,
    free_slug,
    has_roster,
    public_buildings,
    tags_of,
)
from residents.queries.columns import as_answered, remembered_columns, sheet_of_draft
from residents.queries.consents import choices_of
from residents.queries.desk import (
    at_places,
    living_at,
    living_there,
    people_of,
    residents_by_building,
    staff_of,
    with_rooms,
)
from residents.queries.devices import (
    authenticators_of,
    devices_behind,
    devices_of,
    kinds_of_keys,
    passkeys_of,
    signs_in_by_pin_alone,
)
from residents.queries.imports import imports_of, undoing_of
from residents.queries.joining import (
    free_username,
    home_in,
    is_taken,
    members_at,
    members_in,
    waiting_in,
)
from residents.queries.neighbours import households_of, members_of, neighbours_of
from residents.queries.offices import (
    helping_offices_of,
    leader_until_handed_over,
    leadership_of,
    leads_a_building,
    offices_held_by,
    offices_in,
    past_offices_of,
)
from residents.queries.people import homes_of, people_to_ask
from residents.queries.roster import drafts_of, joined, overview, plan_for, record_of, with_flats
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
    "IN_ORDER",
    "as_answered",
    "at_places",
    "authenticators_of",
    "building_at",
    "buildings_ever_of",
    "buildings_of",
    "choices_of",
    "count_people",
    "devices_behind",
    "devices_of",
    "drafts_of",
    "free_slug",
    "free_username",
    "has_roster",
    "helped_without_slip",
    "helping_offices_of",
    "home_in",
    "homes_of",
    "households_of",
    "households_to_print",
    "imports_of",
    "is_taken",
    "joined",
    "joinings_in",
    "kinds_of_keys",
    "leader_until_handed_over",
    "leadership_of",
    "leads_a_building",
    "living_at",
    "living_there",
    "members_at",
    "members_in",
    "members_of",
    "neighbours_of",
    "offices_held_by",
    "offices_in",
    "overview",
    "passkeys_of",
    "past_offices_of",
    "people_of",
    "people_to_ask",
    "plan_for",
    "public_buildings",
    "record_of",
    "remembered_columns",
    "residents_by_building",
    "sheet_of_draft",
    "signs_in_by_pin_alone",
    "slip_behind",
    "slip_to_join",
    "slips_in",
    "slips_of",
    "staff_of",
    "tags_of",
    "undoing_of",
    "waiting_in",
    "with_flats",
    "with_rooms",
]
