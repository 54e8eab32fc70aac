"""The recorded roster of a building, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from residents.places.models import Household
from residents.roster_parser.rooms import room_key


@dataclass(frozen=True, slots=True)
class Party:
    """An owner. ``pk`` is 0 for a new one, which has an ``ordinal``."""

    name: str
    phone: str = ""
    pk: int = 0
    ordinal: int = 0
    also: tuple[str, ...] = ()
    """Other names that files use for this owner, as somebody confirmed."""


@dataclass(frozen=True, slots=True)
class HomeRecord:
    """A flat with its household and owner. A primary key of 0 means that the row is new."""

    room: str
    floor: int = 0
    area: Decimal | None = None
    area_source: str = ""
    owner: Party | None = None
    occupancy: str = str(Household.Occupancy.OWNER.value)
    aged_0_6: int = 0
    aged_7_17: int = 0
    aged_18_59: int = 0
    aged_60_up: int = 0
    contact: str = ""
    phone: str = ""
    note: str = ""
    flat: int = 0
    household: int = 0

    @property
    def people(self) -> int:
        return self.aged_0_6 + self.aged_7_17 + self.aged_18_59 + self.aged_60_up

    @property
    def place(self) -> tuple[int, str]:
        return self.floor, self.room


@dataclass(frozen=True)
class RosterRecord:
    door_number: str
    floors: int
    homes: tuple[HomeRecord, ...] = ()
    """All flats of the building, including those without a household."""

    def at(self, room: str) -> HomeRecord | None:
        """Return the flat with this number, allowing for other spellings of it."""
        return self._by_key.get(room) or self._by_key.get(room_key(room))

    @cached_property
    def _by_key(self) -> dict[str, HomeRecord]:
        by_key = {room_key(home.room): home for home in self.homes}
        return by_key | {home.room: home for home in self.homes}
