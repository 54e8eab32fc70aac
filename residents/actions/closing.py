"""A flat is no longer one of the building's; and what was closed by mistake is opened again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.actions.homes import lock_roster, open_flat, refuse_what_comes_after, vacate
from residents.models import Flat, Household, Membership, Ownership, User
from residents.queries.closing import follower_of, left_with, namesake_of
from residents.signals import flat_closed, flat_reopened, household_reopened


@transaction.atomic
def close_flat(flat: Flat, *, on: dt.date, by: User) -> Flat:
    """From that day it is in no list and no count: its people leave, its ownership ends. Raises Refused."""
    lock_roster(flat.building)
    flat = open_flat(flat, on)
    end_flat(flat, on, by=by)
    flat_closed.send(sender=Flat, flat=flat, by=by)
    return flat


def end_flat(flat: Flat, on: dt.date, *, by: User, to: Household | None = None) -> None:
    """With its household, whose people go on in ``to``, and its ownership. Raises Refused."""
    refuse_what_comes_after(flat, on)
    vacate(flat, on, by=by, to=to)
    end_ownerships(flat, on)
    flat.until = on
    flat.save(update_fields=["until"])


def end_ownerships(flat: Flat, on: dt.date) -> None:
    for held in Ownership.objects.not_over(on).filter(flat=flat):
        held.until = max(on, held.since)
        held.save(update_fields=["until"])


@transaction.atomic
def reopen_flat(flat: Flat, *, members: Iterable[Membership] = (), by: User) -> Flat:
    """It was closed by mistake: with its last owner and household, and those of its people named.

    Raises Refused where another flat took its place.
    """
    lock_roster(flat.building)
    flat = Flat.objects.select_for_update(of=("self",)).select_related("building").get(pk=flat.pk)
    if flat.until is None:
        raise Refused(_("这一室没有注销。"))
    if flat.successors.exists():
        raise Refused(_("这一室已经和别的室合并或者拆开了，请在新的那一室上办。"))
    if namesake_of(flat):
        raise Refused(_("这栋楼已经又有%(flat)s了，不能恢复原来的。") % {"flat": flat})
    day, flat.until = flat.until, None
    flat.save(update_fields=["until"])
    held = Ownership.objects.filter(flat=flat, until=day).order_by("-since", "-pk").first()
    if held:
        held.until = None
        held.save(update_fields=["until"])
    home = Household.objects.filter(flat=flat, until=day).order_by("-pk").first()
    if home:
        _resume(home, members)
    flat_reopened.send(sender=Flat, flat=flat, by=by)
    return flat


@transaction.atomic
def reopen_household(
    household: Household, *, members: Iterable[Membership] = (), by: User
) -> Household:
    """It did not move away: the household goes on, with those of its people who are named.

    Offices and slips that ended with it are given anew. Raises Refused where somebody else lives there.
    """
    lock_roster(household.building)
    household = Household.objects.select_related("flat", "building", "moved_to__flat").get(
        pk=household.pk
    )
    if household.until is None:
        raise Refused(_("这一户没有搬走。"))
    if household.flat.until is not None:
        raise Refused(_("%(flat)s已经注销了，请先恢复这一室。") % {"flat": household.flat})
    refuse_if_it_lives_elsewhere(household)
    if follower_of(household):
        raise Refused(_("%(flat)s已经有别的人家了，不能恢复原来的。") % {"flat": household.flat})
    vacate(household.flat, household.until, by=by)
    _resume(household, members)
    household_reopened.send(sender=Household, household=household, by=by)
    return household


def refuse_if_it_lives_elsewhere(household: Household) -> None:
    """Raises Refused where it moved within the building: it would be counted in both flats."""
    new = household.moved_to
    if new is None:
        return
    if new.until is None or new.until > max(timezone.localdate(), new.since or dt.date.min):
        told = _("这一户搬到%(flat)s去了，不能撤销。请在%(flat)s办“搬家”，让他们搬回来。")
        raise Refused(told % {"flat": new.flat})


def _resume(household: Household, members: Iterable[Membership]) -> None:
    """The household goes on; of those who left with it, the ones named."""
    named = {member.pk for member in members}
    for member in left_with(household):
        if member.pk in named:
            member.until = None
            member.save(update_fields=["until"])
    household.until = household.moved_to = None
    household.save(update_fields=["until", "moved_to"])
