"""Move households out, within the building, and in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.changes.actions.homes import (
    begin_empty_household,
    begin_household,
    lock_people_and_building,
    merged_households,
    reload_open_flat,
    reload_open_household,
    vacate,
)
from residents.changes.inputs import HouseholdInput
from residents.people.models import User
from residents.people.signals import household_came, household_left, household_moved
from residents.places.models import Flat, Household


@transaction.atomic
def move_household(
    household: Household,
    *,
    on: dt.date,
    to: Flat | None = None,
    newcomers: HouseholdInput | None = None,
    by: User,
) -> Household:
    """Move a household to ``to`` in the same building, or away.

    If ``to`` is lived in, the two households become one, which is possible up to today.
    ``newcomers`` is the next household in the old flat; None leaves it empty. Return the
    household that moved. Raises Refused.
    """
    lock_people_and_building(household.building)
    household = reload_open_household(household, on)
    if household.occupancy == Household.Occupancy.EMPTY:
        raise Refused(_("%(flat)s没有人住，没有人可以搬走。") % {"flat": household.flat})
    new = _move_into(household, to, on, by) if to else None
    vacate(household.flat, on, by=by, to=new)
    household.refresh_from_db()
    if new:
        household.moved_to = new
        household.save(update_fields=["moved_to"])
        household_moved.send(sender=Household, before=household, after=new, by=by)
    else:
        household_left.send(sender=Household, household=household, by=by)
    if newcomers is None:
        begin_empty_household(household.flat, on)
    else:
        came = begin_household(household.flat, on, newcomers)
        household_came.send(sender=Household, household=came, by=by)
    return household


@transaction.atomic
def move_in(flat: Flat, *, on: dt.date, newcomers: HouseholdInput, by: User) -> Household:
    lock_people_and_building(flat.building)
    flat = reload_open_flat(flat, on)
    if Household.objects.current(on).filter(flat=flat).occupied().exists():
        raise Refused(_("%(flat)s那天还有人住。") % {"flat": flat})
    vacate(flat, on, by=by)
    came = begin_household(flat, on, newcomers)
    household_came.send(sender=Household, household=came, by=by)
    return came


def _move_into(household: Household, to: Flat, on: dt.date, by: User) -> Household:
    to = reload_open_flat(to, on)
    if to.pk == household.flat_id or to.building_id != household.building_id:
        raise Refused(_("请选这栋楼里的另一室。"))
    there = Household.objects.current(on).filter(flat=to).occupied().first()
    if there is None:
        vacate(to, on, by=by)
        return begin_household(to, on, HouseholdInput.of(household))
    if on > timezone.localdate():
        raise Refused(_("%(flat)s那天还有人住。要住到一起的，请到了那天再办。") % {"flat": to})
    if there.own_until:
        raise Refused(_("%(flat)s现在的人家已经登记要搬走，请等那天以后再办。") % {"flat": to})
    for name, value in merged_households([there, household]).to_fields().items():
        setattr(there, name, value)
    there.save()
    return there
