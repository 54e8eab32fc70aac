"""Close flats, and reopen flats and households that were closed by mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.changes.actions.homes import (
    end_memberships_and_slips,
    lock_people_and_building,
    members_on,
    refuse_later_records,
    reload_open_flat,
    vacate,
)
from residents.changes.queries.closing import flat_with_same_room, next_household_after
from residents.people.models import Membership, User
from residents.people.signals import flat_closed, flat_reopened, household_reopened
from residents.places.models import Building, Flat, Household, Ownership


@transaction.atomic
def close_flat(flat: Flat, *, on: dt.date, by: User) -> Flat:
    lock_people_and_building(flat.building)
    flat = reload_open_flat(flat, on)
    end_flats([flat], on, by=by)
    flat_closed.send(sender=Flat, flat=flat, by=by)
    return flat


def end_flats(flats: Sequence[Flat], on: dt.date, *, by: User) -> None:
    for home, leaving in end_flats_and_parts(flats, on):
        end_memberships_and_slips(home, leaving, on, by=by)


def end_flats_and_parts(
    flats: Sequence[Flat], on: dt.date, *, building: Building | None = None
) -> list[tuple[Household, list[Membership]]]:
    """End flats from ``on``, or ``building``, if they are all of its flats.

    Return the households with the members who must leave them. Raises Refused.
    """
    for flat in flats:
        refuse_later_records(flat, on)
    homes = Household.objects.not_closed(on).filter(flat__in=flats)
    homes = homes.select_related("flat", "building").order_by("pk")
    left = [(home, members_on(home, on)) for home in homes]
    for ended in [building] if building else flats:
        ended.until = on
        ended.save(update_fields=["until"])
    return left


def end_ownerships(flat: Flat, on: dt.date) -> None:
    for held in Ownership.objects.not_over(on).filter(flat=flat):
        held.until = max(on, held.since)
        held.save(update_fields=["until"])


@transaction.atomic
def reopen_flat(flat: Flat, *, members: Iterable[Membership] = (), by: User) -> Flat:
    """Reopen a flat with the owner and household that ended with it, and with ``members``.

    If its building closes on a later day, the flat still ends then. Raises Refused if another flat
    took its place.
    """
    lock_people_and_building(flat.building)
    flat = Flat.objects.select_for_update(of=("self",)).select_related("building").get(pk=flat.pk)
    if flat.until is None:
        raise Refused(_("这一室没有注销。"))
    if flat.own_until is None:
        raise Refused(_("%(flat)s没有单独注销，是整栋楼撤销的，请恢复这栋楼。") % {"flat": flat})
    if flat.successors.exists():
        raise Refused(_("这一室已经和别的室合并或者拆开了，请在新的那一室上办。"))
    if flat_with_same_room(flat):
        raise Refused(_("这栋楼已经又有%(flat)s了，不能恢复原来的。") % {"flat": flat})
    ended_with_it = Household.objects.filter(flat=flat, own_until=None)
    of_flat = Membership.objects.filter(household__in=ended_with_it)
    reopen_place(flat, of_flat, staying=members)
    flat_reopened.send(sender=Flat, flat=flat, by=by)
    return flat


@transaction.atomic
def reopen_household(
    household: Household, *, members: Iterable[Membership] = (), by: User
) -> Household:
    """Reopen a household that did not move away, with ``members``.

    Offices and slips that ended with it must be given again. Raises Refused if another household
    lives there.
    """
    lock_people_and_building(household.building)
    household = Household.objects.select_related("flat", "building", "moved_to__flat").get(
        pk=household.pk
    )
    if household.until is None:
        raise Refused(_("这一户没有搬走。"))
    if household.own_until is None or household.flat.closed:
        raise Refused(_("%(flat)s已经注销了，请先恢复这一室。") % {"flat": household.flat})
    refuse_if_household_moved(household)
    if next_household_after(household):
        raise Refused(_("%(flat)s已经有别的人家了，不能恢复原来的。") % {"flat": household.flat})
    vacate(household.flat, household.until, by=by)
    household.moved_to = None
    household.save(update_fields=["moved_to"])
    reopen_place(household, Membership.objects.filter(household=household), staying=members)
    household_reopened.send(sender=Household, household=household, by=by)
    return household


def refuse_if_household_moved(household: Household) -> None:
    new = household.moved_to
    if new is None:
        return
    if new.until is None or new.until > max(timezone.localdate(), new.since or dt.date.min):
        sentence = _("这一户搬到%(flat)s去了，不能撤销。请在%(flat)s办“搬家”，让他们搬回来。")
        raise Refused(sentence % {"flat": new.flat})


def reopen_place(
    place: Building | Flat | Household,
    of_place: QuerySet[Membership],
    *,
    staying: Iterable[Membership],
) -> None:
    """Reopen a place, with everything that ended with it and not by itself. ``of_place`` are its
    memberships, of which only those in ``staying`` go on."""
    gone = of_place.filter(own_until=None).exclude(pk__in=[member.pk for member in staying])
    gone.filter(until__isnull=False).update(own_until=F("until"))
    place.until = None
    place.save(update_fields=["until"])
    place.refresh_from_db(fields=["until"])
