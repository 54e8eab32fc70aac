"""Tables whose rows become blocks of named values on a narrow screen.

A stylesheet can turn a row into a block, but it cannot say which column a value was in, and a row shown
as a block is no row to a screen reader. Both are added to the finished HTML here, so that no template
repeats the name of a column in each cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import strip_tags

TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
ROW = re.compile(r"<tr\b([^>]*)>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<(th|td)\b([^>]*)>(.*?)</\1>", re.DOTALL)
SPAN = re.compile(r'\b(col|row)span="(\d+)"')
NOTHING = {"", "-", "–", "—"}
CONTROL = re.compile(r"<(input|select|textarea|button|img|svg|progress)\b")


def stacked(html: str) -> str:
    """Each table in ``html``, with its cells knowing their columns.

    Cells get ``data-label`` with the head of their column, and ``data-empty`` where nothing stands in
    them. Rows that continue one with a ``rowspan`` get ``data-continues``. Roles keep it a table for
    screen readers when its rows are blocks.
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
    """The head of each column, once for each column that it spans."""
    for cell in CELL.finditer(row):
        text = " ".join(strip_tags(cell[3]).split()).replace('"', "&quot;")
        yield from [text] * _spans(cell[2]).get("col", 1)


def _spans(attributes: str) -> dict[str, int]:
    return {way: int(count) for way, count in SPAN.findall(attributes)}


class _Rows:
    """Goes through the rows of a table, and remembers which columns are still taken from above."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.taken: dict[int, int] = {}
        """How many rows more each column is taken for."""

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
        if strip_tags(content).strip() in NOTHING and not CONTROL.search(content):
            yield " data-empty"
