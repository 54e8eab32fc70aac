"""Models of places."""

from __future__ import annotations

from residents.places.models.places import (
    Building,
    Flat,
    Household,
    Neighbourhood,
    Owner,
    Ownership,
)

__all__ = [
    "Building",
    "Flat",
    "Household",
    "Neighbourhood",
    "Owner",
    "Ownership",
]
