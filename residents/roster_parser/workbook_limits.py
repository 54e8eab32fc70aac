"""How large a workbook may be, asked of its bytes before anything in it is parsed (ADR 26)."""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO

from django.utils.translation import gettext as _

from louzu.lib.errors import Refused

MAX_UNPACKED_BYTES = 20 * 1024 * 1024
"""Bytes of XML in a workbook. Pictures in it do not count: they are never unpacked."""
MAX_TAGS = 600_000
"""Tags in a workbook; 3,000 rows of 20 cells have 480,000. Each costs some ten microseconds."""
MAX_TAGS_PER_ROW = 65_536
"""Tags of which a reader makes objects at once: a row (Excel has up to 16,384 cells in one), the
styles, and every other part."""
MAX_MEMBERS = 1_000
STREAMED = ("xl/worksheets/", "xl/sharedstrings", "content.xml")
ROW = re.compile(rb"<(?:\w+:)?(?:row|si|table-row)\b")


def too_large() -> Refused:
    return Refused(_("这个文件展开后太大，不像名册。请把名册那一张表复制到新文件里再上传。"))


def check_size(content: bytes) -> None:
    """Raises Refused for a zip archive that holds too much."""
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
    """Tags in a member of a workbook, and in the longest row of it."""
    tags, row, longest = 0, 0, 0
    while piece := member.read(1024 * 1024):
        piece = piece.replace(b"\0", b"")  # UTF-16 is read alike
        first, *others = (part.count(b"<") for part in ROW.split(piece))
        tags += first + len(others) + sum(others)
        row += first
        longest = max(longest, row, *others)
        row = others[-1] if others else row
    return tags, longest


def _is_picture(name: str) -> bool:
    return "/media/" in name and not name.endswith((".xml", ".rels"))
