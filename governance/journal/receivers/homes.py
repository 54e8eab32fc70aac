"""Handlers for flats and households that are closed, moved, merged and split, and for sales.

Residents can read the flats and the first day, but no names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Model
from django.dispatch import receiver
from django.utils.translation import gettext_lazy

from governance.journal.actions import append
from governance.journal.models import Audience
from governance.journal.receivers.words import (
    from_day,
    office_at_the_desk,
    room_of,
    rooms_of,
    subject_of,
)
from louzu.lib.stored import stored
from residents.models import Building, Flat, Household, Owner, User
from residents.people.signals import (
    building_closed,
    building_reopened,
    building_split,
    buildings_merged,
    flat_closed,
    flat_reopened,
    flats_replaced,
    flats_sold,
    household_came,
    household_left,
    household_moved,
    household_reopened,
    owner_split,
    owners_merged,
)


@receiver(building_closed)
def record_the_closed_building(building: Building, by: User, **_kwargs: object) -> None:
    title = from_day(stored(building.__str__), building.until)
    _record(building, "residents.building_closed", building, title, by)


@receiver(building_reopened)
def record_the_reopened_building(building: Building, by: User, **_kwargs: object) -> None:
    _record(building, "residents.building_reopened", building, stored(building.__str__), by)


@receiver(buildings_merged)
def record_the_merged_buildings(
    building: Building, into: Building, by: User, **_kwargs: object
) -> None:
    """Append a line to the journal of each building."""
    title = stored(gettext_lazy("%(one)s并入%(other)s"), one=building, other=into)
    for place in (building, into):
        _record(place, "residents.buildings_merged", building, title, by)


@receiver(building_split)
def record_the_split_building(
    building: Building, made: Building, flats: Sequence[Flat], by: User, **_kwargs: object
) -> None:
    """Append a line to the journal of each building."""
    words = {"rooms": rooms_of(flats), "one": building, "other": made}
    title = stored(gettext_lazy("%(one)s的%(rooms)s分出去，成为%(other)s"), **words)
    for place in (building, made):
        _record(place, "residents.building_split", building, title, by)


@receiver(flat_closed)
def record_the_closed_flat(flat: Flat, by: User, **_kwargs: object) -> None:
    _record(
        flat.building, "residents.flat_closed", flat, from_day(rooms_of([flat]), flat.until), by
    )


@receiver(flat_reopened)
def record_the_reopened_flat(flat: Flat, by: User, **_kwargs: object) -> None:
    _record(flat.building, "residents.flat_reopened", flat, rooms_of([flat]), by)


@receiver(household_left)
def record_who_left(household: Household, by: User, **_kwargs: object) -> None:
    title = from_day(room_of(household), household.until)
    _record(household.building, "residents.household_left", household, title, by)


@receiver(household_came)
def record_who_came(household: Household, by: User, **_kwargs: object) -> None:
    title = from_day(room_of(household), household.since)
    _record(household.building, "residents.household_came", household, title, by)


@receiver(household_moved)
def record_who_moved(before: Household, after: Household, by: User, **_kwargs: object) -> None:
    rooms = stored(gettext_lazy("%(old)s到%(new)s"), old=room_of(before), new=room_of(after))
    title = from_day(rooms, before.until)
    _record(before.building, "residents.household_moved", before, title, by)


@receiver(household_reopened)
def record_who_stays(household: Household, by: User, **_kwargs: object) -> None:
    title = room_of(household)
    _record(household.building, "residents.household_reopened", household, title, by)


@receiver(flats_replaced)
def record_merged_or_split(
    before: Sequence[Flat], after: Sequence[Flat], by: User, **_kwargs: object
) -> None:
    words = {"before": rooms_of(before), "after": rooms_of(after)}
    one = after[0] if len(after) == 1 else before[0]
    sentence = (
        gettext_lazy("%(before)s合为%(after)s")
        if one in after
        else gettext_lazy("%(before)s拆为%(after)s")
    )
    _record(one.building, "residents.flats_replaced", one, stored(sentence, **words), by)


@receiver(flats_sold)
def record_the_sale(flats: Sequence[Flat], on: dt.date, by: User, **_kwargs: object) -> None:
    for flat in flats:
        title = from_day(rooms_of([flat]), on)
        _record(flat.building, "residents.flats_sold", flat, title, by)


@receiver(owners_merged)
def record_that_owners_are_one(owner: Owner, by: User, **_kwargs: object) -> None:
    held = owner.ownerships.not_over().order_by("flat__floor", "flat__room").select_related("flat")
    title = rooms_of([one.flat for one in held])
    _record(owner.building, "residents.owners_merged", owner, title, by)


@receiver(owner_split)
def record_that_an_owner_is_two(
    owner: Owner, flats: Sequence[Flat], by: User, **_kwargs: object
) -> None:
    _record(owner.building, "residents.owner_split", owner, rooms_of(flats), by)


def _record(building: Building, verb: str, thing: Model, title: str, by: User) -> None:
    append(
        building,
        verb,
        by=by,
        subject=subject_of(thing, title),
        audience=Audience.RESIDENTS,
        office=office_at_the_desk(by, building),
    )
