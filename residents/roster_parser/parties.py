"""Split a cell into people, each with the notes beside the name: shares, relation, 已故."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from louzu.lib.text_input import clean_text
from residents.roster_parser.empty_values import means_empty
from residents.roster_parser.gone import DEATH

HAN = "[\u3400-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff]"
"""Includes the private use area, in which some systems keep rare characters of names."""
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
SEPARATORS = re.compile(r"[、，,/／;；|&＆+＋\r\n]|_x000[dD]_")
SEPARATE = re.compile(f"{BRACKETED.pattern}|{SEPARATORS.pattern}")
NOTE = re.compile(
    f"{DEATH}|故|夫妻|夫妇|夫|妻|配偶|共有|各半|本人|产权人|业主|房东|户主|代|男|儿|女|子|父|母"
    "|媳|婿|孙|兄|弟|姐|妹|老伴|前妻|前夫|离异|继承|经租|委托|管|外地|国外|出国|身份证|证件"
)
"""Words that mark text in brackets as a note rather than a part of the name."""
TOGETHER = re.compile("夫妻|夫妇|共有|各")
NUMERAL = "[一二两三四五六七八九十]"
PART = (
    rf"(?<!\d)\d{{1,3}}(?:\.\d+)?\s*[%％]|(?<!\d)\d{{1,3}}\s*[/／]\s*\d{{1,3}}(?!\d)"
    rf"|{NUMERAL}分之{NUMERAL}|各半|(?:共同|按份)?共有(?=\s*(?:$|[、，,;；\r\n]))"
)
SHARE = re.compile(
    rf"(?:[各共]?(?:占有?|持有?)?(?:产权份额|产权|份额|比例)?\s*[:：]?\s*)(?:{PART})(?:的?(?:产权份额|产权|份额))?"
)
"""Shares of a flat, which are notes: ``1/2``, ``占50%``, ``各半``."""
NUMBERING = re.compile(
    rf"[①-⑳]|(?:(?:(?<=[\s、，,;；])|^)\d{{1,2}}\s*[.．、)）]|[(（]\d{{1,2}}[)）])\s*(?={HAN})"
)
KIN = re.compile(rf"(配偶|妻子?|丈夫|夫|儿子?|女儿?|父亲?|母亲?)\s*[:：]\s*({HAN}{{2,4}})")
LABEL = re.compile(
    "(?:业主|产权人|权利人|共有人|户主|房东|租客|租户|承租人|联系人|姓名)[一二三\\d]?\\s*[:：]"
)
SEX = re.compile(rf"(?<={HAN})[\s,，、/／]+([男女])性?(?=\s*(?:$|[、，,;；\r\n]))")
AND = re.compile(rf"({HAN}{{2,4}})(?:以及|[和与及])({HAN}{{2,4}})")
COUPLE = re.compile(rf"(?<={HAN}{{2}})(夫妇|夫妻)(?=\s*(?:$|[、，,;；\r\n]))")
BODY = re.compile("(?:公司|行|厂|局|所|院|会|社|店|部|处|中心|学校|大学|村|队|集团)$")
"""Endings of names of organisations, in which 和 does not separate two names."""


def people_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and note of each person in the cell; nothing if the cell tells nothing."""
    for name, note in _people_of(text):
        yield from _settled(name, note)


def _settled(name: str, note: str) -> Iterator[tuple[str, str]]:
    """Read a name again if more than a name is left of it: ``王 强夫妇`` is ``王强夫妇`` only after its
    blank was dropped."""
    people = [*_people_of(name)]
    if not people or sum(len(one) for one, _more in people) >= len(name):
        yield name, note
        return
    *others, (last, more) = people
    for other in others:
        yield from _settled(*other)
    yield from _settled(last, "，".join(filter(None, [more, note])))


def _people_of(text: str) -> Iterator[tuple[str, str]]:
    if means_empty(text):
        return
    for part in _parts(text):
        notes: list[str] = []

        def keep(found: re.Match[str], notes: list[str] = notes) -> str:
            inner = found[0][1:-1].strip()
            if not (NOTE.search(unicodedata.normalize("NFKC", inner)) or SHARE.fullmatch(inner)):
                return found[0]
            notes.append(inner)
            return " "

        several = [*_apart(BRACKETED.sub(keep, part))]
        for at, name in enumerate(several):
            if not means_empty(name):
                yield name, "，".join(notes) if at == len(several) - 1 else ""


def _parts(text: str) -> list[str]:
    parts = re.sub(r"[^\S\r\n]+", " ", re.sub(r"\s*[\r\n]\s*", "\n", text))
    parts = LABEL.sub("\n", NUMBERING.sub("\n", parts))
    parts = COUPLE.sub(r"（\1）", parts)
    parts = KIN.sub(r"\n\2（\1）\n", SEX.sub(r"（\1）\n", parts))
    parts = re.sub(f"{BRACKETED.pattern}|{SHARE.pattern}", _as_note, parts)
    return SEPARATE.sub(lambda found: found[0] if found[0][0] in "(（" else "\n", parts).split("\n")


def _as_note(found: re.Match[str]) -> str:
    note = found[0]
    if note[0] not in "(（":
        return f"（{note.strip(' :：')}）\n"
    return f"{note}\n" if SHARE.fullmatch(note[1:-1].strip()) else note


def _apart(text: str) -> Iterator[str]:
    """Split ``张三 李四`` in two, join the aligned ``王 强``, and keep the blanks of John Smith."""
    words = clean_text(text).split()
    both = AND.fullmatch("".join(words))
    if both and not BODY.search(both[0]):
        yield from both.groups()
    elif not all(ALL_HAN.fullmatch(word) for word in words):
        yield re.sub(rf"(?<={HAN})\s+(?={HAN})", "", " ".join(words))
    elif any(len(word) == 1 for word in words) or (words and words[0] in TWO_CHARACTERS):
        yield "".join(words)
    else:
        yield from words
