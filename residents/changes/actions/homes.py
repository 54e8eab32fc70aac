"""Changes of residents in a flat, as closing, moving, merging and splitting need them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import cast

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.time import format_day
from residents.access.models import Joining, Slip
from residents.changes.inputs import HouseholdInput
from residents.joining.actions.joining import end_offices_in, end_slips
from residents.people.models import Membership, User
from residents.people.signals import moved_out
from residents.places.models import Building, Flat, Household, Ownership
from residents.roster.actions.applying import lock_for_import


def lock_people_and_building(building: Building) -> Building:
    """Lock members, slips, households and the building, in the order that joining and moving out
    use."""
    members = Membership.objects.select_for_update(of=("self",)).not_over()
    list(members.filter(household__building=building).order_by("pk"))
    slips = Slip.objects.select_for_update(of=("self",)).live()
    list(slips.filter(building=building).order_by("pk"))
    return lock_for_import(building)


def reload_open_flat(flat: Flat, on: dt.date) -> Flat:
    """Lock and return a flat. Raises Refused if it is closed today or on ``on``, or begins later."""
    found = Flat.objects.select_for_update(of=("self",)).select_related("building").get(pk=flat.pk)
    if found.closed:
        raise Refused(_("%(flat)s已经注销了。") % {"flat": found})
    _refuse_if_flat_ends(found, on)
    if found.since and on < found.since:
        raise Refused(
            _("%(flat)s从%(day)s起才有，日子不能更早。")
            % {"flat": found, "day": format_day(found.since)}
        )
    return found


def _refuse_if_flat_ends(flat: Flat, on: dt.date) -> None:
    """Raise Refused if a closing of the flat or its building is entered for ``on`` or before."""
    if flat.until is None or flat.until > on:
        return
    told = _("%(flat)s从%(day)s起就注销了，请写更早的日子。")
    if flat.own_until != flat.until:
        told = _("整栋楼从%(day)s起撤销，%(flat)s也一起注销，请写更早的日子。")
    raise Refused(told % {"flat": flat, "day": format_day(flat.until)})


def reload_open_household(household: Household, on: dt.date) -> Household:
    """Return a household. Raises Refused if it is closed today or on ``on``, or begins later."""
    found = Household.objects.select_related("flat", "building").get(pk=household.pk)
    if found.closed:
        raise Refused(_("这一户已经搬走了。"))
    _refuse_if_flat_ends(found.flat, on)
    if found.until and found.until <= on:
        raise Refused(_("这一户%(day)s就搬走，请写更早的日子。") % {"day": format_day(found.until)})
    if found.since and on < found.since:
        raise Refused(_("这一户%(day)s才搬来，日子不能更早。") % {"day": format_day(found.since)})
    return found


def vacate(flat: Flat, on: dt.date, *, by: User, to: Household | None = None) -> None:
    """End the households of a flat from ``on``. Their people leave, or become members of ``to``.

    Raises Refused if a later household is entered.
    """
    homes = Household.objects.not_closed(on).filter(flat=flat).select_related("flat", "building")
    for home in homes.order_by("pk"):
        later = home.since is not None and home.since > on
        if later and home.occupancy != Household.Occupancy.EMPTY:
            words = {"flat": flat, "day": format_day(home.since or on)}
            raise Refused(_("%(flat)s从%(day)s起已经登记了别的人家，请先撤销那一次。") % words)
        leaving = members_on(home, on)
        home.until = home.since if later else on
        home.save(update_fields=["until"])
        end_memberships_and_slips(home, leaving, on, by=by, to=to)


def begin_household(flat: Flat, on: dt.date, data: HouseholdInput) -> Household:
    return Household.objects.create(building=flat.building, flat=flat, since=on, **data.to_fields())


def begin_empty_household(flat: Flat, on: dt.date) -> Household:
    """Create the household that represents an empty flat. Drawing, export and slips for new
    residents need it."""
    return begin_household(flat, on, HouseholdInput(occupancy=Household.Occupancy.EMPTY))


def members_on(home: Household, on: dt.date) -> list[Membership]:
    """Return members on ``on`` or later. Call this before the household ends, because memberships
    end with it."""
    there = Membership.objects.not_over(on).filter(household=home).select_related("user")
    return list(there.order_by("pk"))


def end_memberships_and_slips(
    home: Household,
    leaving: Sequence[Membership],
    on: dt.date,
    *,
    by: User,
    to: Household | None = None,
) -> None:
    """End memberships, or continue them in ``to``. Slips are revoked, and people without another
    home in the building lose their offices."""
    end_memberships(leaving, on, to=to)
    end_slips(home, by=by)
    Slip.objects.live().filter(household=home, kind=Slip.Kind.KEY).update(
        revoked_at=timezone.now(), revoked_by=by
    )
    for member in leaving if to is None else ():
        member.household = home
        end_offices_in(member.user, home.building, by=by, on=on)
        if on <= timezone.localdate():
            moved_out.send(sender=Membership, membership=member, by=by)


def end_memberships(
    members: Iterable[Membership], on: dt.date, *, to: Household | None = None
) -> None:
    for member in members:
        member.until = max(on, member.since)
        member.save(update_fields=["until"])
        if to is not None:
            _continue_membership(member, to, on)


def _continue_membership(member: Membership, to: Household, on: dt.date) -> None:
    if Membership.objects.not_over(on).filter(user=member.user, household=to).exists():
        return
    new = Membership.objects.create(
        user=member.user,
        household=to,
        since=max(on, member.since),
        may_answer=member.may_answer,
        joinings_seen=member.joinings_seen,
    )
    helped = Joining.objects.filter(membership=member, slip=None, undone_at=None).first()
    if helped:
        Joining.objects.create(
            user=member.user, membership=new, helped_by=helped.helped_by, at=helped.at
        )


def merged_households(homes: Iterable[Household]) -> HouseholdInput:
    """Combine the fields of several households. Raises Refused if the result does not fit a field."""
    there = [home for home in homes if home.occupancy != Household.Occupancy.EMPTY]
    if not there:
        return HouseholdInput(occupancy=Household.Occupancy.EMPTY)
    kinds = {home.occupancy for home in there}
    own = Household.Occupancy.OWNER in kinds
    texts = {}
    for name, between in (("contact", "、"), ("phone", "、"), ("note", "；")):
        words = [w for home in there for w in getattr(home, name).split(between) if w]
        texts[name] = _joined(name, between.join(dict.fromkeys(words)))
    return HouseholdInput(
        occupancy=Household.Occupancy.OWNER if own else Household.Occupancy.LET,
        aged_0_6=sum(home.aged_0_6 for home in there),
        aged_7_17=sum(home.aged_7_17 for home in there),
        aged_18_59=sum(home.aged_18_59 for home in there),
        aged_60_up=sum(home.aged_60_up for home in there),
        **texts,
    )


def _joined(name: str, words: str) -> str:
    field = cast("models.Field[str, str]", Household._meta.get_field(name))
    if len(words) > (field.max_length or 0):
        sentence = _("两户的%(what)s合起来太长，写不下。请先在户的页面删掉一些。")
        raise Refused(sentence % {"what": field.verbose_name})
    return words


def refuse_future_records(flats: Sequence[Flat]) -> None:
    today = timezone.localdate()
    for flat in flats:
        if _begins_or_ends_after(Household.objects.filter(flat=flat), today):
            raise Refused(
                _("%(flat)s已经登记了以后要搬家，请等那天以后再办，或者先撤销。") % {"flat": flat}
            )
    refuse_future_sales(flats)


def refuse_future_sales(flats: Sequence[Flat]) -> None:
    for flat in flats:
        if _begins_or_ends_after(Ownership.objects.filter(flat=flat), timezone.localdate()):
            raise Refused(_("%(flat)s已经登记了以后要换业主，请等那天以后再办。") % {"flat": flat})


def refuse_later_records(flat: Flat, on: dt.date) -> None:
    """Raise Refused if moves or sales after ``on`` are entered, because reopening the flat could
    not restore them."""
    words = {"flat": flat, "day": format_day(on)}
    if on >= timezone.localdate():
        moves = _("%(flat)s在%(day)s以后还登记了要搬家。请换一个更晚的日子，或者先撤销。")
        sales = _("%(flat)s在%(day)s以后还登记了要换业主。请换一个更晚的日子。")
    else:
        moves = _("%(flat)s在%(day)s以后还搬过家，注销的日子不能这么早。")
        sales = _("%(flat)s在%(day)s以后还换过业主，注销的日子不能这么早。")
    if _begins_or_ends_after(Household.objects.filter(flat=flat), on):
        raise Refused(moves % words)
    if _begins_or_ends_after(Ownership.objects.filter(flat=flat), on):
        raise Refused(sales % words)


def _begins_or_ends_after(records: QuerySet[Household] | QuerySet[Ownership], on: dt.date) -> bool:
    """Return whether records begin or end after ``on`` by themselves, not with the flat or
    building. Records that never began are ignored."""
    records = records.exclude(until__isnull=False, until=F("since"))
    return records.filter(Q(since__gt=on) | Q(own_until__gt=on)).exists()
