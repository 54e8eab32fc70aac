"""The roster as it would be frozen today, and what it lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery

from governance.canvass.models import Canvass, Electorate
from residents.models import Building, Flat, Household, Owner, Ownership
from residents.places.models.spans import on_record_on


@dataclass(frozen=True, slots=True)
class RosterFlat:
    """A flat of a voice, and the household whose members may answer for it on the web."""

    flat: Flat
    answering: int | None


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A line of the roster, which becomes a voice at the opening."""

    places: tuple[RosterFlat, ...]
    household: Household | None = None
    owner: Owner | None = None

    @property
    def label(self) -> str:
        return "、".join(str(place.flat) for place in self.places)

    @property
    def party(self) -> str:
        return self.owner.name if self.owner else ""

    @property
    def area(self) -> Decimal:
        return sum((place.flat.area or Decimal(0) for place in self.places), Decimal(0))


@dataclass(frozen=True, slots=True)
class Roster:
    """The lines of a roster. A canvass of owners cannot open while a flat is in ``without_area`` or
    ``without_owner``."""

    lines: tuple[RosterLine, ...]
    without_area: tuple[Flat, ...] = ()
    without_owner: tuple[Flat, ...] = field(default=())

    @property
    def area(self) -> Decimal:
        return sum((line.area for line in self.lines), Decimal(0))


def roster_of(canvass: Canvass) -> Roster:
    if canvass.electorate == Electorate.HOUSEHOLDS:
        return _households(canvass.building)
    if canvass.electorate == Electorate.OWNERS:
        return _owners(canvass.building)
    return _owners(canvass.building, only=set(canvass.contributors.values_list("pk", flat=True)))


def _households(building: Building) -> Roster:
    occupied = Household.objects.living_in(building).occupied()
    lines = (RosterLine((RosterFlat(home.flat, home.pk),), household=home) for home in occupied)
    return Roster(tuple(lines))


def _owners(building: Building, only: set[int] | None = None) -> Roster:
    """Return one voice per owner, with all flats of the owner. Tenants cannot answer for it."""
    held: defaultdict[Owner, list[RosterFlat]] = defaultdict(list)
    for ownership in _ownerships(building):
        if only is None or ownership.owner_id in only:
            held[ownership.owner].append(RosterFlat(ownership.flat, ownership.answering))
    lines = [RosterLine(tuple(places), owner=owner) for owner, places in held.items()]
    bare = tuple(p.flat for line in lines for p in line.places if p.flat.area is None)
    without_owner = () if only is not None else _without_owner(building, lines)
    return Roster(tuple(lines), bare, without_owner)


def _ownerships(building: Building) -> Iterable[Any]:
    """Return today's ownerships; ``answering`` is the flat's household if the owner lives there, or None."""
    current = Ownership.objects.current().filter(
        on_record_on(prefix="flat__"), flat__building=building
    )
    own = Household.objects.current().filter(
        flat=OuterRef("flat"), occupancy=Household.Occupancy.OWNER
    )
    with_relations = current.select_related("owner", "flat").annotate(
        answering=Subquery(own.values("pk"))
    )
    return with_relations.order_by("flat__floor", "flat__room")


def _without_owner(building: Building, lines: list[RosterLine]) -> tuple[Flat, ...]:
    owned = {place.flat.pk for line in lines for place in line.places}
    flats = Flat.objects.not_closed_in(building)
    return tuple(flat for flat in flats if flat.pk not in owned)


def owners_in(building: Building) -> list[Owner]:
    return [_owner_with_rooms(line) for line in _owners(building).lines]


def _owner_with_rooms(line: RosterLine) -> Owner:
    owner = line.owner
    assert owner is not None  # noqa: S101 -- lines of owners have one
    owner.rooms = line.label
    return owner
