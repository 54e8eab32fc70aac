"""Which flats' payments a reader may see one by one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from residents.models import Flat, Standing
from residents.places.models.spans import holds_today


@dataclass(frozen=True, slots=True)
class Sight:
    """Whether a reader sees the payments of all flats, and the flats that are the reader's own."""

    everything: bool
    own_flats: frozenset[int]


OF_NEIGHBOURS = Sight(everything=False, own_flats=frozenset())
"""What hangs on the wall: no flat's payment by itself."""


def sight_of(standing: Standing) -> Sight:
    """Return what somebody sees: the leader and the treasurer everything, others what is theirs."""
    everything = standing.leader or standing.treasurer
    return Sight(everything, own_flats_of(standing))


def own_flats_of(standing: Standing) -> frozenset[int]:
    """Return the flats in which somebody lives, or that they own while others live there."""
    if not (standing.households or standing.owned):
        return frozenset()
    owned = Q(ownerships__owner__in=standing.owned) & holds_today("ownerships__")
    found = Flat.objects.filter(Q(households__in=standing.households) | owned)
    return frozenset(found.values_list("pk", flat=True))
