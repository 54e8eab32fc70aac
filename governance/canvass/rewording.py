"""Decide whether a changed text keeps the answers given to the one before.

Pure functions without database or clock, so that no single person decides it. Only corrections keep
the answers: few changes of one character each, none of them at a character that carries meaning
(numbers, negations, duties, limits, choices). See docs/adr/0032.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MAX_PLACES = 6
ONE_PLACE_IN = 40
"""Characters of text per allowed change. One change is always allowed."""
BETWEEN = 3
"""The smallest number of unchanged characters between two changes. Closer ones count as one."""


class MaterialReason(TextChoices):
    """Reasons why a change is material, in the order in which they are tested."""

    NUMBER = "number", _("数字、日期、钱或者数量变了")
    NEGATION = "negation", _("“不、没、未、无、禁止”这样的字变了")
    DUTY = "duty", _("“可以、应当、必须、同意”这样的字变了")
    EXTENT = "extent", _("“只、都、每、全部、以上、以内、或者”这样的字变了")
    CHOICE = "choice", _("列出来的选项、字母、甲乙丙丁或者方位变了")
    OPPOSITE = "opposite", _("“开、关、加、减、收、退”这样的字变了")
    MUCH = "much", _("改的地方多了、换了位置，或者一处改了不止一个字")


SAYING = {
    MaterialReason.NUMBER: "两兩俩倆双雙半几幾多少倍折年月季周週天日时時点點分秒元角块塊",
    MaterialReason.NEGATION: "不未无無非没沒勿莫别別禁止免拒否毋缺反除",
    MaterialReason.DUTY: "必须須应應当當该該可能得准许許允宜要需请請愿願同意",
    MaterialReason.EXTENT: "只仅僅限都全各每所有均一共或和及与與且并並等以上下内內外前后後超过過至起满滿足",
    MaterialReason.CHOICE: "甲乙丙丁戊东東南西北左右",
    MaterialReason.OPPOSITE: "开開关關涨漲降升增减減加拆建装裝修收退停启啟借还還买買卖賣进進出留搬",
}
"""Characters of each kind. Digits of all scripts and Latin letters are recognised by category."""
KINDS = {character: why for why, characters in SAYING.items() for character in characters}
JOINING = ".,:/-~%‰"
"""Characters that belong to a number if they stand between or after its digits."""


def why_material(old: str, new: str) -> MaterialReason | None:
    """Return the reason why everybody must answer again, or None for a correction."""
    old, new = _plain(old), _plain(new)
    before, after = _telling(old), _telling(new)
    for why in SAYING:
        if [number for kind, number in before.values() if kind is why] != [
            number for kind, number in after.values() if kind is why
        ]:
            return why
    most = max(1, min(MAX_PLACES, len(old) // ONE_PLACE_IN))
    found = corrections(old, new, most, stay=(before.keys(), after.keys()))
    return MaterialReason.MUCH if found is None else None


def corrections(
    old: str, new: str, most: int, *, stay: tuple[Collection[int], Collection[int]] = ((), ())
) -> int | None:
    """Return the number of single-character changes between the texts, or None if there are more
    than ``most``.

    Two changes must be at least ``BETWEEN`` unchanged characters apart. ``stay`` are indexes in the
    old and the new text that must not change.
    """
    ends, places = (len(old), len(new)), {_beyond_what_stayed(old, new, 0, 0)}
    for count in range(most + 1):
        if ends in places:
            return count
        places = {
            _beyond_what_stayed(old, new, x, y)
            for i, j in places
            for x, y in ((i + 1, j + 1), (i, j + 1), (i + 1, j))
            if (x == i or i not in stay[0]) and (y == j or j not in stay[1])
            if x <= len(old) and y <= len(new) and old[x : x + BETWEEN] == new[y : y + BETWEEN]
        }
    return None


def _beyond_what_stayed(old: str, new: str, i: int, j: int) -> tuple[int, int]:
    while i < len(old) and j < len(new) and old[i] == new[j]:
        i, j = i + 1, j + 1
    return i, j


def _plain(text: str) -> str:
    return " ".join("".join(map(_of_one_width, text)).split())


def _of_one_width(character: str) -> str:
    """Convert full and half width only. NFKC would also turn ``10²`` into 102."""
    wide = unicodedata.decomposition(character).startswith(("<wide>", "<narrow>"))
    return unicodedata.normalize("NFKC", character) if wide else character


def _telling(text: str) -> dict[int, tuple[MaterialReason, str]]:
    """Map the index of each character with meaning, such as a digit or negation, to its kind and
    text. The text includes the next character (a unit, or the negated word)."""
    found = {}
    for here, character in enumerate(text):
        if why := _kind_of(character, text[:here].rstrip(" ")[-1:]):
            found[here] = (why, character + _behind(text[here + 1 : here + 3]))
    return found


def _behind(text: str) -> str:
    """Return the next character. A space counts only between two digits, where it separates
    numbers."""
    if text[:1] == " " and text[1:].isdigit():
        return " "
    nearest = text.lstrip(" ")[:1]
    return nearest if nearest.isalnum() else ""


def _kind_of(character: str, before: str) -> MaterialReason | None:
    joins = character in JOINING and before.isdigit()
    if joins or unicodedata.numeric(character, None) is not None:
        return MaterialReason.NUMBER
    if character.isascii() and character.isalpha():
        return MaterialReason.CHOICE
    return KINDS.get(character)
