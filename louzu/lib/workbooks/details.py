"""Read from xlsx and ods files what python-calamine does not give.

These are hidden rows and columns, cells that show an error, formulas without a result, and merged cells
of an ods. The XML is read by expat. ``reader`` imports this module in a process of its own, so it
must not import Django or other modules of louzu.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Protocol
from xml.parsers import expat

MAX_CELL_LENGTH = 500
LAST_COLUMN = 16_384
"""Columns of a sheet in Excel; a file with more ``col`` elements is refused."""
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
Range = tuple[tuple[int, int], tuple[int, int]]
"""First row and column, last row and column; all count from 0."""


class UnfitWorkbook(Exception):  # noqa: N818 -- an expected outcome
    """``reason`` is a key of ``files.REASONS``; ``sheet`` names the sheet it concerns."""

    def __init__(self, reason: str, sheet: str = "") -> None:
        super().__init__(reason)
        self.answer = {"refused": reason, "sheet": sheet}


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers of rows and columns that are read of a sheet."""

    rows: int
    columns: int


@dataclass(slots=True)
class SheetDetails:
    """Details of one sheet. Rows and columns count from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """Error texts by (row, column), such as #N/A."""
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    """Formulas without a stored result by (row, column), with ``=``."""
    merged: list[Range] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)
    """Cells of an .xlsx whose text is struck through, within the limits."""

    def put_into(self, rows: list[list[str]], limits: Limits) -> None:
        for (row, column), text in (*self.formulas.items(), *self.errors.items()):
            if row >= limits.rows or column >= limits.columns:
                continue
            rows += [[] for _row in range(row + 1 - len(rows))]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            if (row, column) in self.errors or not rows[row][column]:
                rows[row][column] = text[:MAX_CELL_LENGTH]

    def hide_columns(self, first: int, last: int, limits: Limits) -> None:
        self.hidden_columns |= set(range(max(first, 0), min(last + 1, limits.columns)))


def details_of_zip(content: bytes, limits: Limits) -> dict[str, SheetDetails] | None:
    """Return the details of each sheet by its name, None for an xlsb, whose format is not read here."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name.lower(): name for name in archive.namelist()}
        if "xl/workbook.xml" in members:
            return _of_xlsx(archive, members, limits)
        if "content.xml" in members:
            found = OdsReader(limits)
            _parse(archive.read(members["content.xml"]), found)
            return found.sheets
    return None


def zip_has_password(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "META-INF/manifest.xml" not in archive.namelist():
            return False
        found = ElementCollector("encryption-data")
        _parse(archive.read("META-INF/manifest.xml"), found)
        return bool(found.found)


def _of_xlsx(
    archive: zipfile.ZipFile, members: dict[str, str], limits: Limits
) -> dict[str, SheetDetails]:
    sheets, targets = ElementCollector("sheet"), ElementCollector("Relationship")
    _parse(archive.read(members["xl/workbook.xml"]), sheets)
    _parse(archive.read(members["xl/_rels/workbook.xml.rels"]), targets)
    paths = {one["Id"]: one["Target"] for one in targets.found}
    styles = Styles()
    if "xl/styles.xml" in members:
        _parse(archive.read(members["xl/styles.xml"]), styles)
    details = {}
    for one in sheets.found:
        key = next(value for name, value in one.items() if _local(name) == "id")
        path = str(PurePosixPath("xl") / paths[key].removeprefix("/xl/")).lower()
        reader = XlsxReader(limits, styles.struck)
        if path in members:
            _parse(archive.read(members[path]), reader)
        details[one["name"]] = reader.details
    return details


class Reader(Protocol):
    """Handlers that expat calls while it parses a document."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def characters(self, text: str) -> None: ...


class XlsxReader:
    """Reads the XML of one sheet of an xlsx."""

    def __init__(self, limits: Limits, struck: frozenset[str] = frozenset()) -> None:
        self.limits = limits
        self.struck = struck
        self.details = SheetDetails()
        self._column_elements = 0
        self._row, self._column = -1, -1
        self._kind, self._text, self._formula, self._value = "", "", "", ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        self._text = ""
        if name == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column = -1
            if _is_hidden(attributes, "ht"):
                self.details.hidden_rows.add(self._row)
        elif name == "c":
            place = CELL.fullmatch(attributes.get("r", ""))
            self._column = _number(place[1]) if place else self._column + 1
            self._kind, self._formula, self._value = attributes.get("t", ""), "", ""
            self._strike(attributes.get("s", ""))
        elif name == "col":
            self._start_columns(attributes)

    def _strike(self, style: str) -> None:
        if (
            style in self.struck
            and self._row < self.limits.rows
            and self._column < self.limits.columns
        ):
            self.details.struck.add((self._row, self._column))

    def _start_columns(self, attributes: dict[str, str]) -> None:
        self._column_elements += 1
        if self._column_elements > LAST_COLUMN:
            raise UnfitWorkbook("large")
        if _is_hidden(attributes, "width"):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.details.hide_columns(first - 1, last - 1, self.limits)

    def end(self, tag: str) -> None:
        name, place = _local(tag), (self._row, self._column)
        if name == "f":
            self._formula = f"={self._text}"
        elif name == "v":
            self._value = self._text
        elif name == "c" and self._kind == "e":
            self.details.errors[place] = self._value or "#N/A"
        elif name == "c" and self._formula and not self._value and self._kind != "str":
            self.details.formulas[place] = self._formula

    def characters(self, text: str) -> None:
        self._text += text


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    if attributes.get("hidden") in {"1", "true"}:
        return True
    return size in attributes and float(attributes[size]) == 0


class Styles:
    """Parser of ``styles.xml`` that collects the style numbers of cells whose text is struck through."""

    def __init__(self) -> None:
        self._within = ""
        self._fonts: list[bool] = []
        self._formats: list[int] = []

    @property
    def struck(self) -> frozenset[str]:
        fonts = {at for at, struck in enumerate(self._fonts) if struck}
        return frozenset(str(at) for at, font in enumerate(self._formats) if font in fonts)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name in {"fonts", "cellXfs"}:
            self._within = name
        elif name == "font" and self._within == "fonts":
            self._fonts.append(False)
        elif name == "strike" and self._within == "fonts" and self._fonts:
            self._fonts[-1] = attributes.get("val", "1") not in {"0", "false"}
        elif name == "xf" and self._within == "cellXfs":
            self._formats.append(int(attributes.get("fontId", -1)))

    def end(self, tag: str) -> None:
        if _local(tag) in {"fonts", "cellXfs"}:
            self._within = ""

    def characters(self, text: str) -> None:
        pass


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
        name = _local(tag)
        values = {_local(key): value for key, value in attributes.items()}
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
                value for key, value in attributes.items() if _local(key) == "value-type"
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
        name = _local(tag)
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


class ElementCollector:
    """Collects the attributes of all elements of one name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == self.name:
            self.found.append(attributes)

    def end(self, tag: str) -> None:
        pass

    def characters(self, text: str) -> None:
        pass


def _parse(content: bytes, reader: Reader) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.EntityDeclHandler = _refuse
    parser.Parse(content, True)


def _refuse(*_declared: object) -> None:
    raise UnfitWorkbook("broken")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _number(letters: str) -> int:
    """``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
