"""Check the size of a workbook before it is parsed (ADR 26)."""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO

from django.utils.translation import gettext as _

from louzu.lib.errors import Refused

MAX_UNPACKED_BYTES = 20 * 1024 * 1024
"""Bytes of XML in a workbook. Pictures do not count, because they are never unpacked."""
MAX_TAGS = 600_000
"""Tags in a workbook. 3,000 rows of 20 cells have 480,000. Parsing a tag takes about 10 µs."""
MAX_TAGS_PER_ROW = 65_536
"""Tags that a reader turns into objects at once: those of a row (up to 16,384 cells in Excel), of
the styles, and of every other part."""
MAX_MEMBERS = 1_000
STREAMED = ("xl/worksheets/", "xl/sharedstrings", "content.xml")
ROW = re.compile(rb"<(?:\w+:)?(?:row|si|table-row)\b")


def too_large() -> Refused:
    return Refused(_("这个文件展开后太大，不像名册。请把名册那一张表复制到新文件里再上传。"))


def check_size(content: bytes) -> None:
    """Raise Refused if a zip archive is too large to be parsed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [m for m in archive.infolist() if not _is_picture(m.filename)]
        large = sum(m.file_size for m in members) > MAX_UNPACKED_BYTES
        if large or len(members) > MAX_MEMBERS:
            raise too_large()
        total = 0
        for member in members:
            streamed = member.filename.lower().startswith(STREAMED)
            with archive.open(member) as file:
                tags, of_a_row = _count_tags(file)
            total += tags
            if total > MAX_TAGS or (of_a_row if streamed else tags) > MAX_TAGS_PER_ROW:
                raise too_large()


def _count_tags(member: IO[bytes]) -> tuple[int, int]:
    tags, row, longest = 0, 0, 0
    while piece := member.read(1024 * 1024):
        piece = piece.replace(b"\0", b"")  # lets UTF-16 be counted as well
        first, *others = (part.count(b"<") for part in ROW.split(piece))
        tags += first + len(others) + sum(others)
        row += first
        longest = max(longest, row, *others)
        row = others[-1] if others else row
    return tags, longest


def _is_picture(name: str) -> bool:
    return "/media/" in name and not name.endswith((".xml", ".rels"))
