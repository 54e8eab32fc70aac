"""Merge flats, and split a flat in two."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.changes.actions.closing import end_flats_and_parts
from residents.changes.actions.homes import (
    begin_empty_household,
    begin_household,
    end_memberships,
    end_memberships_and_slips,
    lock_people_and_building,
    merged_households,
    refuse_future_records,
    reload_open_flat,
)
from residents.changes.inputs import HouseholdInput
from residents.changes.queries.closing import household_on
from residents.people.models import Membership, User
from residents.people.signals import flats_replaced
from residents.places.models import Flat, Household, Owner, Ownership


@dataclass(frozen=True, slots=True)
class FlatPart:
    """A flat to be created by a merge or split."""

    room: str
    floor: int
    area: Decimal | None
    area_source: str
    owner: Owner | None
    people: HouseholdInput | None = None
    """None if nobody lives there."""
    members: Collection[Membership] = ()


@transaction.atomic
def merge_flats(flats: Sequence[Flat], *, into: FlatPart, by: User) -> Flat:
    """Merge flats today into one with one owner and one household. Raises Refused.

    The new household has all people of the old ones; ``into.people`` is ignored.
    """
    today = timezone.localdate()
    lock_people_and_building(flats[0].building)
    flats = [reload_open_flat(flat, today) for flat in flats]
    if len({flat.pk for flat in flats}) == 1 or len({flat.building_id for flat in flats}) > 1:
        raise Refused(_("请选这栋楼里的另一室。"))
    refuse_future_records(flats)
    homes = [home for flat in flats if (home := household_on(flat, today))]
    people = merged_households(homes)
    left = end_flats_and_parts(flats, today)
    whole = _create_flat(into, flats)
    home = begin_household(whole, today, people)
    for old, leaving in left:
        end_memberships_and_slips(old, leaving, today, by=by, to=home)
    for flat in flats:
        flat.successors.add(whole)
    flats_replaced.send(sender=Flat, before=list(flats), after=[whole], by=by)
    return whole


@transaction.atomic
def split_flat(flat: Flat, *, into: Sequence[FlatPart], by: User) -> list[Flat]:
    """Split a flat today. Raises Refused.

    Members named in a part live there; all others live in the first part that is lived in.
    """
    today = timezone.localdate()
    lock_people_and_building(flat.building)
    flat = reload_open_flat(flat, today)
    into = [
        replace(part, members=list(part.members)) for part in into
    ]  # evaluated before the memberships end
    refuse_future_records([flat])
    left = end_flats_and_parts([flat], today)
    parts = [(part, _create_flat(part, [flat])) for part in into]
    begun = {
        one.pk: begin_household(one, today, part.people)
        if part.people
        else begin_empty_household(one, today)
        for part, one in parts
    }
    for home, leaving in left:
        rest = _assign_members(leaving, [(part, begun[one.pk]) for part, one in parts])
        lived_in = [begun[one.pk] for part, one in parts if part.people]
        end_memberships_and_slips(home, rest, today, by=by, to=lived_in[0] if lived_in else None)
    flat.successors.add(*(one for _part, one in parts))
    flats_replaced.send(sender=Flat, before=[flat], after=[one for _part, one in parts], by=by)
    return [one for _part, one in parts]


def _assign_members(
    leaving: Sequence[Membership], parts: Sequence[tuple[FlatPart, Household]]
) -> list[Membership]:
    rest = {member.pk: member for member in leaving}
    for part, home in parts:
        named = [rest.pop(member.pk) for member in part.members if member.pk in rest]
        end_memberships(named, timezone.localdate(), to=home)
    return list(rest.values())


def people_left_over(home: Household, second: HouseholdInput) -> HouseholdInput:
    """Return the household of the first part, without the people of the second one. Raises Refused
    if more people of an age move than live there."""
    left = replace(
        HouseholdInput.of(home),
        aged_0_6=home.aged_0_6 - second.aged_0_6,
        aged_7_17=home.aged_7_17 - second.aged_7_17,
        aged_18_59=home.aged_18_59 - second.aged_18_59,
        aged_60_up=home.aged_60_up - second.aged_60_up,
    )
    if min(left.aged_0_6, left.aged_7_17, left.aged_18_59, left.aged_60_up) < 0:
        raise Refused(_("第二套的人数比现在登记的还多。请先把这一户的人数改对。"))
    return left


def _create_flat(part: FlatPart, instead_of: Sequence[Flat]) -> Flat:
    building, today = instead_of[0].building, timezone.localdate()
    others = Flat.objects.not_closed().filter(building=building, room=part.room)
    if others.exclude(pk__in=[flat.pk for flat in instead_of]).exists():
        raise Refused(_("这栋楼已经有%(room)s室了。") % {"room": part.room})
    made = Flat.objects.create(
        building=building,
        room=part.room,
        floor=part.floor,
        area=part.area,
        area_source=part.area_source,
        since=today,
    )
    if part.owner:
        if part.owner._state.adding:
            part.owner.save()
        Ownership.objects.create(flat=made, owner=part.owner, since=today)
    return made
