"""Payments of shares, and whose they are. Only confirmed entries of the matter's account count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from governance.ledger.lifecycle import EntryState
from governance.ledger.models import Entry
from governance.matters.models import Matter
from residents.models import Building, Flat, Household, Membership, Ownership, Standing, User
from residents.places.models.spans import holds_today


def paid_by_flat(matter: Matter) -> dict[int, int]:
    """Map primary keys of flats to what was paid for them, in fen."""
    if matter.account_id is None:
        return {}
    paid = Entry.objects.filter(
        account=matter.account_id, state=EntryState.CONFIRMED, flat__isnull=False
    )
    sums = paid.order_by().values("flat").annotate(paid=Sum("fen"))
    return {row["flat"]: row["paid"] for row in sums}


@dataclass(frozen=True, slots=True)
class OwnTime:
    """When a flat was a person's own. ``until`` is None if it still is, ``since`` if always."""

    flat: Flat
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def current(self) -> bool:
        return self.until is None

    def covers(self, day: dt.date) -> bool:
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day < self.until)


def own_times_in(building: Building, user: User, standing: Standing) -> list[OwnTime]:
    """Return the flats that this person owns or owned, by themselves or with their family.

    People who rent have none. A sale ends the time of the one, and begins that of the other.
    """
    today = timezone.localdate()
    families = Q(flat__households__in=_family_homes(standing)) & holds_today()
    owned = Q(owner__in=standing.owned) & holds_today()
    sold = Q(owner__accesses__user=user, until__lte=today)
    before = Ownership.objects.filter(flat=OuterRef("flat"), until__lte=OuterRef("since"))
    found = Ownership.objects.filter(families | owned | sold, flat__building=building)
    rows = (
        found.annotate(bought=Exists(before))
        .select_related("flat")
        .order_by("flat__floor", "flat__room", "since")
        .distinct()
    )
    times = [
        OwnTime(
            row.flat,
            row.since if row.bought else None,  # the first on record, perhaps recorded late
            row.until if row.until and row.until <= today else None,
        )
        for row in rows
    ]
    unrecorded = _without_owner(building, standing, times)
    return [*times, *unrecorded, *_left_homes(building, user, times)]


def _family_homes(standing: Standing) -> QuerySet[Household]:
    let = Household.Occupancy.LET
    return Household.objects.filter(pk__in=standing.households).exclude(occupancy=let)


def _without_owner(
    building: Building, standing: Standing, known: Collection[OwnTime]
) -> list[OwnTime]:
    """Return homes whose owner is not recorded: the family that lives there counts as such."""
    current = {time.flat.pk for time in known if time.current}
    homes = Flat.objects.not_closed_in(building).filter(households__in=_family_homes(standing))
    return [OwnTime(flat) for flat in homes if flat.pk not in current]


def _left_homes(building: Building, user: User, known: Collection[OwnTime]) -> list[OwnTime]:
    """Return homes that the person's family has left, for the time until then."""
    left = Membership.objects.filter(
        user=user, until__lte=timezone.localdate(), household__building=building
    ).exclude(household__occupancy=Household.Occupancy.LET)
    rows = left.select_related("household__flat").order_by("pk")
    seen = {time.flat.pk for time in known}
    return [
        OwnTime(row.household.flat, row.since, row.until)
        for row in rows
        if row.household.flat_id not in seen
    ]


def payments_of(matter: Matter, flats: Collection[int]) -> list[Entry]:
    """Return the payments for these flats that were not refused, oldest first."""
    if matter.account_id is None or not flats:
        return []
    found = Entry.objects.filter(account=matter.account_id, flat__in=flats)
    return list(found.exclude(state=EntryState.REFUSED).order_by("on", "pk"))
