"""Which flats' payments a reader may see one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from residents.models import Flat, Household, Ownership, Standing
from residents.places.models.spans import holds_today


@dataclass(frozen=True, slots=True)
class Sight:
    """Whether a reader sees the payments of all flats, and the flats that are the reader's own."""

    everything: bool
    own_flats: frozenset[int]
    """Flats that the reader's family owns. People who rent have none."""
    bought_on: Mapping[int, dt.date] = field(default_factory=dict)
    """For those of ``own_flats`` that somebody else owned before."""
    concerned: frozenset[int] = frozenset()
    """``own_flats``, and those in which the reader rents: entries of these others confirm."""

    @property
    def own_payments(self) -> Q:
        """Return a condition for entries of own flats since they are the reader's own."""
        always = Q(flat__in=self.own_flats - self.bought_on.keys())
        for flat, day in self.bought_on.items():
            always |= Q(flat=flat, on__gte=day)
        return always


OF_NEIGHBOURS = Sight(everything=False, own_flats=frozenset())
"""What hangs on the wall: no flat's payment by itself."""


OF_KEEPERS = Sight(everything=True, own_flats=frozenset())


def sums_sight_of(standing: Standing) -> Sight:
    """Return what somebody sees of sums: that of the own flats makes no difference."""
    return OF_KEEPERS if keeps_accounts(standing) else OF_NEIGHBOURS


def keeps_accounts(standing: Standing) -> bool:
    """Whether somebody sees what each flat paid."""
    return standing.leader or standing.treasurer


def sight_of(standing: Standing) -> Sight:
    """Return what somebody sees: the leader and the treasurer everything, others what is theirs."""
    everything = keeps_accounts(standing)
    flats = list(_flats_of(standing))
    own = frozenset(pk for pk, pays, _bought_on in flats if pays)
    bought_on = {pk: day for pk, pays, day in flats if pays and day}
    return Sight(everything, own, bought_on, frozenset(pk for pk, _pays, _bought_on in flats))


def flats_that_concern(standing: Standing) -> frozenset[int]:
    """Return the flats in which somebody lives, or that they own while others live there."""
    return frozenset(pk for pk, _pays, _bought_on in _flats_of(standing))


def _flats_of(standing: Standing) -> QuerySet[Flat, tuple[int, bool, dt.date | None]] | tuple[()]:
    """Return each flat with whether the reader's family owns it, and since when if it was bought."""
    if not (standing.households or standing.owned):
        return ()
    now = Ownership.objects.filter(holds_today(), flat=OuterRef("pk"))
    before = Ownership.objects.filter(flat=OuterRef("flat"), until__lte=OuterRef("since"))
    homes = Household.objects.current().filter(pk__in=standing.households, flat=OuterRef("pk"))
    families = homes.exclude(occupancy=Household.Occupancy.LET)
    owned = Q(ownerships__owner__in=standing.owned) & holds_today("ownerships__")
    found = Flat.objects.filter(Q(households__in=standing.households) | owned).annotate(
        pays=Exists(families) | Exists(now.filter(owner__in=standing.owned)),
        bought_on=Subquery(now.filter(Exists(before)).values("since")[:1]),
    )
    return found.values_list("pk", "pays", "bought_on").distinct()
