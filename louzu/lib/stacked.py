"""Prepare tables for narrow screens, where a style sheet shows each row as a block of named values.

A style sheet cannot say which column a value belongs to, and a row shown as a block is no longer a row to
a screen reader. The names of columns and the ARIA roles are added to the rendered HTML here, so that
templates don't repeat them in each cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import strip_tags

TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
ROW = re.compile(r"<tr\b([^>]*)>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<(th|td)\b([^>]*)>(.*?)</\1>", re.DOTALL)
SPAN = re.compile(r'\b(col|row)span="(\d+)"')
EMPTY_TEXTS = {"", "-", "–", "—"}
CONTROL = re.compile(r"<(input|select|textarea|button|img|svg|progress)\b")


def stacked(html: str) -> str:
    """Return ``html`` with labels and ARIA roles added to the cells and rows of its tables.

    A cell gets ``data-label``, the header of its column, and ``data-empty`` if it is empty. A row that is
    spanned by a cell of an earlier row gets ``data-continues``. The roles keep the table a table for
    screen readers when its rows are displayed as blocks.
    """
    return TABLE.sub(lambda found: _table(found[0]), html)


def _table(html: str) -> str:
    head, end, body = html.rpartition("</thead>")
    names = [text for row in ROW.finditer(head) for text in _names(row[2])]
    head = re.sub(r"<tr\b", '<tr role="row"', head)
    head = re.sub(r"<th\b", '<th role="columnheader"', head)
    rows = _Rows(names)
    whole = head + end + ROW.sub(rows.row, body)
    return whole.replace("<table", '<table role="table" data-stacked', 1)


def _names(row: str) -> Iterator[str]:
    for cell in CELL.finditer(row):
        text = " ".join(strip_tags(cell[3]).split()).replace('"', "&quot;")
        yield from [text] * _spans(cell[2]).get("col", 1)


def _spans(attributes: str) -> dict[str, int]:
    return {way: int(count) for way, count in SPAN.findall(attributes)}


class _Rows:
    """Process the rows of a table, keeping track of cells that span several rows."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.taken: dict[int, int] = {}
        """Column → number of further rows that a cell above still spans."""

    def row(self, found: re.Match[str]) -> str:
        continues = " data-continues" if self.taken else ""
        above, self.taken = self.taken, {at: n - 1 for at, n in self.taken.items() if n > 1}
        self.column, self.above = 0, above
        return f'<tr role="row"{continues}{found[1]}>{CELL.sub(self.cell, found[2])}</tr>'

    def cell(self, found: re.Match[str]) -> str:
        kind, attributes, content = found.groups()
        while self.column in self.above:
            self.column += 1
        spans = _spans(attributes)
        if (rows := spans.get("row", 1)) > 1:
            self.taken[self.column] = rows - 1
        more = "".join(self._more(content)) if "col" not in spans else ""
        self.column += spans.get("col", 1)
        role = "rowheader" if kind == "th" else "cell"
        return f'<{kind} role="{role}"{more}{attributes}>{content}</{kind}>'

    def _more(self, content: str) -> Iterator[str]:
        if self.column < len(self.names) and (name := self.names[self.column]):
            yield f' data-label="{name}"'
        if strip_tags(content).strip() in EMPTY_TEXTS and not CONTROL.search(content):
            yield " data-empty"
