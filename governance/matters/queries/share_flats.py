"""The flats among which a cost is divided, with what the roster knows of them."""

from __future__ import annotations

from residents.models import Building, Flat, Household


def flats_in(building: Building) -> list[Flat]:
    return list(Flat.objects.not_closed_in(building))


def people_by_flat(building: Building) -> dict[int, int]:
    """Map primary keys of flats to the number of people who live there."""
    return {home.flat_id: home.people for home in Household.objects.living_in(building)}
