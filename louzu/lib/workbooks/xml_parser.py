"""Parse the XML of a workbook by expat."""

from __future__ import annotations

from typing import Protocol
from xml.parsers import expat

from louzu.lib.workbooks.details import UnfitWorkbook


class Reader(Protocol):
    """Handlers that expat calls while it parses a document."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def characters(self, text: str) -> None: ...


class ElementCollector:
    """Collects the attributes of all elements of one name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if local_name(tag) == self.name:
            self.found.append(attributes)

    def end(self, tag: str) -> None:
        pass

    def characters(self, text: str) -> None:
        pass


def parse_xml(content: bytes, reader: Reader) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.EntityDeclHandler = _refuse
    parser.Parse(content, True)


def _refuse(*_declared: object) -> None:
    raise UnfitWorkbook("broken")


def local_name(name: str) -> str:
    return name.rpartition(":")[2]
