"""Texts of the cells of a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openpyxl.utils import get_column_letter

from louzu.lib.phone_numbers import with_mobiles_masked
from louzu.lib.text_input import clean_text, is_invisible
from residents.roster_parser.column_uses import ColumnUses
from residents.roster_parser.columns import BANDS
from residents.roster_parser.identity import without_identity
from residents.roster_parser.rooms import Unreadable
from residents.roster_parser.tables import HeaderTable, PageView
from residents.roster_parser.values import parse_count

MAX_WORDS_LENGTH = 60
COUNTED = ("people", "area", *BANDS)
"""Not copied from a merged cell, because a number for several households fits none of them."""
PERSONAL = ("name", "relation", "age", "birth")


def clean_cell(text: str) -> str:
    """Collapse blanks within lines and drop empty lines. Invisible text gives ""."""
    if is_invisible(text):
        return ""
    typed = clean_text(text.replace("_x000D_", "\n"), multiline=True)
    lines = (" ".join(line.split()) for line in typed.splitlines())
    return "\n".join(line for line in lines if line)


def shortened_row(texts: Iterable[str]) -> str:
    """Return the beginning of a row that is not read, with identity numbers and phones masked."""
    said = without_identity(" ".join(" ".join(clean_cell(text).split()) for text in texts if text))
    said = with_mobiles_masked(said).strip()
    return said if len(said) <= MAX_WORDS_LENGTH else said[: MAX_WORDS_LENGTH - 1] + "…"


def own_cells(page_view: PageView, at: int, table: HeaderTable) -> dict[int, str]:
    row = page_view.page.rows[at]
    return {
        column: text
        for column in range(table.left, min(table.right + 1, len(row)))
        if column not in page_view.page.hidden_columns and (text := clean_cell(row[column]))
    }


def identity_cells(own: dict[int, str], at: int, uses: ColumnUses) -> Iterator[str]:
    columns = {use.column for use in uses.by_field.get("identity", ())}
    for column, text in own.items():
        if column in columns or text != without_identity(text):
            yield f"{get_column_letter(column + 1)}{at + 1}"


def cells_by_field(page_view: PageView, at: int, uses: ColumnUses) -> dict[str, str]:
    cells = {}
    for name, columns in uses.by_field.items():
        if name in {"identity", "birth", "age"}:
            continue
        grid = page_view.page.rows if name in (*COUNTED, *PERSONAL) else page_view.down
        texts = [
            clean_cell(grid[at][use.column]) if use.column < len(grid[at]) else ""
            for use in columns
        ]
        said = (
            sum_of_texts(texts)
            if len(texts) > 1 and name in BANDS
            else "\n".join(filter(None, texts))
        )
        if said := without_identity(said):
            cells[name] = said
    return cells


def sum_of_texts(texts: list[str]) -> str:
    """Add up the parts of a band. If one is no number, return the texts, so that it is reported."""
    try:
        numbers = [parse_count(text) for text in texts]
    except Unreadable:
        return "、".join(filter(None, texts))
    return "" if set(numbers) == {None} else str(sum(number or 0 for number in numbers))
