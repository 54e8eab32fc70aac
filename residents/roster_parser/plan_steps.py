"""The change of one home by an import, and the totals of a building."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from louzu.lib.phone_numbers import mask_phones
from residents.places.models import Household
from residents.roster_parser.home_changes import FieldChange, changes_between
from residents.roster_parser.record import HomeRecord


@dataclass(frozen=True, slots=True)
class HomeStep:
    """The change of one home. ``before`` is None if the flat is new."""

    row: int
    before: HomeRecord | None
    after: HomeRecord

    @property
    def makes(self) -> bool:
        """Return whether a household is created, with or without its flat."""
        return self.before is None or not self.before.household

    @property
    def changes(self) -> list[FieldChange]:
        return changes_between(self.before or HomeRecord(self.after.room), self.after)

    @property
    def masked_phone(self) -> str:
        return mask_phones(self.after.phone)

    @property
    def occupancy(self) -> str:
        return str(Household.Occupancy(self.after.occupancy).label)


@dataclass(frozen=True, slots=True)
class HomeTotals:
    households: int
    people: int
    aged_60_up: int
    aged_0_6: int

    @classmethod
    def of(cls, homes: Iterable[HomeRecord]) -> HomeTotals:
        homes = list(homes)
        return cls(
            len(homes),
            sum(home.people for home in homes),
            sum(home.aged_60_up for home in homes),
            sum(home.aged_0_6 for home in homes),
        )
