"""The columns of a roster, and the headers that committees use for them. They are words of files,
not of pages, and are not translated."""

from __future__ import annotations

import re
import unicodedata

from louzu.lib.text_input import clean_text
from residents.roster_parser.synonyms import (
    AMBIGUOUS_HEADERS,
    HEADERS,
    HEADERS_ABOUT_OTHERS,
    HINTS,
    IGNORED_HEADERS,
)

TITLES = {
    "room": "室号",
    "door": "门牌",
    "floor": "楼层",
    "area": "建筑面积",
    "area_source": "面积依据",
    "owner": "业主",
    "owner_phone": "业主电话",
    "contact": "户主/联系人",
    "people": "人数",
    "aged_0_6": "0-6岁",
    "aged_7_17": "7-17岁",
    "aged_18_59": "18-59岁",
    "aged_60_up": "60岁以上",
    "occupancy": "房屋性质",
    "phone": "联系电话",
    "note": "备注",
    "name": "姓名",
    "members": "家庭成员",
    "relation": "与户主关系",
    "age": "年龄",
    "birth": "出生年月",
    "tenant": "租客",
    "tenant_phone": "租客电话",
    "address": "地址",
    "unit": "单元",
    "identity": "身份证",
    "number": "序号",
}
"""Field → its header in an exported file."""
NAMED = tuple((name, re.compile(header)) for name, header in HEADERS.items())
EXPORTED = (
    "room",
    "floor",
    "area",
    "area_source",
    "owner",
    "owner_phone",
    "contact",
    "people",
    "aged_0_6",
    "aged_7_17",
    "aged_60_up",
    "occupancy",
    "phone",
    "note",
)
IGNORED_FIELDS = ("identity", "number")
"""Known columns that are not read."""
REPEATABLE = ("phone", "owner_phone", "tenant_phone", "note")
"""Fields that are read from every column with such a header: 联系电话1, 联系电话2."""
BANDS = {"aged_0_6": (0, 6), "aged_7_17": (7, 17), "aged_18_59": (18, 59), "aged_60_up": (60, 200)}
"""Field → first and last age."""
OLDEST_AGE = 200
HEADING_LENGTH = 100
QUESTION_MARK = "?"
"""Prefix of the header of a column whose meaning must be asked."""
UNIT = r"(?:周?岁)?"
WHOSE = "(?:儿童|老人|老年人|人数|人口|人|居民|人员|数|合计|小计|总数)*"
BAND_UPWARD = re.compile(
    rf"(\d{{2,3}}){UNIT}(?:及|含)?以上{WHOSE}|(\d{{2,3}}){UNIT}\+{UNIT}{WHOSE}|[≥⩾](\d{{2,3}}){UNIT}{WHOSE}",
    re.ASCII,
)
BAND_DOWNWARD = re.compile(
    rf"(\d{{1,2}}){UNIT}(?:及|含)?以下{WHOSE}|[≤⩽](\d{{1,2}}){UNIT}{WHOSE}", re.ASCII
)
AMBIGUOUS_BAND = re.compile(r"\d0后|\d{2,3}[-+]|[<>≤≥]\d{1,3}", re.ASCII)
"""60后, 60-: ambiguous ages, whose meaning must be asked."""
NAMED_BANDS = {
    "学龄前": (0, 6),
    "学龄前儿童": (0, 6),
    "未成年人": (0, 17),
    "未成年": (0, 17),
    "老人": (60, OLDEST_AGE),
    "老年人": (60, OLDEST_AGE),
    "老年人口": (60, OLDEST_AGE),
    "老龄人口": (60, OLDEST_AGE),
    "老人数": (60, OLDEST_AGE),
    "老人人数": (60, OLDEST_AGE),
    "老年人数": (60, OLDEST_AGE),
    "老年人人数": (60, OLDEST_AGE),
    "老龄": (60, OLDEST_AGE),
    "老龄人": (60, OLDEST_AGE),
    "老龄人数": (60, OLDEST_AGE),
    "老人口": (60, OLDEST_AGE),
}


def field_of(header: str) -> str | None:
    """Return the field that a header names: ``建筑面积（㎡）`` is the area, ``手机/联系电话`` the phone. An age
    band gives the field that contains it; see ``band_of``."""
    bare = normalized_header(header)
    if band := band_of(header):
        return next((field for field, ours in BANDS.items() if _band_field(band, ours)), None)
    return next((found for name in (bare, *bare.split("/")) if (found := _named(name))), None)


def band_of(header: str) -> tuple[int, int] | None:
    """Return the first and last age that a header names. Excel turns 7-17 into 17 July."""
    bare = re.sub("^其中", "", normalized_header(header)).strip(":()")
    if (named := re.sub("(合计|小计|总数)$", "", bare)) in NAMED_BANDS:
        return NAMED_BANDS[named]
    if re.fullmatch(r"\d{4}-07-17|7月17日?|17-jul|jul-17", bare):
        return BANDS["aged_7_17"]
    if span := re.fullmatch(rf"(\d{{1,2}}){UNIT}-(\d{{1,3}}){UNIT}{WHOSE}", bare, re.ASCII):
        return int(span[1]), int(span[2])
    if up := BAND_UPWARD.fullmatch(bare):
        return int(up[1] or up[2] or up[3]), OLDEST_AGE
    if down := BAND_DOWNWARD.fullmatch(bare):
        return 0, int(down[1] or down[2])
    return None


def field_by_similar_header(header: str) -> str | None:
    bare = normalized_header(header)
    return next(
        (name for name, words in AMBIGUOUS_HEADERS.items() if re.fullmatch(words, bare)), None
    )


def hint_in(header: str) -> str:
    bare = normalized_header(header)
    return next((kind for kind, words in HINTS if re.search(words, bare)), "")


def is_useless(header: str) -> bool:
    return bool(re.fullmatch(IGNORED_HEADERS, normalized_header(header)))


def is_about_others(header: str) -> bool:
    return bool(re.search(HEADERS_ABOUT_OTHERS, normalized_header(header)))


def normalized_heading(header: str) -> str:
    """Return a header as it identifies a column, without differences of width and case. Cells of
    unknown columns are kept in a row as ``?heading``."""
    return normalized_text(header).lower()[:HEADING_LENGTH]


def _band_field(band: tuple[int, int], ours: tuple[int, int]) -> bool:
    return ours[0] <= band[0] <= band[1] <= ours[1]


def normalized_header(header: str) -> str:
    """Return the header half-width, in lower case, without brackets, and with hyphens for all
    dashes."""
    bare = normalized_text(header).lower()
    bare = re.sub(r"\((?!其中).*?\)", "", bare)
    return re.sub(r"[~_—–－至到]", "-", bare).strip(":*()")


def _named(name: str) -> str | None:
    return next((field for field, header in NAMED if header.fullmatch(name)), None)


def normalized_text(text: str) -> str:
    """Return half-width text without whitespace and invisible characters."""
    return "".join(clean_text(unicodedata.normalize("NFKC", text)).split())
