"""Parse ages in lists of people: 72岁, 1952.5, or an identity number."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from residents.roster_parser.columns import BANDS, normalized_text
from residents.roster_parser.empty_values import means_empty
from residents.roster_parser.identity import birthday_in
from residents.roster_parser.rooms import Unreadable

OLDEST_PERSON = 130
BIRTH = re.compile(
    r"(?P<year>(?:18|19|20)\d\d)(?:[-./年]?(?P<month>\d{1,2})(?:[-./月]?(?P<day>\d{1,2})日?)?月?)?年?",
    re.ASCII,
)


def age_of(birth: str = "", age: str = "", identity: str = "") -> int | None:
    """Return an age in years from a birthday, else from an age, else from an identity number.
    Return None if all are empty. Raise Unreadable."""
    if not means_empty(birth):
        return _checked(_since(_birthday(birth)))
    if not means_empty(age):
        return _checked(_age(age))
    day = birthday_in(identity)
    return _checked(_since(day)) if day else None


def age_in_text(text: str) -> str:
    bare = normalized_text(text)
    birth = bool(BIRTH.fullmatch(bare)) and len(bare) > len("150")
    try:
        years = age_of(birth=bare) if birth else age_of(age=bare)
    except Unreadable:
        return ""
    return "" if years is None else str(years)


def band_of_age(years: int) -> str:
    return next(name for name, (low, high) in BANDS.items() if low <= years <= high)


def _birthday(text: str) -> dt.date:
    if day := birthday_in(text):
        return day
    found = BIRTH.fullmatch(normalized_text(text))
    try:
        if found:
            return dt.date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        pass
    raise Unreadable(_("看不懂这个出生年月，请写成 1952-05 或 1952年5月。"))


def _since(day: dt.date) -> int:
    today = timezone.localdate()
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def _age(text: str) -> int:
    bare = re.sub("(周?岁半?|虚岁)$", "", normalized_text(text))
    if re.fullmatch(r"\d{1,2}个?月", bare, re.ASCII):
        return 0
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", bare, re.ASCII):
        raise Unreadable(_("看不懂这个年龄，请只写数字，例如 72。"))
    return int(float(bare))


def _checked(years: int) -> int:
    if not 0 <= years <= OLDEST_PERSON:
        raise Unreadable(_("算出来是%(years)d岁，请对一对。") % {"years": years})
    return years
