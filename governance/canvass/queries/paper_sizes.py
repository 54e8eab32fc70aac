"""How many strips, slips, ballots and rows fit on a page of A4.

The height of each is estimated from the number of its characters, because pages are numbered before
a browser lays them out. Heights and widths are in millimetres, those of letters in points. They
follow ``static/css/paper/ballots.css``; ``tests/browser/test_printed.py`` prints each kind.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from governance.canvass.choices import MAX_TITLE, PrintedBoxes, boxes_of
from governance.canvass.models import Canvass, Purpose
from governance.canvass.queries.paper import FEWEST_CLAUSES, SignedText, first_clauses

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
COLUMN, BESIDE_AREAS = 64, 46
"""Width of the boxes in the list of all homes, without and with a column of areas."""
NARROW = 0.6
"""Width of a Latin letter or digit as part of the width of a Chinese character, at most."""
HEAD_OF_LIST = 62
"""Height of what else stands on a page of the list, with a question of one line."""
ROW = 21
"""Height of the lowest row of the list."""
MAX_STRIPS, MAX_SLIPS, MAX_BALLOTS, MAX_ROWS = 4, 2, 4, 9
STRIP = 54
"""Height of the lowest strip."""
NAME_LENGTHS, SHORTEST = (MAX_TITLE, 30, 15), (8, 4)
"""Characters of an option beside its box, all of them if they fit; and in the list of all homes."""
MANDATE = 115
"""Height of a mandate on paper besides question and boxes."""
CLAUSE_LINE = 8.7
"""Height of a line of the clauses of a text with annex."""
PADDING, GAP, WRITING = 8.6, 2, 9
"""Heights on a strip, in millimetres: both paddings together, the gap between two parts, and a line to
write on."""


def strip_boxes(canvass: Canvass) -> list[PrintedBoxes]:
    """Return the boxes of a strip, with options as long as fit on a page."""
    return _fitting(canvass, partial(_strip_height, canvass))


def strips_per_page(canvass: Canvass) -> int:
    return _fit(_strip_height(canvass, strip_boxes(canvass)) + 4, MAX_STRIPS)


def _strip_height(canvass: Canvass, groups: list[PrintedBoxes]) -> float:
    why = _asks_why(canvass)
    height = PADDING + 12.6 + LINE * _lines(canvass.question, BESIDE_A_CODE, LETTERS)
    height += _boxes_height(groups, WIDTH, _size_of(groups)) + WRITING * (1 + why)
    height += GAP * (1 + why + len(groups)) + _rule_height(canvass)
    return max(STRIP, height)


def slip_boxes(canvass: Canvass, text: SignedText) -> list[PrintedBoxes]:
    """Return the boxes of a slip, with options as long as fit on a page with the text."""
    fewest = (1 + FEWEST_CLAUSES) * CLAUSE_LINE if text.clauses else 0
    whole = 0 if text.clauses else text_height(canvass.body) + options_height(canvass)
    return _fitting(canvass, lambda groups: _slip_height(canvass, groups) + fewest + whole)


def slips_per_page(canvass: Canvass, text: SignedText) -> int:
    height = _slip_height(canvass, slip_boxes(canvass, text))
    if text.clauses:
        height += CLAUSE_LINE * (1 + len(slip_clauses(canvass, text)))
    else:
        height += text_height(canvass.body) + options_height(canvass)
    return _fit(height + 4, MAX_SLIPS)


def slip_clauses(canvass: Canvass, text: SignedText) -> list[str]:
    """Return as many clauses of a text with annex as fit on a slip."""
    room = PAGE - _slip_height(canvass, slip_boxes(canvass, text))
    return first_clauses(text.clauses, int(room / CLAUSE_LINE) - 1)


def _slip_height(canvass: Canvass, groups: list[PrintedBoxes]) -> float:
    """Return the height of a slip without its text."""
    why, files = _asks_why(canvass), bool(canvass.present_files)
    height = PADDING + 6 + LINE * (2 + _lines(canvass.question, BESIDE_A_CODE, LETTERS)) + 19
    height += _boxes_height(groups, WIDTH, _size_of(groups)) + LINE * (why + files)
    height += GAP * (4 + why + len(groups) + canvass.has_options + files)
    return height + _rule_height(canvass)


def ballot_boxes(canvass: Canvass) -> tuple[int, list[PrintedBoxes]]:
    """Return the boxes of a ballot and the size of their letters: as large as fit on a page, and with
    all words of the options if they fit in the smallest letters."""
    tried = [(size, longest) for longest in NAME_LENGTHS for size in (ON_A_BALLOT, BOXES, ITEMS)]
    for size, longest in tried:
        groups = boxes_of(canvass, longest)
        if _ballot_height(canvass, groups, size) <= PAGE:
            return size, groups
    return ITEMS, boxes_of(canvass, NAME_LENGTHS[-1])


def ballots_per_page(canvass: Canvass) -> int:
    """Return how many blank ballots of a secret vote fit on a page."""
    size, groups = ballot_boxes(canvass)
    return _fit(_ballot_height(canvass, groups, size) + 4, MAX_BALLOTS)


def _ballot_height(canvass: Canvass, groups: list[PrintedBoxes], size: int) -> float:
    height = 12.6 + 2 * LINE + 9.3 * _lines(canvass.question, WIDTH - 4, 17)
    gap = 5 if size == ON_A_BALLOT else GAP
    height += _boxes_height(groups, WIDTH - 4, size) + gap * (1 + len(groups))
    return height + (LINE + gap) * canvass.has_options


def mandate_boxes(canvass: Canvass) -> list[PrintedBoxes]:
    """Return the boxes of a mandate on paper, with options as long as fit on its page."""
    room = PAGE - MANDATE - 9.3 * _lines(canvass.question, WIDTH, 17)

    def height(groups: list[PrintedBoxes]) -> float:
        return _boxes_height(groups, WIDTH, _size_of(groups)) + 3 * len(groups)

    return _fitting(canvass, height, room)


def list_boxes(canvass: Canvass) -> list[PrintedBoxes]:
    """Return the boxes of a row of the list, with options as long as fit on a page. Their numbers
    alone are printed if not even short ones fit."""
    room = PAGE - _head_of_list(canvass)
    return _fitting(
        canvass, partial(_row_height, canvass), room, lengths=(*NAME_LENGTHS, *SHORTEST)
    )


def rows_per_page(canvass: Canvass) -> int:
    """Return how many homes fit on a page of the list on which all sign."""
    return _fit(_row_height(canvass, list_boxes(canvass)), MAX_ROWS, PAGE - _head_of_list(canvass))


def _row_height(canvass: Canvass, groups: list[PrintedBoxes]) -> float:
    column = BESIDE_AREAS if canvass.weighs_area else COLUMN
    if any(group.is_long for group in groups):
        boxes = _boxes_height(groups, column, ITEMS_IN_A_LIST)
    else:
        lines = (_lines(f"☐ {word}", column, IN_A_LIST) for word in groups[0].words)
        boxes = sum(lines) * _line(IN_A_LIST)
    return max(ROW, boxes + 2)


def _head_of_list(canvass: Canvass) -> float:
    head = HEAD_OF_LIST + 9.3 * (_lines(canvass.question, BESIDE_A_CODE, 17) - 1)
    return head + 2 * _line(ITEMS_IN_A_LIST) * canvass.has_options


def _fitting(
    canvass: Canvass,
    height: Callable[[list[PrintedBoxes]], float],
    page: float = PAGE,
    *,
    lengths: Sequence[int] = NAME_LENGTHS,
) -> list[PrintedBoxes]:
    """Return the boxes with the longest options with which the height fits on a page."""
    for longest in lengths[:-1]:
        groups = boxes_of(canvass, longest)
        if height(groups) <= page:
            return groups
    return boxes_of(canvass, lengths[-1])


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
    legend = [_width(group.legend) + 1] if group.legend else []
    for takes in (*legend, *(_width(word) + 2.5 for word in group.words)):  # with box and gap
        if used and used + takes > room:
            lines, used = lines + 1, 0.0
        lines += max(0, math.ceil(takes / room) - 1)
        used += takes
    return lines


def _rule_height(canvass: Canvass) -> float:
    """Return the height of the line that says how many options an answer may name."""
    return (LINE + GAP) * canvass.has_options


def _lines(words: str, width: float, size: float) -> int:
    return max(1, math.ceil(_width(words) * size * POINT / width))


def _width(words: str) -> float:
    """Return the width of a line in Chinese characters."""
    return sum(NARROW if character.isascii() else 1 for character in words)


def _line(size: float) -> float:
    return size * POINT * 1.31


def _size_of(groups: Iterable[PrintedBoxes]) -> int:
    return ITEMS if any(group.is_long for group in groups) else BOXES


def _asks_why(canvass: Canvass) -> bool:
    return canvass.purpose != Purpose.TELL and not canvass.has_options


def _fit(height: float, most: int, page: float = PAGE) -> int:
    return max(1, min(most, int(page / height)))
