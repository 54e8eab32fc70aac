"""Match owners to flats: one owner may have several flats, and several owners may have one name.

Name and phone together identify an owner. If the recorded owner has the same name, they stay. If
only the name agrees, a question is asked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from residents.places.models import Household
from residents.roster_parser.names import party_key
from residents.roster_parser.record import Party, RosterRecord
from residents.roster_parser.row_values import RowValues
from residents.roster_parser.similar_names import may_be_same_party

SAME, APART = "same", "apart"
PartyKey = frozenset[str]
"""A key of ``names.party_key``."""
Aliases = dict[PartyKey, set[PartyKey]]
"""Another name → the recorded names of the owners known by it."""


@dataclass(frozen=True, slots=True)
class OwnerQuestion:
    """A question whether two owners are the same.

    Without ``other``: whether the owner of the rooms ``others``, who has the same name, is the
    owner of ``rooms``. With ``other``: whether the owner of that name is the owner called ``name``,
    who has the same phone or, with ``of_flat``, the same flat.
    """

    name: str
    rooms: tuple[str, ...]
    others: tuple[str, ...]
    answer: str = ""
    other: str = ""
    of_flat: bool = False

    @property
    def key(self) -> str:
        """Return the key of its answer: ``王建国``, or ``王建国=李梅``."""
        return f"{self.name}={self.other}" if self.other else self.name


@dataclass(slots=True)
class _Unit:
    """One owner, with the rooms and phones known so far."""

    party: Party
    rooms: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """Rooms that the file assigns to this owner."""

    def add(self, room: str, phone: str) -> None:
        if room not in self.rooms:
            self.rooms.append(room)
        if phone:
            self.phones.append(phone)

    @property
    def settled(self) -> Party:
        """Return the party with its recorded phone if the file repeats it, else the first one of
        the file."""
        kept = self.party.phone in self.phones or not self.phones
        phone = self.party.phone if kept else self.phones[0]
        return dataclasses.replace(self.party, phone=phone)

    @property
    def numbers(self) -> set[str]:
        phones = (self.party.phone, *self.phones)
        return {number for phone in phones for number in phone.split("、") if number}


def owners_of(
    rows: list[RowValues], record: RosterRecord, answers: Mapping[str, str]
) -> tuple[dict[str, Party], tuple[OwnerQuestion, ...]]:
    """Return room → owner for every row that names one, and the open questions. ``rows`` are sorted
    by place."""
    owners: dict[str, Party] = {}
    questions = []
    by_name: dict[PartyKey, list[RowValues]] = {}
    owned, also = _owned(record), _aliases_in(record)
    found: list[_Unit] = []
    for row in rows:
        if row.owner:
            by_name.setdefault(_key_of(row, record, owned, also), []).append(row)
    for key, named in by_name.items():
        units = _units(named, owned.get(key, []))
        if question := _question(units, answers):
            questions.append(question)
            if question.answer == SAME:
                units = _joined(units)
        found += units
    by_phone = list(_by_phone(found, record, answers))
    apart = {question.key for question in by_phone}
    questions += (*by_phone, *_by_flat(found, record, answers, apart))
    for unit in found:
        owners |= dict.fromkeys(unit.told, unit.settled)
    return owners, tuple(questions)


def _key_of(
    row: RowValues, record: RosterRecord, owned: Mapping[PartyKey, object], also: Aliases
) -> PartyKey:
    """Return the key of the recorded owner if the row gives another known name of theirs.

    This is the owner of the same flat, or of another flat if nobody on record has the given name.
    """
    key = party_key(row.owner or "")
    known = also.get(key, set())
    home = record.at(row.room)
    if home and home.owner and (own := party_key(home.owner.name)) in known:
        return own
    return min(known) if len(known) == 1 and key not in owned else key


def _aliases_in(record: RosterRecord) -> Aliases:
    also: Aliases = {}
    for party in dict.fromkeys(home.owner for home in record.homes if home.owner):
        for name in party.also:
            also.setdefault(party_key(name), set()).add(party_key(party.name))
    return also


def _by_phone(
    found: list[_Unit], record: RosterRecord, answers: Mapping[str, str]
) -> Iterator[OwnerQuestion]:
    """Yield questions about owners with different names and one phone. A new owner is compared with
    the first other one. Owners with separate records are not asked about."""
    known = {unit.party.pk for unit in found if unit.party.pk}
    silent = [_Unit(party, rooms) for party, rooms in _parties(record) if party.pk not in known]
    others = [unit for unit in (*found, *silent) if unit.party.pk]
    others += [unit for unit in found if not unit.party.pk]
    of_number: dict[str, _Unit] = {}
    for unit in others:
        first = next((of_number[n] for n in sorted(unit.numbers) if n in of_number), None)
        if (
            first
            and not unit.party.pk
            and party_key(first.party.name) != party_key(unit.party.name)
        ):
            question = OwnerQuestion(
                first.party.name, tuple(first.rooms), tuple(unit.rooms), other=unit.party.name
            )
            answer = answers.get(question.key, "")
            yield dataclasses.replace(question, answer=answer)
            if answer == SAME:
                _merge_units(found, first, unit)
                continue
        for number in unit.numbers:
            of_number.setdefault(number, unit)


def _by_flat(
    found: list[_Unit], record: RosterRecord, answers: Mapping[str, str], apart: Collection[str]
) -> Iterator[OwnerQuestion]:
    """Yield questions about new owners whose name resembles that of the recorded owner of the flat.
    Those in ``apart`` were asked about already."""
    rooms = {party.pk: rooms for party, rooms in _parties(record)}
    for unit in [unit for unit in found if not unit.party.pk]:
        before = next(
            filter(None, (_similar_owner_on_record(unit, room, record) for room in unit.told)), None
        )
        if not before:
            continue
        first = next((one for one in found if one.party.pk == before.pk), None)
        first = first or _Unit(before, [*rooms[before.pk]])
        question = OwnerQuestion(
            first.party.name,
            tuple(first.rooms),
            tuple(unit.rooms),
            other=unit.party.name,
            of_flat=True,
        )
        if question.key in apart:
            continue
        answer = answers.get(question.key, "")
        yield dataclasses.replace(question, answer=answer)
        if answer == SAME:
            _merge_units(found, first, unit)


def _similar_owner_on_record(unit: _Unit, room: str, record: RosterRecord) -> Party | None:
    home = record.at(room)
    before = home.owner if home else None
    return before if before and may_be_same_party(before.name, unit.party.name) else None


def _parties(record: RosterRecord) -> Iterator[tuple[Party, list[str]]]:
    rooms: dict[Party, list[str]] = {}
    for home in sorted(record.homes, key=lambda home: home.place):
        if home.owner:
            rooms.setdefault(home.owner, []).append(home.room)
    yield from rooms.items()


def _merge_units(found: list[_Unit], first: _Unit, unit: _Unit) -> None:
    names = (*first.party.also, unit.party.name)
    first.party = dataclasses.replace(first.party, also=tuple(dict.fromkeys(names)))
    first.rooms += [room for room in unit.rooms if room not in first.rooms]
    first.phones += unit.phones
    first.told += unit.told
    found[:] = [one for one in found if one is not unit and one is not first] + [first]


def _owned(record: RosterRecord) -> dict[PartyKey, list[tuple[str, Party]]]:
    owned: dict[PartyKey, list[tuple[str, Party]]] = {}
    for home in sorted(record.homes, key=lambda home: home.place):
        if home.owner:
            owned.setdefault(party_key(home.owner.name), []).append((home.room, home.owner))
    return owned


def _units(rows: list[RowValues], owned: list[tuple[str, Party]]) -> list[_Unit]:
    found: list[_Unit] = []
    of_pk: dict[int, int] = {}
    of_room: dict[str, int] = {}
    of_number: dict[str, int] = {}
    for room, party in owned:
        place = of_room[room] = of_pk.setdefault(party.pk, len(found))
        if place == len(found):
            found.append(_Unit(party))
        found[place].add(room, "")
        _register_phones(of_number, party.phone, place)
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
        found[place].told.append(row.room)
        _register_phones(of_number, phone, place)
    return found


def _register_phones(of_number: dict[str, int], phone: str, place: int) -> None:
    for number in filter(None, phone.split("、")):
        of_number[number] = min(place, of_number.get(number, place))


def _question(units: list[_Unit], answers: Mapping[str, str]) -> OwnerQuestion | None:
    new = [unit for unit in units[1:] if not unit.party.pk]
    if not new:
        return None
    name = units[0].party.name
    others = tuple(room for unit in new for room in unit.rooms)
    return OwnerQuestion(name, tuple(units[0].rooms), others, answers.get(name, ""))


def _joined(units: list[_Unit]) -> list[_Unit]:
    first, *rest = units
    for unit in rest:
        if not unit.party.pk:
            first.rooms += unit.rooms
            first.phones += unit.phones
            first.told += unit.told
    return [first, *(unit for unit in rest if unit.party.pk)]


def owner_phone_of(row: RowValues) -> str:
    """Return the owner's phone. The only phone of a row is the owner's if the owner is the contact."""
    if "owner_phone" in row.has:
        return row.owner_phone or ""
    if row.contact:
        theirs = not party_key(row.contact).isdisjoint(party_key(row.owner or ""))
    else:
        theirs = row.occupancy != Household.Occupancy.LET
    return (row.phone or "") if theirs else ""
