"""Close a building, merge it into another one, or split off some of its flats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.changes.actions.closing import end_flats_and_parts, reopen_place
from residents.changes.actions.homes import (
    begin_household,
    end_memberships_and_slips,
    lock_people_and_building,
    refuse_future_records,
)
from residents.changes.inputs import HouseholdInput
from residents.changes.queries.closing import ended_with_place, household_on
from residents.joining.actions.joining import end_offices_in
from residents.people.actions.offices import end_office
from residents.people.models import Membership, Office, User
from residents.people.signals import (
    building_closed,
    building_reopened,
    building_split,
    buildings_merged,
)
from residents.places.models import Building, Flat, Household, Owner, Ownership
from residents.places.queries import free_slug
from residents.rooms.manifest import open_rosters_with
from residents.roster_parser.names import name_key
from residents.roster_parser.rooms import ROOM_LENGTH


@transaction.atomic
def close_building(building: Building, *, on: dt.date, by: User) -> Building:
    """Close a building from ``on``: nobody lives or works there, and it is read-only. Raises
    Refused."""
    building = _open(building, on)
    flats = _flats_of(building)
    _refuse_open_rolls(building, flats)
    _end_offices(building, on, by=by)
    for home, leaving in end_flats_and_parts(flats, on, building=building):
        end_memberships_and_slips(home, leaving, on, by=by)
    building_closed.send(sender=Building, building=building, by=by)
    return building


@transaction.atomic
def reopen_building(building: Building, *, by: User) -> Building:
    """Reopen a building that was closed by mistake.

    Flats, households, people and owners that ended with it go on; those that ended by themselves do
    not. Offices must be given again. Raises Refused.
    """
    building = Building.objects.select_for_update().get(pk=building.pk)
    if building.until is None:
        raise Refused(_("这栋楼组没有撤销。"))
    if _was_merged(building):
        raise Refused(_("这栋楼组已经并到别的楼组，不能恢复。"))
    of_building = Membership.objects.filter(household__building=building)
    reopen_place(building, of_building, staying=ended_with_place(of_building))
    building_reopened.send(sender=Building, building=building, by=by)
    return building


def _was_merged(building: Building) -> bool:
    ended = Flat.objects.filter(building=building, until=building.until)
    into = building.successors.exclude(since=building.until)
    if ended.filter(successors__building__in=into).exists():
        return True
    return building.successors.exists() and not ended.filter(successors=None).exists()


@transaction.atomic
def merge_buildings(building: Building, *, into: Building, by: User) -> Building:
    """Move all flats, households, people and owners to another building today. Raises Refused.

    A room number that exists there already is prefixed by the old door number, as in ``115-302``.
    """
    today = timezone.localdate()
    for one in sorted((building, into), key=lambda place: place.pk):
        lock_people_and_building(one)
    building, into = _open(building, today), _open(into, today)
    if building.pk == into.pk or building.neighbourhood_id != into.neighbourhood_id:
        raise Refused(_("请选同一个居民区里的另一栋楼组。"))
    flats = _flats_of(building)
    _refuse_open_rolls(building, flats)
    refuse_future_records(flats)
    _end_offices(building, today, by=by)
    _move_flats(flats, into, room_numbers_in(building, into), by=by)
    into.floors = max(into.floors, building.floors)
    into.save(update_fields=["floors"])
    building.until = today
    building.save(update_fields=["until"])
    building.successors.add(into)
    buildings_merged.send(sender=Building, building=building, into=into, by=by)
    return into


@transaction.atomic
def split_building(
    building: Building, *, flats: Iterable[Flat], made: Building, by: User
) -> Building:
    """Move some flats to ``made``, a new building, today. Raises Refused."""
    today = timezone.localdate()
    lock_people_and_building(building)
    building = _open(building, today)
    chosen = {flat.pk for flat in flats}
    standing = _flats_of(building)
    going = [flat for flat in standing if flat.pk in chosen]
    if not going or len(going) == len(standing):
        raise Refused(_("请选一部分室：至少一室分出去，至少一室留下。"))
    _refuse_open_rolls(building, going)
    refuse_future_records(going)
    made.neighbourhood, made.floors, made.since = building.neighbourhood, building.floors, today
    made.slug = free_slug(made.lane, made.door_number)
    made.save()
    people = _move_flats(going, made, {flat.pk: flat.room for flat in going}, by=by)
    for person in people:
        end_offices_in(person, building, by=by)
    building.successors.add(made)
    building_split.send(sender=Building, building=building, made=made, flats=going, by=by)
    return made


def room_numbers_in(building: Building, into: Building) -> dict[int, str]:
    """Return primary key of a flat → its room number in ``into``. Raises Refused."""
    taken = set(Flat.objects.not_closed().filter(building=into).values_list("room", flat=True))
    rooms = {}
    for flat in _flats_of(building):
        room = f"{building.door_number}-{flat.room}" if flat.room in taken else flat.room
        if room in taken or len(room) > ROOM_LENGTH:
            raise Refused(_("两栋楼都有%(flat)s，请先改一下室号。") % {"flat": flat})
        taken.add(room)
        rooms[flat.pk] = room
    return rooms


def _move_flats(
    flats: Sequence[Flat], into: Building, rooms: dict[int, str], *, by: User
) -> list[User]:
    """Close flats and create them in ``into`` today. Return the people who live in them."""
    today = timezone.localdate()
    owners: dict[int, Owner] = {}
    people: list[User] = []
    for flat in flats:
        held = Ownership.objects.current().filter(flat=flat).select_related("owner").first()
        made = Flat.objects.create(
            building=into,
            floor=flat.floor,
            room=rooms[flat.pk],
            area=flat.area,
            area_source=flat.area_source,
            since=today,
        )
        old = household_on(flat, today)
        data = (
            HouseholdInput.of(old) if old else HouseholdInput(occupancy=Household.Occupancy.EMPTY)
        )
        home = begin_household(made, today, data)
        for left, leaving in end_flats_and_parts([flat], today):
            end_memberships_and_slips(left, leaving, today, by=by, to=home)
        people += User.objects.filter(memberships__household=home)
        if held:
            if held.owner_id not in owners:
                owners[held.owner_id] = _owner_in(into, held.owner)
            Ownership.objects.create(owner=owners[held.owner_id], flat=made, since=today)
        flat.successors.add(made)
    return people


def _owner_in(building: Building, owner: Owner) -> Owner:
    """Return the same owner in the other building, recognised by name and a common phone, or a new
    one."""
    numbers = set(owner.phone.split("、")) - {""}
    for other in Owner.objects.filter(building=building).exclude(phone="").order_by("pk"):
        if numbers & set(other.phone.split("、")) and name_key(other.name) == name_key(owner.name):
            new = [name for name in owner.also if name not in other.also]
            if new:
                other.also = [*other.also, *new]
                other.save(update_fields=["also"])
            return other
    return Owner.objects.create(
        building=building, name=owner.name, phone=owner.phone, also=[*owner.also]
    )


def _open(building: Building, on: dt.date) -> Building:
    lock_people_and_building(building)
    found = Building.objects.select_related("neighbourhood").get(pk=building.pk)
    if found.until is not None:
        raise Refused(_("这栋楼组已经撤销了。"))
    if found.since and on < found.since:
        raise Refused(_("日子不能早于这栋楼组开始的那天。"))
    return found


def _flats_of(building: Building) -> list[Flat]:
    flats = Flat.objects.not_closed().filter(building=building).select_related("building")
    return [*flats.order_by("floor", "room")]


def _refuse_open_rolls(building: Building, flats: Sequence[Flat]) -> None:
    homes = Household.objects.not_closed().filter(flat__in=flats)
    under_way = open_rosters_with(building, homes, flats)
    if under_way:
        sentence = _("还有没办完的：%(things)s。请先办完，或者收回。")
        raise Refused(sentence % {"things": "、".join(under_way)})


def _end_offices(building: Building, on: dt.date, *, by: User) -> None:
    for office in Office.objects.not_over(on).filter(building=building).order_by("pk"):
        end_office(office, by=by, on=on)
