"""Names as people type them, and when two names are one: several in a cell, notes in brackets.

Names stay as they are typed; the key folds what people do not tell apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from louzu.lib.typed import clean_typed
from residents.roster.columns import plain
from residents.roster.rooms import NOTHING, Unreadable

NAMES_LENGTH = 100
SEPARATORS = re.compile(r"[、，,/／;；|&＆\r\n]|_x000[dD]_")
HAN = "[\u3400-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff]"
"""With the private use area, where some systems keep rare characters of names."""
ALL_HAN = re.compile(rf"(?:{HAN}[\ufe00-\ufe0f\U000e0100-\U000e01ef]?|[·•‧・･∙⋅])+")
TWO_CHARACTERS = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "司徒",
        "司空",
        "诸葛",
        "夏侯",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "长孙",
        "宇文",
        "端木",
        "轩辕",
        "南宫",
        "西门",
        "独孤",
    ]
)
"""Family names of two characters."""
BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
NOTE = re.compile(
    "已?故|去世|过世|死亡|病故|夫妻|夫妇|夫|妻|配偶|共有|各半|本人|产权人|业主|房东|户主|代|儿|女|子|父|母"
    "|媳|婿|孙|兄|弟|姐|妹|老伴|前妻|前夫|离异|继承|经租|委托|管|外地|国外|出国"
)
"""Words by which what stands in brackets behind a name is told from a part of the name."""
TOGETHER = re.compile("夫妻|夫妇|共有|各半")
DAMAGED = re.compile("[?？\ufffd□]|#(?:N/A|REF!|VALUE!|NAME|DIV/0!|NULL!|NUM!)", re.IGNORECASE)
"""What programs put where a character could not be kept, and what a formula shows that failed."""
NUMBER = re.compile(r"\d{7}", re.ASCII)
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
        "同上",
        "〃",
        "″",
        '"',
        "''",
        "′′",
        "以上",
        "待核实",
        "待查",
        "没有",
        "无人",
        "是",
        "否",
    ]
)
DITTO = re.compile(r"同(?:上|前)?\d*[室户]?", re.ASCII)
"""``同上``, ``同101室``: the name of another row."""
DOTS = re.compile("[\u00b7\u2022\u2027\u30fb\u2219\u22c5\u0387\u2024\ufe52.]")
SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def _unicode_of_private() -> dict[int, str]:
    """Characters that GBK kept in the private use area before Unicode had them.

    0xFE50 to 0xFEA0 of GBK were U+E815 to U+E864; the eight that GB 18030-2000 still kept there
    have been in Unicode since 4.1 (GB 18030-2005, table D.1).
    """
    codes = [*range(0xFE50, 0xFE7F), *range(0xFE80, 0xFEA1)]
    new = dict(zip((0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864),
                   range(0x9FB4, 0x9FBC), strict=True))  # fmt: skip
    found = {}
    for private, code in enumerate(codes, start=0xE815):
        found[private] = chr(new[private]) if private in new else code.to_bytes(2).decode("gb18030")
    return found


UNICODE_OF_PRIVATE = _unicode_of_private()


def names(text: str) -> str | None:
    """One party: ``王建国、李梅``, without notes. Raises Unreadable."""
    if DAMAGED.search(text):
        raise Unreadable(_("名字里有显示不出的字，或者是 Excel 的出错提示。请改成原来的名字。"))
    people = list(dict.fromkeys(name for name, _note in _people(text)))
    if any(plain(name) in NO_NAME or DITTO.fullmatch(plain(name)) for name in people):
        raise Unreadable(_("这里写的不像名字。"))
    if any(NUMBER.search(plain(name)) for name in people):
        raise Unreadable(_("名字里有号码。请把号码写到电话一列，这里只写名字。"))
    joined = "、".join(people)
    if len(joined) > NAMES_LENGTH:
        raise Unreadable(_("名字太长了，最多100个字。"))
    return joined or None


def notes_in(text: str) -> list[str]:
    """What stands in brackets behind names and is none: ``张三（已故）``."""
    people = list(_people(text))
    together = "、".join(name for name, _note in people)
    return [
        f"{together if TOGETHER.search(note) else name}（{note}）" for name, note in people if note
    ]


def party_key(said: str) -> frozenset[str]:
    """The people of a party, in whatever order and manner they were typed."""
    return frozenset(name_key(name) for name, _note in _people(said)) - {""}


def name_key(name: str) -> str:
    """The same for names that people do not tell apart: by width, blanks, the kind of middle dot,
    a character of the private use area and the one that Unicode has for it.
    """
    bare = plain(SELECTORS.sub("", name).translate(UNICODE_OF_PRIVATE)).casefold()
    return re.sub(rf"(?<={HAN}){DOTS.pattern}(?={HAN})", "·", bare)


def _people(text: str) -> Iterator[tuple[str, str]]:
    """Name and note of each."""
    for part in SEPARATORS.split(text):
        notes: list[str] = []

        def keep(found: re.Match[str], notes: list[str] = notes) -> str:
            inner = found[0][1:-1].strip()
            if not NOTE.search(unicodedata.normalize("NFKC", inner)):
                return found[0]
            notes.append(inner)
            return " "

        several = [*_apart(BRACKETED.sub(keep, part))]
        for at, name in enumerate(several):
            if plain(name).lower() not in NOTHING:
                yield name, "，".join(notes) if at == len(several) - 1 else ""


def _apart(text: str) -> Iterator[str]:
    """The blanks that align ``王　强`` go, those of John Smith stay, ``张三 李四`` are two."""
    words = clean_typed(text).split()
    if not all(ALL_HAN.fullmatch(word) for word in words):
        yield re.sub(rf"(?<={HAN})\s+(?={HAN})", "", " ".join(words))
    elif any(len(word) == 1 for word in words) or (words and words[0] in TWO_CHARACTERS):
        yield "".join(words)
    else:
        yield from words
