"""Payments of shares, and whose they are. Only confirmed entries of the matter's account count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.ledger.lifecycle import EntryState
from governance.ledger.models import Account, Entry
from governance.matters.models import Matter
from governance.matters.queries.share_versions import (
    agreed_table,
    has_undecided_shares,
    tables_of,
)
from residents.models import Building, Flat, Household, Membership, Ownership, Standing, User
from residents.places.models.spans import holds_today

SHOWN = (EntryState.WAITING, EntryState.CONFIRMED)
"""States of the payments that are shown. Others were refused or taken back."""


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
    found = Ownership.objects.filter(families | owned | sold, flat__building=building)
    times = [_time_of(row) for row in _with_purchase(found)]
    unrecorded = _without_owner(building, standing, times)
    return [*times, *unrecorded, *_left_homes(building, user, times)]


def _with_purchase(found: QuerySet[Ownership]) -> QuerySet[Ownership]:
    """Annotate whether somebody had the flat before. The first owner on record may be recorded late."""
    before = Ownership.objects.filter(flat=OuterRef("flat"), until__lte=OuterRef("since"))
    return (
        found.annotate(bought=Exists(before))
        .select_related("flat")
        .order_by("flat__floor", "flat__room", "since")
        .distinct()
    )


def _time_of(row: Any) -> OwnTime:
    """``row`` is an ``Ownership`` that ``_with_purchase`` annotated."""
    over = row.until is not None and row.until <= timezone.localdate()
    return OwnTime(row.flat, row.since if row.bought else None, row.until if over else None)


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
    """Return the payments for these flats that count or wait to be checked, oldest first."""
    if matter.account_id is None or not flats:
        return []
    found = Entry.objects.filter(account=matter.account_id, flat__in=flats, state__in=SHOWN)
    return list(found.select_related("account__building").order_by("on", "pk"))


def doubt_about_payment(account: Account) -> str:
    """Return the question that is asked before a payment of a flat is entered that is not due, or ""."""
    matter = Matter.objects.filter(account=account).first()
    if matter is None or not has_undecided_shares(matter):
        return ""
    return _("分摊还没有定。真的先收吗？")


def shares_agreed_in(account: Account) -> dict[int, int] | None:
    """Map flats to what they bear of the matter of the account, in fen. None before that is agreed to."""
    matter = Matter.objects.filter(account=account).first()
    table = agreed_table(tables_of(matter)) if matter else None
    return dict(table.lines.values_list("flat", "fen")) if table else None


def payments_ever_of(user: User) -> QuerySet[Entry]:
    """Return the payments for flats in the time in which they were this person's own, wherever it
    lives now. Newest first."""
    mine = Q(pk=None)
    for time in _times_ever_of(user):
        span = Q(flat=time.flat, on__gte=time.since or dt.date.min)
        mine |= span & Q(on__lt=time.until) if time.until else span
    found = Entry.objects.filter(mine, state__in=SHOWN)
    return found.select_related("account", "flat").order_by("-on", "-pk")


def _times_ever_of(user: User) -> list[OwnTime]:
    held = Ownership.objects.filter(owner__accesses__user=user).distinct()
    lived = Membership.objects.filter(user=user).exclude(
        household__occupancy=Household.Occupancy.LET
    )
    return [
        *(_time_of(row) for row in _with_purchase(held)),
        *(
            OwnTime(row.household.flat, row.since, row.until)
            for row in lived.select_related("household__flat")
        ),
    ]
