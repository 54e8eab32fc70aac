"""The rule of a share table in words: a sentence written from the numbers, and words that contradict them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.charters.models import numeral
from governance.matters.apportionment import Method, Part
from governance.matters.inputs import ShareInput
from governance.matters.models import ShareLine, ShareTable
from louzu.lib.quoting import quoted
from louzu.lib.stored import stored_language
from residents.models import Flat

TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
FLOOR_WORDS = re.compile(
    r"(?<![加多上高每隔往低下差\d.一二三四五六七八九十])"
    r"(?P<floor>(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})\s*[楼层])"
    r"\s*的?(?:系数|各户|每户|住户)?\s*[是为出按算=:]?\s*"
    r"(?:(?P<number>\d+(?:\.\d+)?)"
    r"(?!\d|\.\d|\s*[元万块户室号%折成楼层平㎡个位人年月天份倍点/~到至-]|(?:、\d+)+\s*[室号])"
    r"|(?P<none>不出|不付|不交|不分摊))"
)
"""A floor and the coefficient that is said of it, such as ``一楼0.2``, or that it bears nothing."""
ROOMS_A_FLOOR = 100
"""Rooms are numbered by floor, such as 201."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What a rule is about: the floor of a flat, its coefficient as typed, and its figures."""

    floor: int
    coefficient: str
    part: Part


def lines_of(table: ShareTable) -> list[ShareLine]:
    """One statement."""
    return list(table.lines.select_related("flat"))


def rows_of(lines: Sequence[ShareLine]) -> list[RuleRow]:
    """``lines`` as ``lines_of`` returns them."""
    return [row_of(line.flat, _typed_of(line)) for line in lines]


def row_of(flat: Flat, typed: ShareInput) -> RuleRow:
    return RuleRow(flat.floor, typed.coefficient, typed.part)


def _typed_of(line: ShareLine) -> ShareInput:
    return ShareInput(line.flat_id, line.coefficient, line.area, line.heads, line.fixed_fen)


def rule_from(method: Method, rows: Sequence[RuleRow]) -> str:
    """Return the rule in the language of the site, since all neighbours read it. It names floors and
    no flat."""
    with stored_language():
        if "coefficient" in method.columns:
            floors = _("，").join(_floor_words(method, rows))
            return {
                Method.coefficient: _("余下的钱按系数分：%(floors)s。"),
                Method.area_coefficient: _("余下的钱按建筑面积乘系数分，系数是：%(floors)s。"),
            }.get(method, _("每户先出一笔说定的，剩下的按系数分：%(floors)s。")) % {
                "floors": floors
            }
        exempt = sum(not _pays(method, row) for row in rows)
        words: dict[str, object] = {"how": _how(method), "n": exempt}
        if not exempt:
            return _("%(how)s。") % words
        return ngettext("%(how)s，%(n)s户不出钱。", "%(how)s，%(n)s户不出钱。", exempt) % words


def _how(method: Method) -> str:
    return {
        Method.area: _("余下的钱按各户的建筑面积分"),
        Method.heads: _("余下的钱按各户的人数分"),
    }.get(method, _("余下的钱一户一户说定"))


def _floor_words(method: Method, rows: Sequence[RuleRow]) -> list[str]:
    values = {row.part.coefficient for row in rows}
    if len(values) == 1:
        return [_("各户一样")]
    by_floor = groupby(sorted(rows, key=lambda row: row.floor), key=lambda row: row.floor)
    return [_words_of(floor, list(mine), method) for floor, mine in by_floor]


def _words_of(floor: int, rows: list[RuleRow], method: Method) -> str:
    words = {"floor": _floor_name(floor), "number": rows[0].coefficient}
    if not any(_pays(method, row) for row in rows):
        return _("%(floor)s不出") % words
    if len({row.part.coefficient for row in rows}) > 1:
        return _("%(floor)s各户不一样") % words
    return _("%(floor)s%(number)s") % words


def _floor_name(floor: int) -> str:
    return _("%(n)s楼") % {"n": numeral(floor) if floor > 0 else floor}


def _pays(method: Method, row: RuleRow) -> bool:
    weights = [getattr(row.part, column) for column in method.columns if column != "fixed"]
    fixed = "fixed" in method.columns and row.part.fixed > 0
    return fixed or (bool(weights) and all(weights))


def contradictions_in(rule: str, method: Method, rows: Sequence[RuleRow]) -> list[str]:
    """Return a sentence for each floor of which ``rule`` says another coefficient than its flats have,
    or that it bears nothing although they do."""
    found = []
    for said in FLOOR_WORDS.finditer(unicodedata.normalize("NFKC", rule)):
        floor = _number_of(said["n"])
        mine = [row for row in rows if row.floor == floor]
        if mine and (sentence := _contradiction(said, floor, method, mine)):
            found.append(sentence)
    return found


def _contradiction(said: re.Match[str], floor: int, method: Method, rows: Sequence[RuleRow]) -> str:
    words = {"said": quoted(said[0].strip()), "floor": said["floor"]}
    if said["none"]:
        wrong = all(_pays(method, row) for row in rows)
        return _("那段话里写着“%(said)s”，表里%(floor)s要出钱。") % words if wrong else ""
    if "coefficient" not in method.columns or _names_a_room(said["number"], floor):
        return ""
    if Decimal(said["number"]) in {row.part.coefficient for row in rows}:
        return ""
    values = "、".join(dict.fromkeys(row.coefficient for row in rows))
    return _("那段话里写着“%(said)s”，表里%(floor)s的系数是%(values)s。") % {
        **words,
        "values": values,
    }


def _names_a_room(number: str, floor: int) -> bool:
    return number.isdecimal() and int(number) // ROOMS_A_FLOOR == floor


def _number_of(words: str) -> int:
    if words.isdecimal():
        return int(words)
    digits = {numeral(n): n for n in range(1, 10)}
    if tens := TENS.fullmatch(words):
        return digits.get(tens[1], 1) * 10 + digits.get(tens[2], 0)
    return digits.get(words, 0)


def seal_of(rule: str, method: Method, rows: Sequence[RuleRow]) -> str:
    """Return a mark of the text and of the numbers that it tells of, or "" without a text."""
    if not rule.strip():
        return ""
    numbers = [rule_from(method, rows)]
    if "coefficient" in method.columns:
        numbers += [f"{row.part.coefficient.normalize():f}" for row in rows]
    return f"{_mark(rule)}.{_mark(' '.join(numbers))}"


def is_outdated(before: str, now: str) -> bool:
    """Whether the numbers changed since the text was written, and the text did not. Both are seals."""
    text, _dot, numbers = before.partition(".")
    same_text, _dot, same_numbers = now.partition(".")
    return bool(before and now) and text == same_text and numbers != same_numbers


def outdated_words(method: Method) -> str:
    if "coefficient" in method.columns:
        return _("系数改过了，那段话没有改。请对一对。")
    return _("怎么分改过了，那段话没有改。请对一对。")


def _mark(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
