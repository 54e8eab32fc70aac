"""Read the details of workbooks that are zip archives: xlsx and ods."""

from __future__ import annotations

import io
import zipfile

from louzu.lib.workbooks.details import Limits, SheetDetails
from louzu.lib.workbooks.ods import OdsReader
from louzu.lib.workbooks.xlsx import details_of_xlsx
from louzu.lib.workbooks.xml_parser import ElementCollector, parse_xml


def details_of_zip(content: bytes, limits: Limits) -> dict[str, SheetDetails] | None:
    """Return the details of each sheet by its name, None for an xlsb, whose format is not read here."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name.lower(): name for name in archive.namelist()}
        if "xl/workbook.xml" in members:
            return details_of_xlsx(archive, members, limits)
        if "content.xml" in members:
            found = OdsReader(limits)
            parse_xml(archive.read(members["content.xml"]), found)
            return found.sheets
    return None


def zip_has_password(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "META-INF/manifest.xml" not in archive.namelist():
            return False
        found = ElementCollector("encryption-data")
        parse_xml(archive.read("META-INF/manifest.xml"), found)
        return bool(found.found)
