"""Cells that refer to another cell: 〃 and 同上 to the row above, 同业主 to the owner of the same row."""

from __future__ import annotations

import re
from collections.abc import Mapping

from residents.roster_parser.columns import normalized_text

DITTO_MARKS = frozenset(
    [
        "〃",
        "′′",
        "″",
        '"',
        "''",
        "“",
        "”",
        "“”",
        "””",
        "〝",
        "〞",
        "々",
        "↑",
        "仝",
        "仝上",
        "同上",
        "上同",
        "同前",
        "同上一行",
        "同上一户",
        "同上户",
    ]
)
"""Marks for the value of the row above, normalised by ``plain``."""
REFERENCE = re.compile(
    r"[同仝](?:上|下|前|左|右|楼上|楼下|业主|户主|产权人|房东|联系人|租客|本人).{0,4}"
    r"|[同仝]\d{2,5}[室户号]?(?:的?(?:业主|户主|联系人))?|[↓←→]|以上|同|如上",
    re.ASCII,
)
NEVER_COPIED = ("name",)
"""Fields in which a ditto mark is not resolved: a person is not listed twice."""
_OWNER = frozenset(
    [
        "本人",
        "业主",
        "业主本人",
        "产权人",
        "产权人本人",
        "房东",
        "同业主",
        "同产权人",
        "同房东",
        "自己",
    ]
)
_HEAD = frozenset(["本人", "户主", "户主本人", "同户主", "同联系人", "同住户", "自己"])
_OWNERS_PHONE = frozenset(["同业主", "同业主电话", "同产权人", "同房东"])
SAME_ROW_REFERENCES = {
    "contact": (_OWNER, ("owner",)),
    "owner": (_HEAD, ("contact", "name")),
    "phone": (_OWNERS_PHONE, ("owner_phone",)),
}
"""Field → words in it, and the fields of the same row that they refer to. The first one present is
used."""


_SAME_ROW_WORDS = frozenset().union(*(words for words, _fields in SAME_ROW_REFERENCES.values()))


def is_reference(text: str) -> bool:
    bare = normalized_text(text)
    return bare in DITTO_MARKS or bool(REFERENCE.fullmatch(bare))


def resolve_references(cells: Mapping[str, str], above: Mapping[str, str]) -> dict[str, str]:
    """Return the cells of a row with references replaced by the values they refer to.

    ``above`` holds the cells of the row above, already resolved. A mark with nothing above it is left; it
    is refused when the value is read.
    """
    found = {
        name: above[name]
        if normalized_text(text) in DITTO_MARKS and name in above and name not in NEVER_COPIED
        else text
        for name, text in cells.items()
    }
    return found | {
        name: filled
        for name, (words, fields) in SAME_ROW_REFERENCES.items()
        if normalized_text(found.get(name, "")) in words
        and (filled := _first_filled(found, fields))
    }


def _first_filled(cells: Mapping[str, str], fields: tuple[str, ...]) -> str:
    texts = (cells.get(name, "") for name in fields)
    return next(
        (text for text in texts if text and normalized_text(text) not in _SAME_ROW_WORDS), ""
    )
