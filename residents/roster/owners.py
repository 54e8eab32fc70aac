"""Whose flat is whose: one owner of several flats, or several owners of one name.

Where name and phone agree it is the same owner, whom a flat already has on record stays; where
only the name agrees, the committee is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from residents.models.places import Household
from residents.roster.names import party_key
from residents.roster.record import Party, Record
from residents.roster.said import Said

SAME, APART = "same", "apart"


@dataclass(frozen=True, slots=True)
class Question:
    """Is the owner of ``others`` the one of ``rooms``, or somebody else of that name?"""

    name: str
    rooms: tuple[str, ...]
    others: tuple[str, ...]
    answer: str = ""


@dataclass(slots=True)
class _Unit:
    """One owner as far as is known: of these rooms, with these phones."""

    party: Party
    rooms: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)

    def add(self, room: str, phone: str) -> None:
        if room not in self.rooms:
            self.rooms.append(room)
        if phone:
            self.phones.append(phone)

    @property
    def settled(self) -> Party:
        """With the phone on record where the file still says it, else the first that it says."""
        kept = self.party.phone in self.phones or not self.phones
        phone = self.party.phone if kept else self.phones[0]
        return Party(self.party.name, phone, self.party.pk, self.party.ordinal)


def owners_of(
    rows: list[Said], record: Record, answers: Mapping[str, str]
) -> tuple[dict[str, Party], tuple[Question, ...]]:
    """Room → owner, for every row that names one; and what must be asked. ``rows`` by place."""
    owners: dict[str, Party] = {}
    questions = []
    by_name: dict[frozenset[str], list[Said]] = {}
    owned = _owned(record)
    for row in rows:
        if row.owner:
            by_name.setdefault(party_key(row.owner), []).append(row)
    for key, named in by_name.items():
        units = _units(named, owned.get(key, []))
        if question := _question(units, answers):
            questions.append(question)
            if question.answer == SAME:
                units = _joined(units)
        wanted = {row.room for row in named}
        for unit in units:
            owners |= dict.fromkeys(wanted.intersection(unit.rooms), unit.settled)
    return owners, tuple(questions)


def _owned(record: Record) -> dict[frozenset[str], list[tuple[str, Party]]]:
    """Name → rooms and owners on record, from the bottom up."""
    owned: dict[frozenset[str], list[tuple[str, Party]]] = {}
    for home in sorted(record.homes, key=lambda home: home.place):
        if home.owner:
            owned.setdefault(party_key(home.owner.name), []).append((home.room, home.owner))
    return owned


def _units(rows: list[Said], owned: list[tuple[str, Party]]) -> list[_Unit]:
    """Those on record first; then what the file adds."""
    found: list[_Unit] = []
    of_pk: dict[int, int] = {}
    of_room: dict[str, int] = {}
    of_number: dict[str, int] = {}
    for room, party in owned:
        place = of_room[room] = of_pk.setdefault(party.pk, len(found))
        if place == len(found):
            found.append(_Unit(party))
        found[place].add(room, "")
        _know(of_number, party.phone, place)
    for row in sorted(rows, key=lambda row: row.room not in of_room):
        phone = owner_phone_of(row)
        known = [of_number[number] for number in phone.split("、") if number in of_number]
        if row.room in of_room:
            place = of_room[row.room]
        elif known:
            place = min(known)
        else:
            place = len(found)
            found.append(_Unit(Party(str(row.owner), ordinal=place)))
        found[place].add(row.room, phone)
        _know(of_number, phone, place)
    return found


def _know(of_number: dict[str, int], phone: str, place: int) -> None:
    """The first of the units that have a number is known by it."""
    for number in filter(None, phone.split("、")):
        of_number[number] = min(place, of_number.get(number, place))


def _question(units: list[_Unit], answers: Mapping[str, str]) -> Question | None:
    new = [unit for unit in units[1:] if not unit.party.pk]
    if not new:
        return None
    name = units[0].party.name
    others = tuple(room for unit in new for room in unit.rooms)
    return Question(name, tuple(units[0].rooms), others, answers.get(name, ""))


def _joined(units: list[_Unit]) -> list[_Unit]:
    first, *rest = units
    for unit in rest:
        if not unit.party.pk:
            first.rooms += unit.rooms
            first.phones += unit.phones
    return [first, *(unit for unit in rest if unit.party.pk)]


def owner_phone_of(row: Said) -> str:
    """The only phone of a row is the owner's where the owner is whom one calls."""
    if "owner_phone" in row.has:
        return row.owner_phone or ""
    if row.contact:
        theirs = not party_key(row.contact).isdisjoint(party_key(row.owner or ""))
    else:
        theirs = row.occupancy != Household.Occupancy.LET
    return (row.phone or "") if theirs else ""
