"""Sell flats, and merge or split records of owners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted
from louzu.lib.time import format_day
from residents.access.models import OwnerSlip
from residents.changes.actions.closing import end_ownerships
from residents.changes.actions.homes import (
    begin_empty_household,
    begin_household,
    end_memberships_and_slips,
    lock_people_and_building,
    members_on,
    refuse_future_sales,
    reload_open_flat,
    vacate,
)
from residents.changes.inputs import HouseholdInput
from residents.changes.queries.closing import household_on
from residents.people.models import OwnerAccess, User
from residents.people.signals import flats_sold, household_left, owner_split, owners_merged
from residents.places.models import Flat, Household, Owner, Ownership
from residents.roster_parser.names import party_key


class ResidentsAfterSale(TextChoices):
    """The effect of a sale on the people who live in the flat."""

    LEAVE = "leave", gettext_lazy("搬走，房子空出来")
    LET = "let", gettext_lazy("不搬，以后是租客")
    STAY = "stay", gettext_lazy("不搬，和新业主是一家人，照旧住着")


@transaction.atomic
def sell_flats(flats: Sequence[Flat], *, to: Owner, on: dt.date, who_lives: str, by: User) -> None:
    """Make ``to`` the owner of the flats from ``on``. An unsaved owner is created. Raises Refused.

    Sellers who stay as tenants no longer answer for the owner. Only a household of the owner does.
    """
    lock_people_and_building(flats[0].building)
    flats = [reload_open_flat(flat, on) for flat in flats]
    to = _lock_owner(to)
    for flat in flats:
        if Ownership.objects.current(on).filter(flat=flat, owner=to).exists():
            raise Refused(_("%(flat)s已经是这位业主的了。") % {"flat": flat})
        _refuse_before_last_sale(flat, on)
    held = Ownership.objects.not_over(on).filter(flat__in=flats).exclude(owner=to)
    for seller in Owner.objects.select_for_update().filter(pk__in=held.values("owner")):
        _remove_aliases(seller, to)
    for flat in flats:
        _transfer(flat, to, on)
        _apply_residents(flat, who_lives, on, by)
    flats_sold.send(sender=Flat, flats=flats, owner=to, on=on, by=by)


@transaction.atomic
def merge_owners(owner: Owner, others: Collection[Owner], *, by: User) -> Owner:
    """Merge records of one owner, who is one voting party with all flats, from today. Raises
    Refused."""
    lock_people_and_building(owner.building)
    owner = Owner.objects.select_for_update().select_related("building").get(pk=owner.pk)
    if not others or any(one.building_id != owner.building_id or one == owner for one in others):
        raise Refused(_("请选这栋楼的另一位业主。"))
    held = Ownership.objects.not_over().filter(owner__in=others).select_related("flat__building")
    refuse_future_sales([one.flat for one in held])
    flats = []
    for one in held.order_by("flat__floor", "flat__room"):
        _transfer(one.flat, owner, max(one.since, timezone.localdate()))
        flats.append(one.flat)
    if not flats:
        raise Refused(_("那位业主现在没有房子，不用合。"))
    if not owner.phone:
        owner.phone = next((one.phone for one in others if one.phone), "")
    for other in others:
        _add_alias(owner, other)
    owner.save(update_fields=["phone", "also"])
    _move_accesses(others, owner)
    owners_merged.send(sender=Owner, owner=owner, others=list(others), flats=flats, by=by)
    return owner


@transaction.atomic
def split_owner(owner: Owner, flats: Sequence[Flat], *, to: Owner, by: User) -> Owner:
    """Make ``to`` the owner of some flats, not of all, from today. Raises Refused."""
    lock_people_and_building(owner.building)
    owner = Owner.objects.select_for_update().select_related("building").get(pk=owner.pk)
    today = timezone.localdate()
    held = Ownership.objects.not_over().filter(owner=owner).select_related("flat__building")
    theirs = {one.flat for one in held}
    if not flats or not set(flats) < theirs:
        raise Refused(_("请选一部分房子，至少给这位业主留一套。"))
    flats = [one.flat for one in held if one.flat in flats]
    refuse_future_sales(flats)
    to = _lock_owner(to)
    if to == owner:
        raise Refused(_("请选另一位业主。"))
    _remove_aliases(owner, to)
    for flat in flats:
        _transfer(flat, to, today)
    owner_split.send(sender=Owner, owner=owner, other=to, flats=list(flats), by=by)
    return to


def _lock_owner(owner: Owner) -> Owner:
    if owner._state.adding:
        owner.save()
    else:
        owner.refresh_from_db(fields=["also"])
    return owner


def _move_accesses(others: Collection[Owner], owner: Owner) -> None:
    """Let those who answer for ``others``, and those with a letter that is on its way, answer for ``owner``."""
    has = OwnerAccess.objects.not_over().filter(owner=owner).values("user")
    theirs = OwnerAccess.objects.not_over().filter(owner__in=others).exclude(user__in=has)
    one_each = theirs.order_by("user", "-pk").distinct("user").values_list("pk", flat=True)
    OwnerAccess.objects.filter(pk__in=list(one_each)).update(owner=owner)
    OwnerSlip.objects.live().filter(owner__in=others).update(owner=owner)


def _add_alias(owner: Owner, other: Owner) -> None:
    known = {party_key(name) for name in (owner.name, *owner.also)}
    for name in (other.name, *other.also):
        if party_key(name) not in known:
            known.add(party_key(name))
            owner.also = [*owner.also, name]


def _remove_aliases(owner: Owner, to: Owner) -> None:
    for one, other in ((owner, to), (to, owner)):
        theirs = {party_key(name) for name in (other.name, *other.also)}
        also = [name for name in one.also if party_key(name) not in theirs]
        if also != one.also:
            one.also = also
            one.save(update_fields=["also"])


def _refuse_before_last_sale(flat: Flat, on: dt.date) -> None:
    begun = Ownership.objects.current().filter(flat=flat, since__gt=on).first()
    if begun:
        words = {"flat": flat, "name": quoted(begun.owner.name), "day": format_day(begun.since)}
        raise Refused(
            _("%(flat)s是%(day)s登记成“%(name)s”的，日子不能更早。以前就换了的，请写这一天。")
            % words
        )


def _transfer(flat: Flat, to: Owner, on: dt.date) -> None:
    """Make ``to`` the owner of the flat from ``on``. Earlier ownerships are kept; a later sale is dropped."""
    end_ownerships(flat, on)
    Ownership.objects.create(flat=flat, owner=to, since=on)


def _apply_residents(flat: Flat, who_lives: str, on: dt.date, by: User) -> None:
    home = household_on(flat, on)
    if home is None or home.occupancy == Household.Occupancy.EMPTY:
        return
    if who_lives == ResidentsAfterSale.LEAVE:
        vacate(flat, on, by=by)
        begin_empty_household(flat, on)
        household_left.send(sender=Household, household=home, by=by)
        return
    let = who_lives == ResidentsAfterSale.LET
    occupancy = Household.Occupancy.LET if let else Household.Occupancy.OWNER
    if home.occupancy == occupancy:
        return
    if on <= timezone.localdate():
        home.occupancy = occupancy
        home.save(update_fields=["occupancy"])
        return
    if home.own_until:
        raise Refused(_("%(flat)s现在的人家已经登记要搬走，请等那天以后再办。") % {"flat": flat})
    data = replace(HouseholdInput.of(home), occupancy=occupancy)
    leaving = members_on(home, on)
    home.until = on
    home.save(update_fields=["until"])
    new = begin_household(flat, on, data)
    end_memberships_and_slips(home, leaving, on, by=by, to=new)
