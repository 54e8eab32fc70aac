"""The columns of a roster, and the names under which committees keep them.

These words stand in files, not on pages: they are the same in every language of the interface.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from louzu.lib.typed import clean_typed

AGED = r"(其中:?)?{}(周?岁)?{}(儿童|老人|老年人|人数|人口|人)*"


@dataclass(frozen=True, slots=True)
class Column:
    """``title`` heads it in an exported file; ``header`` is what an imported one may call it."""

    field: str
    title: str
    header: str


COLUMNS = (
    Column("room", "室号", "(房屋)?(室号?|房号|房间号?|房室号|户号|单元室号)(码)?"),
    Column("door", "门牌", "(楼组)?(门牌号?|楼号|楼栋|幢号|栋号|号)(码)?"),
    Column("floor", "楼层", "(所在)?(楼层|层|层数)"),
    Column("area", "建筑面积", "(房屋|产权|登记)?(建筑)?面积"),
    Column("area_source", "面积依据", "面积(依据|来源)"),
    Column("owner", "业主", "(业主|产权人|房主|房东|权利人)(姓名)?"),
    Column("owner_phone", "业主电话", "(业主|产权人|房主|房东|权利人)的?(联系)?(手机|电话)(号码?)?"),
    Column("contact", "户主/联系人", "(户主|联系人)(姓名)?"),
    Column("people", "人数", "(常住|居住|实住|家庭|总|实有)?(人数|人口)(数|合计)?"),
    Column("aged_0_6", "0-6岁", f"{AGED.format('0-6', '')}|{AGED.format('6', '(及)?以下')}|学龄前(儿童)?"),
    Column("aged_7_17", "7-17岁", AGED.format("7-17", "")),
    Column("aged_18_59", "18-59岁", AGED.format("18-59", "")),
    Column("aged_60_up", "60岁以上", rf"{AGED.format('60', '(及|含)?以上')}|60\+|(老人|老年人)(人?数)?"),
    Column("occupancy", "房屋性质", "自住/出租/空置|(房屋|居住|使用|入住)(性质|情况|状态|类型)"),
    Column("phone", "联系电话", "(联系|户主|联系人)?(手机|电话|联系方式)(号码?)?"),
    Column("note", "备注", "备注|说明|备考"),
    Column("identity", "身份证", "(公民)?(身份证|身份号|证件|身份证件)(号码?)?.*"),
    Column("number", "序号", "序号|编号|no.?"),
)  # fmt: skip
TITLES = {column.field: column.title for column in COLUMNS}
EXPORTED = (
    "room", "floor", "area", "area_source", "owner", "owner_phone", "contact", "people",
    "aged_0_6", "aged_7_17", "aged_60_up", "occupancy", "phone", "note",
)  # fmt: skip
UNREAD = ("identity", "number")
"""Known, and left in the file."""


def field_of(header: str) -> str | None:
    """Which column a header names: ``建筑面积（㎡）`` is the area, ``手机/联系电话`` the phone."""
    bare = plain(header).lower()
    bare = re.sub(r"\((?!其中).*?\)", "", bare)
    bare = re.sub(r"[~_—–－至到]", "-", bare).strip(":*()")
    return next((found for name in (bare, *bare.split("/")) if (found := _named(name))), None)


def _named(name: str) -> str | None:
    return next((c.field for c in COLUMNS if re.fullmatch(c.header, name)), None)


def plain(text: str) -> str:
    """Full-width forms made narrow; no blanks and nothing invisible."""
    return "".join(clean_typed(unicodedata.normalize("NFKC", text)).split())
