"""Read the details of the sheets of an ods."""

from __future__ import annotations

from louzu.lib.workbooks.details import LAST_COLUMN, Limits, SheetDetails, UnfitWorkbook
from louzu.lib.workbooks.xml_parser import local_name


class OdsReader:
    """Reads ``content.xml`` of an ods, which has all sheets. Repeated rows and cells are written once."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.sheets: dict[str, SheetDetails] = {}
        self._details = SheetDetails()
        self._column_elements = 0
        self._row, self._column, self._columns = 0, 0, 0
        self._rows, self._cells = 1, 1
        self._is_error = False
        self._text, self._shown = "", ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        values = {local_name(key): value for key, value in attributes.items()}
        if name == "table":
            self._details = self.sheets.setdefault(values.get("name", ""), SheetDetails())
            self._row, self._columns = 0, 0
        elif name == "table-column":
            self._start_columns(values)
        elif name == "table-row":
            self._column, self._rows = 0, _repeated(values, "number-rows-repeated")
            if values.get("visibility") in {"collapse", "filter"}:
                last = min(self._row + self._rows, self.limits.rows)
                self._details.hidden_rows |= set(range(self._row, last))
        elif name in {"table-cell", "covered-table-cell"}:
            self._is_error = "error" in {
                value for key, value in attributes.items() if local_name(key) == "value-type"
            }
            self._start_cell(values)
        elif name == "p":
            self._text = ""

    def _start_columns(self, values: dict[str, str]) -> None:
        self._column_elements += 1
        if self._column_elements > LAST_COLUMN:
            raise UnfitWorkbook("large")
        first, self._columns = self._columns, self._columns + _repeated(values)
        if values.get("visibility") in {"collapse", "filter"}:
            self._details.hide_columns(first, self._columns - 1, self.limits)

    def _start_cell(self, values: dict[str, str]) -> None:
        self._cells, self._shown = _repeated(values), ""
        rows = _repeated(values, "number-rows-spanned")
        columns = _repeated(values, "number-columns-spanned")
        if rows > 1 or columns > 1:
            last = (self._row + rows - 1, self._column + columns - 1)
            self._details.merged.append(((self._row, self._column), last))

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if name == "p":
            self._shown = self._text
        elif name in {"table-cell", "covered-table-cell"}:
            if self._is_error:
                self._put_error()
            self._column += self._cells
        elif name == "table-row":
            self._row += self._rows

    def _put_error(self) -> None:
        for row in range(self._row, min(self._row + self._rows, self.limits.rows)):
            for column in range(self._column, min(self._column + self._cells, self.limits.columns)):
                self._details.errors[row, column] = self._shown or "#N/A"

    def characters(self, text: str) -> None:
        self._text += text


def _repeated(values: dict[str, str], name: str = "number-columns-repeated") -> int:
    return max(int(values.get(name, 1)), 1)
