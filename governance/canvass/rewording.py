"""Whether a changed text may keep the answers given to the one before. Pure: no database, no clock.

Nobody's word alone decides that. Only corrections keep them: in few places, of one character each, and
of none that numbers, negations, duties, limits and choices are made of. See docs/adr/0032.
"""

from __future__ import annotations

import unicodedata

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_PLACES = 6
ONE_PLACE_IN = 40
"""Characters of the text for each place; one place is always allowed."""


class Why(TextChoices):
    """What makes a change material, in the order in which it is looked for."""

    NUMBER = "number", _("数字、日期、钱或者数量变了")
    NEGATION = "negation", _("“不、没、未、无、禁止”这样的字变了")
    DUTY = "duty", _("“可以、应当、必须、同意”这样的字变了")
    EXTENT = "extent", _("“只、都、每、全部、以上、以内、或者”这样的字变了")
    CHOICE = "choice", _("列出来的选项、字母、甲乙丙丁或者方位变了")
    MUCH = "much", _("改的地方多了，或者一处改了不止一个字")


SAYING = {
    Why.NUMBER: "两兩俩倆双雙半几幾多少倍折",
    Why.NEGATION: "不未无無非没沒勿莫别別禁止免拒否毋缺反除",
    Why.DUTY: "必须須应應当當该該可能得准许許允宜要需请請愿願同意",
    Why.EXTENT: "只仅僅限都全各每所有均一共或和及与與且并並等以上下内內外前后後超过過至起满滿足",
    Why.CHOICE: "甲乙丙丁戊东東南西北左右",
}
"""Characters that say it. Numerals (of every script) and Latin letters are found by what they are."""
KINDS = {character: why for why, characters in SAYING.items() for character in characters}
JOINING = ".,:/-~%‰"
"""Between or after digits they are part of the number."""


def why_material(old: str, new: str) -> Why | None:
    """Why everybody has to be asked again; None for a correction that keeps the answers."""
    old, new = _plain(old), _plain(new)
    before, after = _telling(old), _telling(new)
    for why in SAYING:
        if before[why] != after[why]:
            return why
    most = max(1, min(MOST_PLACES, len(old) // ONE_PLACE_IN))
    return Why.MUCH if corrections(old, new, most) is None else None


def corrections(old: str, new: str, most: int) -> int | None:
    """In how many places one character was replaced, put in or left out; None for more than ``most``, or where
    a place is longer. Between two places at least one character stayed.
    """
    ends, places = (len(old), len(new)), {_beyond_what_stayed(old, new, 0, 0)}
    for count in range(most + 1):
        if ends in places:
            return count
        places = {
            _beyond_what_stayed(old, new, x, y)
            for i, j in places
            for x, y in ((i + 1, j + 1), (i, j + 1), (i + 1, j))
            if (x, y) == ends or old[x : x + 1] == new[y : y + 1] != ""
        }
    return None


def _beyond_what_stayed(old: str, new: str, i: int, j: int) -> tuple[int, int]:
    while i < len(old) and j < len(new) and old[i] == new[j]:
        i, j = i + 1, j + 1
    return i, j


def _plain(text: str) -> str:
    """One spelling for full and half width; spaces and the ends of lines do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _telling(text: str) -> dict[Why, list[str]]:
    """What says each kind, in its order, with the character behind it: its unit, or what it is said of."""
    found: dict[Why, list[str]] = {why: [] for why in SAYING}
    bare = text.replace(" ", "")
    for here, character in enumerate(bare):
        if why := _kind_of(character, bare[here - 1 : here]):
            said_of = bare[here + 1 : here + 2]
            found[why].append(character + (said_of if said_of.isalnum() else ""))
    return found


def _kind_of(character: str, before: str) -> Why | None:
    joins = character in JOINING and before.isdigit()
    if joins or unicodedata.numeric(character, None) is not None:
        return Why.NUMBER
    if character.isascii() and character.isalpha():
        return Why.CHOICE
    return KINDS.get(character)
