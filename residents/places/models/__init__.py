"""Models of places."""

from __future__ import annotations

from residents.places.models.buildings import Building
from residents.places.models.flats import Flat
from residents.places.models.households import Household
from residents.places.models.neighbourhoods import Neighbourhood
from residents.places.models.owners import Owner, Ownership

__all__ = [
    "Building",
    "Flat",
    "Household",
    "Neighbourhood",
    "Owner",
    "Ownership",
]
