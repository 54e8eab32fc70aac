"""Parse a list of buildings, one per line, beginning with the number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from louzu.lib.quoting import quoted
from residents.roster_parser.columns import field_of, normalized_text
from residents.roster_parser.door_numbers import (
    NUMBER,
    door_of_cell_or_empty,
    split_lane_and_number,
)
from residents.roster_parser.files import SheetPage

MAX_BUILDINGS = 300
FLOORS = re.compile(r"(\d{1,3})(?:层楼?|楼)?")
LANE = re.compile(r".{0,15}(?:弄|路|街)")
TAGS = re.compile("[/;；+ ]+")
CELL_SEPARATORS = re.compile(r"[\t,，、]|\s{2,}")
MAX_HEADINGS = 3
MARKED = re.compile(r"[号幢栋#]")
BEHIND_DOOR = re.compile(r"^(\S*?[号幢栋])[(（]([^()（）]+)[)）]")
MAX_NAME_LENGTH = 20
MAX_FLOORS = 120


@dataclass(frozen=True, slots=True)
class ListedBuilding:
    """A building in a line of the list. ``why`` is the reason if it cannot be read."""

    line: int
    number: str = ""
    lane: str = ""
    nickname: str = ""
    floors: int | None = None
    tags: tuple[str, ...] = ()
    text: str = ""
    why: str = ""

    def __str__(self) -> str:
        return f"{self.lane}{self.number}号"


def list_text_of(pages: list[SheetPage]) -> str:
    rows = next((page.rows for page in pages if page.rows and not page.hidden), [])
    return "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in rows if any(row))


def parse_building_list(text: str) -> list[ListedBuilding]:
    """Parse lines. After the number follow the lane (1200弄), the number of floors (6层), the name of
    the building and tags, in any order. Header lines and line numbers are skipped."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = _cells(line)
        if cells and not _is_heading(cells):
            found.append(_parse_line(number, line.strip(), cells))
    return _without_duplicates(found)


def _cells(line: str) -> list[str]:
    cells = [cell.strip() for cell in CELL_SEPARATORS.split(line) if cell.strip()]
    if cells and not door_of_cell_or_empty(cells[0]):
        cells[:1] = BEHIND_DOOR.sub(r"\1 \2", cells[0]).split()
    return cells


def _is_heading(cells: list[str]) -> bool:
    return any(field_of(cell) == "door" for cell in cells) and not any(
        _floors(cell) is not None for cell in cells
    )


def _parse_line(number: int, line: str, cells: list[str]) -> ListedBuilding:
    if _is_second_door(cells):
        if not _counts_lines(cells[0], number):
            return ListedBuilding(number, text=line, why=_("一行请只写一栋楼。"))
        cells = cells[1:]
    lane, door = _place(cells)
    if not re.fullmatch(NUMBER, door):
        return ListedBuilding(number, text=line, why=_("看不出是几号楼，请把楼号写在最前面。"))
    floors, nickname, tags = _floors_behind(cells[0]), "", []
    for cell in cells[1:]:
        if floors is None and (stated := _floors(cell)) is not None:
            floors = stated
        elif not lane and LANE.fullmatch(normalized_text(cell)):
            lane = normalized_text(cell)
        elif not nickname:
            nickname = cell
        else:
            tags += [tag for tag in TAGS.split(cell) if tag]
    return _checked(ListedBuilding(number, door, lane, nickname, floors, tuple(tags), line))


def _floors(cell: str) -> int | None:
    match = FLOORS.fullmatch(normalized_text(cell))
    return int(match[1]) if match else None


def _is_second_door(cells: list[str]) -> bool:
    two = len(cells) > 1 and cells[0].isdecimal() and MARKED.search(cells[1])
    return bool(two and door_of_cell_or_empty(cells[1]))


def _place(cells: list[str]) -> tuple[str, str]:
    lane, door = split_lane_and_number(door_of_cell_or_empty(cells[0]))
    if len(cells) > 1 and not door and LANE.fullmatch(normalized_text(cells[0])):
        return normalized_text(cells[0]), door_of_cell_or_empty(cells.pop(1))
    return lane, door


def _counts_lines(cell: str, line: int) -> bool:
    return 0 <= line - int(cell) <= MAX_HEADINGS


def _floors_behind(cell: str) -> int | None:
    match = re.search(r"[号幢栋]楼?(\d{1,3})层$", normalized_text(cell))
    return int(match[1]) if match else None


def _checked(one: ListedBuilding) -> ListedBuilding:
    if any(len(word) > MAX_NAME_LENGTH for word in (one.nickname, one.lane, *one.tags)):
        why = _("楼名、弄和标签最多%(most)d个字。") % {"most": MAX_NAME_LENGTH}
    elif one.nickname.isdecimal():
        why = _("看不出“%(said)s”是什么，层数请写成“6层”。") % {"said": quoted(one.nickname)}
    elif one.floors is not None and not 1 <= one.floors <= MAX_FLOORS:
        why = _("层数要在1到%(most)d之间。") % {"most": MAX_FLOORS}
    else:
        return one
    return ListedBuilding(one.line, text=one.text, why=why)


def _without_duplicates(found: list[ListedBuilding]) -> list[ListedBuilding]:
    there: set[tuple[str, str]] = set()
    rows = []
    for one in found:
        again = not one.why and (one.lane, one.number) in there
        there.add((one.lane, one.number))
        rows.append(
            ListedBuilding(one.line, text=one.text, why=_("这栋楼写了两次。")) if again else one
        )
    return rows
