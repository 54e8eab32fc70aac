"""How many strips, slips, ballots and rows fit on a page of A4.

The height of each is estimated from the number of its characters, because pages are numbered before
a browser lays them out. Heights and widths are in millimetres, those of letters in points. They
follow ``static/css/paper/ballots.css``; ``tests/browser/test_printed.py`` prints each kind.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from governance.canvass.choices import PrintedBoxes, boxes_of
from governance.canvass.models import Canvass, Purpose

POINT = 0.3528
PAGE = 261
"""Height of a page without its margins and the line with its number."""
WIDTH = 170
"""Width of a line on a strip, slip or ballot."""
BESIDE_A_CODE = 126
"""Width beside the code of a slip, or beside the QR code of a strip."""
LETTERS, LINE = 14, 7.7
"""Size of the letters that are signed, and the height of a line of them."""
TEXT_LINE, BELOW = 6.9, 2.5
"""Height of a line of the text, which is set closer, and the gap below a paragraph."""
BOXES, ITEMS, ON_A_BALLOT, IN_A_LIST, ITEMS_IN_A_LIST = 17, 14, 26, 14, 12
"""Size of the letters beside the boxes: on strips and slips, on ballots, in the list of all homes."""
COLUMN = 42
"""Width of the boxes in the list of all homes."""
HEAD_OF_LIST = 62
"""Height of what else stands on a page of the list, with a question of one line."""
ROW = 21
"""Height of the lowest row of the list."""
MAX_STRIPS, MAX_SLIPS, MAX_BALLOTS, MAX_ROWS = 4, 2, 4, 9
STRIP = 54
"""Height of the lowest strip."""
PADDING, GAP, WRITING = 8.6, 2, 9
"""Heights on a strip, in millimetres: both paddings together, the gap between two parts, and a line to
write on."""


def strips_per_page(canvass: Canvass) -> int:
    groups, why = boxes_of(canvass), _asks_why(canvass)
    height = PADDING + 12.6 + LINE * _lines(canvass.question, BESIDE_A_CODE, LETTERS)
    height += _boxes_height(groups, WIDTH, _size_of(groups)) + WRITING * (1 + why)
    height += GAP * (1 + why + len(groups))
    return _fit(max(STRIP, height) + 4, MAX_STRIPS)


def slips_per_page(canvass: Canvass) -> int:
    groups, why = boxes_of(canvass), _asks_why(canvass)
    height = PADDING + 6 + LINE * (2 + _lines(canvass.question, BESIDE_A_CODE, LETTERS)) + 19
    height += text_height(canvass.body) + options_height(canvass)
    height += _boxes_height(groups, WIDTH, _size_of(groups)) + LINE * (
        why + bool(canvass.documents)
    )
    height += GAP * (4 + why + len(groups) + canvass.has_options + bool(canvass.documents))
    return _fit(height + 4, MAX_SLIPS)


def ballots_per_page(canvass: Canvass) -> int:
    """Return how many blank ballots of a secret vote fit on a page."""
    groups = boxes_of(canvass)
    height = 12.6 + 2 * LINE + 9.3 * _lines(canvass.question, WIDTH - 4, 17)
    height += _boxes_height(groups, WIDTH - 4, ON_A_BALLOT) + 5 * (1 + len(groups))
    return _fit(height + 4, MAX_BALLOTS)


def rows_per_page(canvass: Canvass) -> int:
    """Return how many homes fit on a page of the list on which all sign."""
    groups = boxes_of(canvass)
    if any(group.is_long for group in groups):
        boxes = _boxes_height(groups, COLUMN, ITEMS_IN_A_LIST)
    else:
        lines = (_lines(f"☐ {word}", COLUMN, IN_A_LIST) for word in groups[0].words)
        boxes = sum(lines) * _line(IN_A_LIST)
    head = HEAD_OF_LIST + 9.3 * (_lines(canvass.question, BESIDE_A_CODE, 17) - 1)
    return _fit(max(ROW, boxes + 2), MAX_ROWS, PAGE - head)


def text_height(body: str) -> float:
    paragraphs = [line for line in body.splitlines() if line.strip()]
    return sum(TEXT_LINE * _lines(line, WIDTH - 8, LETTERS) + BELOW for line in paragraphs)


def options_height(canvass: Canvass) -> float:
    words = (f"{option}：{option.details}" for option in canvass.present_options)
    return sum(TEXT_LINE * _lines(line, WIDTH - 14, LETTERS) + BELOW for line in words)


def _boxes_height(groups: Iterable[PrintedBoxes], width: float, size: float) -> float:
    return sum(_flow(group, width / (size * POINT)) for group in groups) * _line(size)


def _flow(group: PrintedBoxes, room: float) -> int:
    """Return the lines that a legend and its boxes take one after another, in ``room`` characters."""
    lines, used = 1, 0.0
    legend = [len(group.legend) + 1.0] if group.legend else []
    for takes in (*legend, *(len(word) + 2.5 for word in group.words)):  # with box and gap
        if used and used + takes > room:
            lines, used = lines + 1, 0.0
        lines += max(0, math.ceil(takes / room) - 1)
        used += takes
    return lines


def _lines(words: str, width: float, size: float) -> int:
    return max(1, math.ceil(len(words) * size * POINT / width))


def _line(size: float) -> float:
    return size * POINT * 1.31


def _size_of(groups: Iterable[PrintedBoxes]) -> int:
    return ITEMS if any(group.is_long for group in groups) else BOXES


def _asks_why(canvass: Canvass) -> bool:
    return canvass.purpose != Purpose.TELL and not canvass.has_options


def _fit(height: float, most: int, page: float = PAGE) -> int:
    return max(1, min(most, int(page / height)))
