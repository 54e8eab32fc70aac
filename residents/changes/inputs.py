"""Inputs of the actions, as returned by the forms."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Self

from residents.places.models import Household


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdInput:
    """The occupants of a flat. Each field has the name of the ``Household`` field that stores it."""

    occupancy: str
    aged_0_6: int = 0
    aged_7_17: int = 0
    aged_18_59: int = 0
    aged_60_up: int = 0
    contact: str = ""
    phone: str = ""
    note: str = ""

    @classmethod
    def of(cls, household: Household) -> Self:
        return cls(**{field.name: getattr(household, field.name) for field in fields(cls)})

    @property
    def people(self) -> int:
        return self.aged_0_6 + self.aged_7_17 + self.aged_18_59 + self.aged_60_up

    def to_fields(self) -> dict[str, str | int]:
        return asdict(self)
