"""Read the details of the sheets of an xlsx."""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePosixPath

from louzu.lib.workbooks.details import LAST_COLUMN, Limits, SheetDetails, UnfitWorkbook
from louzu.lib.workbooks.xml_parser import ElementCollector, local_name, parse_xml

CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def details_of_xlsx(
    archive: zipfile.ZipFile, members: dict[str, str], limits: Limits
) -> dict[str, SheetDetails]:
    sheets, targets = ElementCollector("sheet"), ElementCollector("Relationship")
    parse_xml(archive.read(members["xl/workbook.xml"]), sheets)
    parse_xml(archive.read(members["xl/_rels/workbook.xml.rels"]), targets)
    paths = {one["Id"]: one["Target"] for one in targets.found}
    styles = Styles()
    if "xl/styles.xml" in members:
        parse_xml(archive.read(members["xl/styles.xml"]), styles)
    details = {}
    for one in sheets.found:
        key = next(value for name, value in one.items() if local_name(name) == "id")
        path = str(PurePosixPath("xl") / paths[key].removeprefix("/xl/")).lower()
        reader = XlsxReader(limits, styles.struck)
        if path in members:
            parse_xml(archive.read(members[path]), reader)
        details[one["name"]] = reader.details
    return details


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
        name = local_name(tag)
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
        name, place = local_name(tag), (self._row, self._column)
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
        name = local_name(tag)
        if name in {"fonts", "cellXfs"}:
            self._within = name
        elif name == "font" and self._within == "fonts":
            self._fonts.append(False)
        elif name == "strike" and self._within == "fonts" and self._fonts:
            self._fonts[-1] = attributes.get("val", "1") not in {"0", "false"}
        elif name == "xf" and self._within == "cellXfs":
            self._formats.append(int(attributes.get("fontId", -1)))

    def end(self, tag: str) -> None:
        if local_name(tag) in {"fonts", "cellXfs"}:
            self._within = ""

    def characters(self, text: str) -> None:
        pass


def _number(letters: str) -> int:
    """``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
