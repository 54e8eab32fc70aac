"""Parse names as people type them, and compare them. A cell may hold several names, with notes in
brackets.

Names are kept as typed. Keys drop the differences that people do not see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from residents.roster_parser.columns import normalized_text
from residents.roster_parser.ditto import is_reference
from residents.roster_parser.parties import HAN, TOGETHER, people_in
from residents.roster_parser.rooms import Unreadable

NAMES_LENGTH = 100
DAMAGED = re.compile("[?？\ufffd□]|#(?:N/A|REF!|VALUE!|NAME|DIV/0!|NULL!|NUM!)", re.IGNORECASE)
"""Replacements for lost characters, and errors of formulas."""
NUMBER = re.compile(r"\d{7}", re.ASCII)
HIDDEN = re.compile("[*＊×✕✖○◯●■█]")
"""Masking characters in a name: ``张*三``."""
NUMBERED = re.compile(rf"{HAN}{{2,4}}\d{{2,3}}")
"""Names followed by an age, a share or a room. It must occur several times in a cell."""
NO_NAME = frozenset(
    [
        "自住",
        "自用",
        "出租",
        "租",
        "空置",
        "空",
        "空关",
        "空房",
        "空关房",
        "空置房",
        "闲置",
        "无人",
        "无人居住",
        "没人",
        "是",
        "否",
        "有",
        "男",
        "女",
        "本人",
        "自己",
        "业主",
        "户主",
        "产权人",
        "房东",
        "租客",
        "租户",
        "居住人",
        "使用人",
        "已售",
        "已出售",
        "已出租",
        "已卖",
        "出售",
        "待售",
        "在售",
        "法拍",
        "拍卖",
        "动迁",
        "拆迁",
        "过户中",
        "未过户",
        "未交房",
        "未入住",
        "装修",
        "装修中",
        "毛坯",
        "搬走",
        "已搬",
        "已搬走",
        "搬家",
        "住院",
        "养老院",
        "出国",
        "国外",
        "外地",
        "父亲",
        "母亲",
        "父母",
        "父",
        "母",
        "儿子",
        "女儿",
        "子女",
        "子",
        "配偶",
        "爱人",
        "老公",
        "老婆",
        "丈夫",
        "妻子",
        "夫",
        "妻",
        "老伴",
        "家人",
        "家属",
        "亲戚",
        "朋友",
        "中介",
    ]
)
"""Words about a flat or a person that are typed instead of a name."""
UNKNOWN = re.compile("[xX]+")
SHARED_OWNERSHIP = re.compile("共有|各半")
DOTS = re.compile("[\u00b7\u2022\u2027\u30fb\u2219\u22c5\u0387\u2024\ufe52.]")
SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def _unicode_of_private() -> dict[int, str]:
    """Map the characters that GBK kept in the private use area to Unicode.

    0xFE50 to 0xFEA0 of GBK were U+E815 to U+E864. The eight that GB 18030-2000 still kept there
    have been in Unicode since 4.1 (GB 18030-2005, table D.1).
    """
    codes = [*range(0xFE50, 0xFE7F), *range(0xFE80, 0xFEA1)]
    new = dict(
        zip(
            (0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864),
            range(0x9FB4, 0x9FBC),
            strict=True,
        )
    )
    found = {}
    for private, code in enumerate(codes, start=0xE815):
        found[private] = chr(new[private]) if private in new else code.to_bytes(2).decode("gb18030")
    return found


UNICODE_OF_PRIVATE = _unicode_of_private()


def party_names(text: str) -> str | None:
    """Return the names of one party, such as ``王建国、李梅``, without notes. Raise Unreadable."""
    people = list(dict.fromkeys(name for name, _note in people_in(text)))
    _require_names(text, people)
    joined = "、".join(people)
    if len(joined) > NAMES_LENGTH:
        raise Unreadable(_("名字太长了，最多100个字。"))
    if party_key(joined) != _keys_of(people):  # it is read again where it is compared
        raise Unreadable(_("看不出这里说的是哪几位。请只写名字，几位用顿号隔开。"))
    return joined or None


def _require_names(text: str, people: list[str]) -> None:
    if DAMAGED.search(text):
        raise Unreadable(_("名字里有显示不出的字，或者是 Excel 的出错提示。请改成原来的名字。"))
    if any(HIDDEN.search(name) for name in people):
        raise Unreadable(_("名字里有遮住的字。请写完整的名字。"))
    if any(is_reference(name) for name in people):
        raise Unreadable(_("看不出这里说的是哪一位，请写上名字。"))
    if any(NUMBER.search(normalized_text(name)) for name in people):
        raise Unreadable(_("名字里有号码。请把号码写到电话一列，这里只写名字。"))
    if (
        len(people) == 1
        and SHARED_OWNERSHIP.search(text)
        and re.fullmatch(f"{HAN}{{4,}}", people[0])
    ):
        raise Unreadable(_("几位共有的，请用顿号隔开写。"))
    if any(map(_is_no_name, people)):
        raise Unreadable(_("这里写的不像名字。"))


def _is_no_name(name: str) -> bool:
    bare = normalized_text(name)
    letters = any(re.match(HAN, letter) or letter.isalpha() for letter in bare)
    words = name.split()
    numbered = len(words) > 1 and all(NUMBERED.fullmatch(normalized_text(word)) for word in words)
    return bare in NO_NAME or not letters or numbered or bool(UNKNOWN.fullmatch(bare))


def notes_in(text: str) -> list[str]:
    people = list(people_in(text))
    together = "、".join(name for name, _note in people)
    return [
        f"{together if TOGETHER.search(note) else name}（{note}）" for name, note in people if note
    ]


def party_key(text: str) -> frozenset[str]:
    """Return the keys of the people of a party, independent of order and spelling."""
    return _keys_of(name for name, _note in people_in(text))


def _keys_of(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(name_key, names)) - {""}


def name_key(name: str) -> str:
    """Return a key that ignores width, blanks, the kind of middle dot, and private use characters
    that have a Unicode character."""
    bare = normalized_text(SELECTORS.sub("", name).translate(UNICODE_OF_PRIVATE)).casefold()
    return re.sub(rf"(?<={HAN}){DOTS.pattern}(?={HAN})", "·", bare)
