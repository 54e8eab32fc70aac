"""Join the cells of several rows of one household."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from residents.places.models.households import PHONE_LENGTH
from residents.roster_parser import names, phones
from residents.roster_parser.columns import QUESTION_MARK, REPEATABLE
from residents.roster_parser.household_rows import HEAD_OF_HOUSEHOLD
from residents.roster_parser.rooms import Unreadable
from residents.roster_parser.sheet_data import CellError, RosterRow, UnreadPart

PERSON_FIELDS = ("name", "relation", "age")
NAME_FIELDS = ("owner", "contact", "tenant", "members")


@dataclass(slots=True)
class FoldedRows:
    rows: list[RosterRow] = field(default_factory=list)
    wrong: list[CellError] = field(default_factory=list)
    left: list[UnreadPart] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    """Columns of derived fields."""
    ageless: int = 0
    joined: list[int] = field(default_factory=list)
    """See ``household_rows.GroupedRows``."""
    doubts: list[str] = field(default_factory=list)


def common_cells(result: FoldedRows, group: list[RosterRow]) -> dict[str, str]:
    together = _HouseholdCells(group[0].number)
    for row in group:
        for name, text in row.cells.items():
            if name in NAME_FIELDS:
                together.add_names(name, text)
            elif name not in PERSON_FIELDS and name not in REPEATABLE:
                result.wrong += together.put(row, name, text)
    cells = together.cells
    for name in REPEATABLE:
        several = [row for row in head_first(group) if name in row.cells]
        if name == "note":
            text = _notes(several, alone=len(group) == 1)
        else:
            text = _phones(result, several, name)
        if text:
            cells[name] = text
    return cells


class _HouseholdCells:
    """The cells of one household by field. ``first`` is the number of its first row."""

    def __init__(self, first: int) -> None:
        self.first = first
        self._texts: dict[str, list[str]] = {}
        self._people: dict[str, set[str]] = {}

    @property
    def cells(self) -> dict[str, str]:
        return {name: "\n".join(several) for name, several in self._texts.items()}

    def add_names(self, name: str, text: str) -> None:
        known = self._people.setdefault(name, set())
        new = names.party_key(text) - known
        if new or name not in self._texts:
            self._texts.setdefault(name, []).append(text)
            known |= new

    def put(self, row: RosterRow, name: str, text: str) -> Iterator[CellError]:
        """Add a cell and yield a contradiction. Values other than names must agree in all rows;
        columns of unknown meaning keep all values."""
        before = self._texts.setdefault(name, [text])[0]
        if name.startswith(QUESTION_MARK):
            if text not in self._texts[name]:
                self._texts[name].append(text)
        elif before != text and name not in {"room", "door"}:
            why = _("同一户的几行写得不一样：第%(first)d行写的是%(before)s。") % {
                "first": self.first,
                "before": before,
            }
            yield CellError(row.number, name, text, why, row.table)


def head_first(group: list[RosterRow]) -> list[RosterRow]:
    return sorted(
        group, key=lambda row: not HEAD_OF_HOUSEHOLD.search(row.cells.get("relation", ""))
    )


def _notes(rows: list[RosterRow], *, alone: bool) -> str:
    of_note: dict[str, list[str]] = {}
    for row in rows:
        of_note.setdefault(row.cells["note"], []).append(row.cells.get("name", ""))
    return "；".join(
        note if alone or len(whose) > 1 or not whose[0] else f"{whose[0]}：{note}"
        for note, whose in of_note.items()
    )


def _phones(result: FoldedRows, rows: list[RosterRow], name: str) -> str:
    """Join phones up to the length of the field, and report the others. Unreadable cells are
    reported later."""
    kept: dict[str, None] = {}
    numbers: list[str] = []
    for row in rows:
        phone = row.cells[name]
        more = [number for number in _numbers(phone) if number and number not in numbers]
        if kept and more and len("、".join((*numbers, *more))) > PHONE_LENGTH:
            why = _("一户的电话太多，只留了前几个")
            result.left.append(UnreadPart(_("第%(row)d行的电话") % {"row": row.number}, why))
        else:
            numbers += more
            kept[phone] = None
    return "\n".join(kept)


def _numbers(text: str) -> list[str]:
    try:
        return (phones.parse_phone(text) or "").split("、")
    except Unreadable:
        return []
