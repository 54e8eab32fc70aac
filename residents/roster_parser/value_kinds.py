"""Recognise what a column of a roster holds by its values: phone numbers, names, areas, counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from louzu.lib.phone_numbers import holds_number
from residents.roster_parser.columns import normalized_text
from residents.roster_parser.empty_values import means_empty
from residents.roster_parser.gone import AWAY, DEATH
from residents.roster_parser.identity import without_identity
from residents.roster_parser.values import BRACKETED, LIVED_IN, OCCUPANCIES

BIRTH = re.compile(
    r"(?:18|19|20)\d\d(?:[-./年](?:0?[1-9]|1[0-2])(?:[-./月]\d{1,2}日?|月)?|年|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?)",
    re.ASCII,
)
NUMBER = re.compile(
    r"(?P<number>\d{1,4}(?:\.\d+)?)(?P<unit>个?人|口|位|周?岁|m2|㎡|平方米?|平米?|平)?", re.ASCII
)
MAX_PEOPLE_PER_FAMILY = 15
SMALLEST, LARGEST = Decimal(20), Decimal(400)
"""Areas of flats in ㎡ that are recognised without a unit."""
LIVING = frozenset(
    (*LIVED_IN, "自住房屋", "业主自用", "空着", "租出", "租出去", "借住", "有人住", "无人住")
)
NOT_HERE = re.compile(f"{DEATH}|{AWAY}|人在户不在|人不在")
"""人在户不在 is the opposite, and stands in the same columns; 人不在 alone may be for a day."""
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛"
    "雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾"
    "路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊惠曲封储靳"
    "井段富巫乌焦巴弓牧山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟"
    "谭贡劳逄姬申扶堵冉宰雍桑桂牛寿通边扈燕冀尚农温庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩"
    "聂晁勾敖融冷辛阚那简饶空曾沙鞠关查后荆红游竺权盖益桓公万俟闫肖付覃涂仝代岳帅邸楚丛苟原区岩海"
)
NAME = re.compile(r"[㐀-鿿][㐀-鿿*某·]{1,3}")
APART = re.compile("[、,;/和]")
NO_NAMES = re.compile(
    "高中|安徽|江苏|江西|宁夏|云南|甘肃|广东|广西|海南|山东|山西|河南|河北|湖南|湖北|车库|车位|房屋|居住|常住|全部|全家|单身|正常|满意|同意|支持|国企|广场|公房|商品房"
    "|通过|查|白天|.*族|.*省|.*市|.*区|.*室|.*户|.*号|.*证|.*房|.*人|.*楼"
)
FEWEST_VALUES = 3
"""From this number of rows on, a column of names must hold different names."""


def value_kind_of(texts: Iterable[str]) -> str:
    """Return the kind of at least half of the filled cells, or "" if there is none.

    Kinds are ``phone``, ``occupancy``, ``away``, ``age``, ``area``, ``people`` and ``names``. ``away`` and
    ``phone`` are also returned if fewer cells are of that kind.
    """
    filled = [bare for text in texts if not means_empty(bare := _bare(text))]
    kinds = Counter(_kind(bare) for bare in filled)
    kinds.pop("", None)
    if kinds["area"]:  # a column may mix 90 and 89.5
        kinds["area"] += kinds.pop("number", 0)
    found, most = max(kinds.items(), key=lambda one: one[1], default=("", 0))
    if not most or most * 2 < len(filled):
        return next((kind for kind in ("away", "phone") if kinds[kind]), "")
    if found == "names" and len(filled) >= FEWEST_VALUES and len(set(filled)) == 1:
        return ""  # the author of the list
    return "area" if found == "number" else found


def _bare(text: str) -> str:
    return normalized_text(without_identity(text))


def _kind(bare: str) -> str:
    if BIRTH.fullmatch(bare):
        return "age"
    if holds_number(bare):
        return "phone"
    inner = BRACKETED.sub("", bare)
    if NOT_HERE.search(bare):
        return "away"
    if inner in LIVING or any(inner in words for words in OCCUPANCIES.values()):
        return "occupancy"
    if found := NUMBER.fullmatch(inner.lower()):
        return _kind_of_number(Decimal(found["number"]), found["unit"] or "")
    return "names" if all(map(_is_name, APART.split(inner))) else ""


def _kind_of_number(number: Decimal, unit: str) -> str:
    if unit.endswith("岁"):
        return "age"
    if unit and unit[0] in "m㎡平":
        return "area"
    whole = number == number.to_integral_value()
    if whole and (unit or number <= MAX_PEOPLE_PER_FAMILY):
        return "people"
    if not SMALLEST <= number <= LARGEST:
        return ""
    return "number" if whole else "area"


def _is_name(text: str) -> bool:
    bare = re.sub("(先生|女士|小姐|阿姨|老师)$", "某", text)
    known = bool(NAME.fullmatch(bare)) and bare[0] in SURNAMES
    return known and not NO_NAMES.fullmatch(bare)
