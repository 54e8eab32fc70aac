"""The committee's desk for places and people."""

from __future__ import annotations

from residents.admin import (
    accounts,
    columns,
    neighbourhoods,
    people,
    places,
    roster,
    signins,
    slips,
)

__all__ = [
    "accounts",
    "columns",
    "neighbourhoods",
    "people",
    "places",
    "roster",
    "signins",
    "slips",
]
