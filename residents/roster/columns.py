"""The columns of a roster, and the names under which committees keep them.

These words stand in files, not on pages: they are the same in every language of the interface.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from louzu.lib.typed import clean_typed

OWNER = "(业主|产权人|房主|房东|权利人|所有权人)"
TENANT = "(租客|租户|承租人|承租户|租住人|租赁人|房客)"
LIVING = "((房屋|实际|现|目前)?的?(居住|使用|入住|常住|现住|实住|在住)(人员?|者|户)|现住人|户主代表|(主要|第一)联系人)"
NUMBER = (
    "(手机|移动|固定)?(手机|电话|(联系|联络)(方式|方法|电话)|座机|固话|tel)(号码?)?[0-9一二三四]?"
)


@dataclass(frozen=True, slots=True)
class Column:
    """``title`` heads it in an exported file; ``header`` is what an imported one may call it."""

    field: str
    title: str
    header: str


COLUMNS = (
    Column("room", "室号", "(房屋|楼栋|楼幢|幢|门牌|单元)?(室号?|房号|房间号?|房室号|户号|单元室号|门室号|室名)(码)?"),
    Column("door", "门牌", "(楼组)?(门牌号?|楼号|楼栋号?|楼幢号?|幢号?|栋号?|号|楼组号?)(码)?"),
    Column("floor", "楼层", "(所在)?(楼层|层|层数)"),
    Column("area", "建筑面积", "(房屋|产权|登记|证载)?(建筑)?面积"),
    Column("area_source", "面积依据", "面积(依据|来源)"),
    Column("owner", "业主", f"{OWNER}(姓名|名称)?"),
    Column("owner_phone", "业主电话", f"{OWNER}的?(联系)?{NUMBER}"),
    Column("contact", "户主/联系人", f"(户主|联系人|户代表|家庭代表|{LIVING})(姓名)?"),
    Column("people", "人数", "(实际|现有)?(常住|居住|现住|实住|家庭|总|实有)?(人数|人口)(数|合计)?"),
    Column("aged_0_6", "0-6岁", ""),
    Column("aged_7_17", "7-17岁", ""),
    Column("aged_18_59", "18-59岁", ""),
    Column("aged_60_up", "60岁以上", ""),
    Column("occupancy", "房屋性质", "自住/出租/空置|(房屋|居住|使用|入住)(性质|情况|状态|类型|状况)"),
    Column("phone", "联系电话", f"((联系|户主|联系人|住户|家庭|本人)?(人)?|{LIVING}的?){NUMBER}"),
    Column("note", "备注", "备注|说明|备考|附注"),
    Column("name", "姓名", "(住户|居民|人员|成员)?姓名|家庭成员(姓名)?|成员"),
    Column("relation", "与户主关系", "(与|和)?(户主|房主)?的?关系|身份|称谓|人员类别"),
    Column("age", "年龄", "(周岁)?年龄|周岁|岁数"),
    Column("birth", "出生年月", "出生(年月日?|日期|年份|年)?|生日"),
    Column("tenant", "租客", f"{TENANT}(姓名)?"),
    Column("tenant_phone", "租客电话", f"{TENANT}的?(联系)?{NUMBER}"),
    Column("address", "地址", "(房屋|居住|家庭|产权|详细|住房)?(地址|坐落|座落|住址)"),
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
SEVERAL = ("phone", "owner_phone", "tenant_phone", "note")
"""Read from each column of that name: 联系电话1, 联系电话2."""
BANDS = {"aged_0_6": (0, 6), "aged_7_17": (7, 17), "aged_18_59": (18, 59), "aged_60_up": (60, 200)}
"""Ages by field, the first and the last."""
OLDEST = 200
HEADING_LENGTH = 100
ASKED = "?"
"""Before the heading of a column of which somebody must say what it is."""
LIKE_OURS = re.compile(
    "岁|人数|人口|电话|手机|租|室号|房号|年龄|儿童|小孩|老人|老年|^[男女]性?$|联系|联络|人[0-9一二三]?$|者$|人员|家属|子女"
    "|亲属|配偶|成员|户主|业主|产权|居住|入住|使用|代表|面积|几人|几口|楼层|^(tel|phone|mobile|name)"
    "|^(自住|自用|出租|空置|空关)$|(业主|户主|住户|产权人|姓名)$"
)
NOT_OURS = re.compile(
    "车位|车库|套内|宠物|紧急|党员|独居|孤|空巢|困境|留守|残疾|失独|(填|制|报)表|填写|登记人|采集|走访|责任人|经办|审核|网格|志愿"
    "|录入|调查|核实人|管理人|缴|交费|楼组长|物业"
)
UNIT = r"(?:周?岁)?"
WHOSE = "(?:儿童|老人|老年人|人数|人口|人|居民)*"
NAMED_BANDS = {
    "学龄前": (0, 6), "学龄前儿童": (0, 6), "未成年人": (0, 17), "未成年": (0, 17),
    "老人": (60, OLDEST), "老年人": (60, OLDEST), "老年人口": (60, OLDEST), "老龄人口": (60, OLDEST),
    "老人数": (60, OLDEST), "老人人数": (60, OLDEST), "老年人数": (60, OLDEST),
    "老年人人数": (60, OLDEST), "60+": (60, OLDEST),
}  # fmt: skip


def field_of(header: str) -> str | None:
    """Which column a header names: ``建筑面积（㎡）`` is the area, ``手机/联系电话`` the phone.

    A band of ages names the one of ours that it is, or is a part of; see ``band_of``.
    """
    bare = _bare(header)
    if band := band_of(header):
        return next((field for field, ours in BANDS.items() if _within(band, ours)), None)
    return next((found for name in (bare, *bare.split("/")) if (found := _named(name))), None)


def band_of(header: str) -> tuple[int, int] | None:
    """The ages that a header names, first and last. Excel makes 17 July of 7-17."""
    bare = re.sub("^其中", "", _bare(header)).strip(":()")
    if bare in NAMED_BANDS:
        return NAMED_BANDS[bare]
    if re.fullmatch(r"\d{4}-07-17|7月17日?|17-jul|jul-17", bare):
        return BANDS["aged_7_17"]
    if span := re.fullmatch(rf"(\d{{1,2}}){UNIT}-(\d{{1,3}}){UNIT}{WHOSE}", bare, re.ASCII):
        return int(span[1]), int(span[2])
    if up := re.fullmatch(rf"(\d{{2,3}}){UNIT}(?:及|含)?以上{WHOSE}", bare, re.ASCII):
        return int(up[1]), OLDEST
    if down := re.fullmatch(rf"(\d{{1,2}}){UNIT}(?:及|含)?以下{WHOSE}", bare, re.ASCII):
        return 0, int(down[1])
    return None


def looks_like_ours(header: str) -> bool:
    """Could a column that is not understood hold what a roster needs?"""
    return bool(LIKE_OURS.search(_bare(header))) and not is_not_ours(header)


def is_not_ours(header: str) -> bool:
    """Does it name what a roster has no use for, or who filled the file in?"""
    return bool(NOT_OURS.search(_bare(header)))


def heading_of(header: str) -> str:
    """The same for headers that a committee would not tell apart; told as ``?heading`` in a row."""
    return plain(header).lower()[:HEADING_LENGTH]


def _within(band: tuple[int, int], ours: tuple[int, int]) -> bool:
    return ours[0] <= band[0] <= band[1] <= ours[1]


def _bare(header: str) -> str:
    bare = plain(header).lower()
    bare = re.sub(r"\((?!其中).*?\)", "", bare)
    return re.sub(r"[~_—–－至到]", "-", bare).strip(":*()")


def _named(name: str) -> str | None:
    named = (c.field for c in COLUMNS if c.header and re.fullmatch(c.header, name))
    return next(named, None)


def plain(text: str) -> str:
    """Full-width forms made narrow; no blanks and nothing invisible."""
    return "".join(clean_typed(unicodedata.normalize("NFKC", text)).split())
