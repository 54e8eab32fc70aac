"""Find the lane or the whole address that a row gives in a column of its own."""

from __future__ import annotations

import re

from residents.roster_parser.columns import normalized_text
from residents.roster_parser.door_numbers import doors_in_title, parsed_door_matches
from residents.roster_parser.tables import HeaderTable, PageView

LANE = re.compile(r"\d{1,5}弄(?:\d{1,3}支弄)?", re.ASCII)
LANE_HEADER = re.compile("(所在|门牌)?(里|路|支)?(弄|弄号|弄堂)(号码?)?")
LANE_VALUE = re.compile(r".*(?:弄|路|街|村|苑|园|坊|里|区|号院)|.*\d.*")
"""Matches neither 合计 nor a dash."""
LANE_ALONE = re.compile(rf"\D{{0,20}}{LANE.pattern}", re.ASCII)


def lane_in(text: str) -> str:
    found = LANE.search(normalized_text(text))
    return found[0] if found else ""


def lane_column(page_view: PageView, table: HeaderTable) -> int | None:
    """Return the column of lanes, found by its header, or else by values that are all lanes."""
    headers = table.headers
    named = (at for at, text in headers.items() if LANE_HEADER.fullmatch(normalized_text(text)))
    free = (
        at
        for at in range(table.left, table.right + 1)
        if at not in table.fields and _has_only_lanes(page_view, table, at)
    )
    found = next(named, None)
    return next(free, None) if found is None else found


def _has_only_lanes(page_view: PageView, table: HeaderTable, column: int) -> bool:
    rows = page_view.down[table.first : table.last + 1]
    texts = [text for row in rows if column < len(row) and (text := normalized_text(row[column]))]
    return bool(texts) and all(LANE_ALONE.fullmatch(text) for text in texts)


def lane_of(page_view: PageView, at: int, column: int | None) -> str:
    cells = page_view.down[at]
    text = normalized_text(cells[column]) if column is not None and column < len(cells) else ""
    return lane_in(text) or (f"{text}弄" if text.isdecimal() else text)


def lanes_of(page_view: PageView, table: HeaderTable) -> dict[int, str]:
    """Return position of a row → lane. An empty cell takes the lane of the row above."""
    column = lane_column(page_view, table)
    lanes: dict[int, str] = {}
    lane = ""
    for at in range(table.first, table.last + 1) if column is not None else ():
        text = lane_of(page_view, at, column)
        lane = text if LANE_VALUE.fullmatch(text) else lane
        lanes[at] = lane
    return lanes


def address_doors(page_view: PageView, table: HeaderTable, at: int) -> frozenset[str]:
    cells = page_view.down[at]
    columns = [column for column, name in table.fields.items() if name == "address"]
    texts = [cells[column] for column in columns if column < len(cells)]
    return frozenset().union(*map(doors_in_title, texts))


def other_door_in_address(page_view: PageView, table: HeaderTable, at: int, door: str) -> str:
    named = address_doors(page_view, table, at)
    ours = any(parsed_door_matches(one, door) for one in named)
    return "" if ours else min(named, default="")
